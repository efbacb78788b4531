use tencent_chat::endpoint;

#[endpoint("v4/service/made_up")]
pub struct Request {}

fn main() {}
