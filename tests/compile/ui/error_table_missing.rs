use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up", page = 53441)]
pub mod made_up {
    pub struct Request {}

    pub struct Response {}
}

fn main() {}
