use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        /// Orders the messages of a second.
        #[wire(sequence)]
        pub msg_seq: u32,
    }

    pub struct Response {
    }
}

fn main() {}
