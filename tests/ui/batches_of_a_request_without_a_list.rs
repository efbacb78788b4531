use api_core::Client;
use api_core::account::kick::Request;

fn kick(client: &Client) {
    let _ = client.account().kick(Request::new("user15")).batches();
}

fn main() {}
