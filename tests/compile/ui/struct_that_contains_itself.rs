use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        pub node: Node,
    }

    pub struct Response {}

    pub struct Node {
        pub next: Option<Node>,
    }
}

fn main() {}
