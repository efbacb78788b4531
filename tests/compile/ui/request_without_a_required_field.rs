use tencent_chat::conversation::delete_contact_group::Request;

fn main() {
    let _ = Request::new("user15");
}
