use api_core::message::send_message::Request;

fn main() {
    let _ = Request::new("user15", [1, 2]);
}
