use tencent_chat::Client;
use tencent_chat::conversation::delete_contact_group::Response;

pub async fn delete(client: Client, response: Response) {
    let _ = client.call(response).await;
}

fn main() {}
