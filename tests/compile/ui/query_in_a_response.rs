use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
    }

    pub struct Response {
        /// The type of network.
        #[wire("nettype", query)]
        pub nettype: Option<u32>,
    }
}

fn main() {}
