use tencent_chat::{ErrorCode, codes};

/// Some codes.
#[codes]
pub const SOME_CODES: &[ErrorCode] = &[ErrorCode::USER_NOT_IMPORTED];

/// More codes.
#[codes]
pub const MORE_CODES: &[ErrorCode] = &[..SOME_CODES, ErrorCode::GROUP_NOT_FOUND];

fn main() {}
