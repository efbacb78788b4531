// The compiler adds the second error to any `#[doc = missing!()]`.
use tencent_chat::{ErrorCode, endpoint};

/// Some codes.
pub const SOME_CODES: &[ErrorCode] = &[ErrorCode::USER_NOT_IMPORTED];

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[..SOME_CODES];
}

fn main() {}
