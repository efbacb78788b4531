use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire("Kind", range(min = 1, max = 5), one_of(1, 9))]
        pub kind: u32,
    }

    pub struct Response {}
}

fn main() {}
