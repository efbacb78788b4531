use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire("Kind", one_of("a", "b", "a"))]
        pub kind: String,
    }

    pub struct Response {}
}

fn main() {}
