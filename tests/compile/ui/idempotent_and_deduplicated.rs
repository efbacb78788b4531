use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up", idempotent, deduplicated(seconds = 300))]
pub mod made_up {
    pub struct Request {
        #[wire(random)]
        pub random: Option<u32>,
    }

    pub struct Response {}
}

fn main() {}
