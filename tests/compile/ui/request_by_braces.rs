use tencent_chat::conversation::delete_contact_group::Request;

fn main() {
    let _ = Request { from_account: "user15".into(), group_name: vec!["test0".to_owned()] };
}
