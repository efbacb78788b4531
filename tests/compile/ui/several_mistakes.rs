use tencent_chat::{ErrorCode, endpoint};

/// Does something.
#[endpoint("v4/service/made_up", rate(200))]
pub mod made_up {
    pub struct Request {
        #[wire(length(max = 32))]
        pub name: String,
        /// A name.
        #[wire("Type")]
        pub type_of: String,
    }

    pub struct Response {
        /// A name.
        pub error_code: i32,
    }

    pub const ERRORS: &[ErrorCode] = &[51009];
}

fn main() {}
