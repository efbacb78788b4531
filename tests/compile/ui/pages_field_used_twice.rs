use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up", pages("Names", cursor("Next"), cursor("Next", from = "Other")))]
pub mod made_up {
    pub struct Request {
        #[wire("Next")]
        pub next: u32,
    }

    pub struct Response {
        #[wire("Names")]
        pub names: Vec<String>,
        #[wire("Next")]
        pub next: u32,
        #[wire("Other")]
        pub other: u32,
    }
}

fn main() {}
