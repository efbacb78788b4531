use tencent_chat::endpoint;

/// Does something.
#[endpoint(idempotent)]
pub mod made_up {
    pub struct Request {}

    pub struct Response {}
}

fn main() {}
