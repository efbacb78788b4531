use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {}

    pub type Names = Vec<String>;
}

fn main() {}
