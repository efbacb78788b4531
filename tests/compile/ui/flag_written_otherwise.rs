use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        /// Mutes the member.
        #[wire(flag("On", "Off"))]
        pub mute: bool,
    }

    pub struct Response {
    }
}

fn main() {}
