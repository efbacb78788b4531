use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        /// Sorts upward.
        #[wire(flag(on = false, off = true))]
        pub asc: bool,
    }

    pub struct Response {}
}

fn main() {}
