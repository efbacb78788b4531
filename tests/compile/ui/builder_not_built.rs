#![deny(unused_must_use)]

use tencent_chat::{Client, Credentials, Region};

fn main() {
    Client::builder(1_400_000_000, Credentials::secret_key("administrator", "key"))
        .region(Region::China);
}
