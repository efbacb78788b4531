use tencent_chat::Client;
use tencent_chat::conversation::delete::Request;
use tencent_chat::conversation::ConversationKind;

fn read(client: &Client) {
    let request = Request::new("user15", ConversationKind::C2c);
    let _ = client.conversation().delete(request).items();
}

fn main() {}
