use tencent_chat::endpoint;

/// A power state.
pub enum Power {
    /// It is on.
    On,
}

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        pub power: Vec<Power>,
    }

    pub struct Response {}
}

fn main() {}
