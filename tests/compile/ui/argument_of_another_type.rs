use tencent_chat::conversation::delete_contact_group::Request;

fn main() {
    let _ = Request::new("user15", "test0");
    let _ = Request::new("user15", [1, 2]);
}
