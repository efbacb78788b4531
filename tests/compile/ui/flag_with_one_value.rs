use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire(flag(on = 1, off = 1))]
        pub flag: bool,
    }

    pub struct Response {}
}

fn main() {}
