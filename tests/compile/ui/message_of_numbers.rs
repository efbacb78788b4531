use tencent_chat::message::send_message::Request;

fn main() {
    let _ = Request::new("user15", [1, 2]);
}
