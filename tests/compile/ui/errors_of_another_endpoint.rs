use tencent_chat::{ErrorCode, endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = tencent_chat::conversation::delete::ERRORS;
}

fn main() {}
