use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire(bytes(32))]
        pub name: String,
    }

    pub struct Response {}
}

fn main() {}
