use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        pub r#match: String,
    }

    pub struct Response {}
}

fn main() {}
