use api_core::{CodeKind, ErrorCode, Retry, endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
    }

    pub struct Response {
    }

    pub const ERRORS: &[ErrorCode] = &[ErrorCode::own(
        120001,
        "SHOP_CLOSED",
        CodeKind::Apps,
        Retry::Never,
        "the shop is closed",
    )];
}

fn main() {}
