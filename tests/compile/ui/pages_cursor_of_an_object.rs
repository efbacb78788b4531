use tencent_chat::{TagItem, endpoint};

/// Does something.
#[endpoint("v4/service/made_up", pages("Names", cursor("Next")))]
pub mod made_up {
    pub struct Request {
        #[wire("Next")]
        pub next: TagItem,
    }

    pub struct Response {
        #[wire("Names")]
        pub names: Vec<String>,
        #[wire("Next")]
        pub next: TagItem,
    }
}

fn main() {}
