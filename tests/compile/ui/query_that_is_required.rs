use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        /// The type of network.
        #[wire("nettype", query)]
        pub nettype: u32,
    }

    pub struct Response {
    }
}

fn main() {}
