use api_core::endpoint;

#[endpoint("v4/service/made_up")]
pub struct Request {}

fn main() {}
