use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/del_msg")]
pub mod del_msg {
    pub struct Request {}

    pub struct Response {}
}

fn main() {}
