use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
    }

    pub struct Response {
        /// The state.
        #[wire(alias("Status"))]
        pub state: String,
        /// The status.
        pub status: String,
    }
}

fn main() {}
