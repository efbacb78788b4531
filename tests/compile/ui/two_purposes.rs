use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        /// Tells copies apart.
        #[wire(random, query)]
        pub msg_random: Option<u32>,
    }

    pub struct Response {
    }
}

fn main() {}
