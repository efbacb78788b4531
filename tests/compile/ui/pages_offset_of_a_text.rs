use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Names", offset("Name", limit = "Limit"))]
pub mod made_up {
    pub struct Request {
        pub name: String,
        pub limit: u32,
    }

    pub struct Response {
        pub names: Vec<String>,
    }
}

fn main() {}
