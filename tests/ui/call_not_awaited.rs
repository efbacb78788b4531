#![deny(unused_must_use)]

use api_core::Client;
use api_core::conversation::delete_contact_group::Request;

pub async fn delete(client: Client) {
    client.conversation().delete_contact_group(Request::new("user15", ["test0"]));
}

fn main() {}
