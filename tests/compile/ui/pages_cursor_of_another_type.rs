use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Names", cursor("Offset", from = "Next"))]
pub mod made_up {
    pub struct Request {
        pub offset: u32,
    }

    pub struct Response {
        pub names: Vec<String>,
        pub next: String,
    }
}

fn main() {}
