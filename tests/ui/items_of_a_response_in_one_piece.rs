use api_core::Client;
use api_core::conversation::delete::Request;
use api_core::conversation::ConversationKind;

fn read(client: &Client) {
    let request = Request::new("user15", ConversationKind::C2c);
    let _ = client.conversation().delete(request).items();
}

fn main() {}
