use tencent_chat::account::kick::Request;

fn main() {
    let _ = Request::new(15);
}
