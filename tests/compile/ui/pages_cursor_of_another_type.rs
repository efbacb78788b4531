use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up", pages("Names", cursor("Offset", from = "Next")))]
pub mod made_up {
    pub struct Request {
        #[wire("Offset")]
        pub offset: u32,
    }

    pub struct Response {
        #[wire("Names")]
        pub names: Vec<String>,
        #[wire("Next")]
        pub next: String,
    }
}

fn main() {}
