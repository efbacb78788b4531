use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire("Na me")]
        pub name: String,
    }

    pub struct Response {}
}

fn main() {}
