use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up", partial = "doocs")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {}
}

fn main() {}
