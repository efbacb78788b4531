use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Names", cursor("Next"), cursor("Next", from = "Other"))]
pub mod made_up {
    pub struct Request {
        pub next: u32,
    }

    pub struct Response {
        pub names: Vec<String>,
        pub next: u32,
        pub other: u32,
    }
}

fn main() {}
