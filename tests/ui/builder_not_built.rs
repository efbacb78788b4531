#![deny(unused_must_use)]

use api_core::{Client, Credentials, Region};

fn main() {
    Client::builder(1_400_000_000, Credentials::secret_key("administrator", "key"))
        .region(Region::China);
}
