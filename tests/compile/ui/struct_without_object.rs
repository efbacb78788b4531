use tencent_chat::endpoint;

/// A part.
pub struct Part {
    /// A name.
    pub name: String,
}

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        pub part: Option<Part>,
    }

    pub struct Response {}
}

fn main() {}
