use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire("Node")]
        pub node: Node,
    }

    pub struct Response {}

    pub struct Node {
        #[wire("Next")]
        pub next: Option<Node>,
    }
}

fn main() {}
