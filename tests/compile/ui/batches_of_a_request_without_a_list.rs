use tencent_chat::Client;
use tencent_chat::account::kick::Request;

fn kick(client: &Client) {
    let _ = client.account().kick(Request::new("user15")).batches();
}

fn main() {}
