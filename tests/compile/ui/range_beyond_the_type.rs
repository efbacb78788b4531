use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire(range(max = 5000000000))]
        pub time: u32,
    }

    pub struct Response {}
}

fn main() {}
