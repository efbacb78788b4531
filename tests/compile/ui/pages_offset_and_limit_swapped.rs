use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Names", offset("Limit", limit = "Offset"))]
pub mod made_up {
    pub struct Request {
        pub offset: u32,
        pub limit: u32,
    }

    pub struct Response {
        pub names: Vec<String>,
    }
}

fn main() {}
