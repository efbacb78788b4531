#![deny(unused_must_use)]

use tencent_chat::Client;
use tencent_chat::conversation::delete_contact_group::Request;

pub async fn delete(client: Client) {
    client.conversation().delete_contact_group(Request::new("user15", ["test0"]));
}

fn main() {}
