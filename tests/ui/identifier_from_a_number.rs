use api_core::account::kick::Request;

fn main() {
    let _ = Request::new(15);
}
