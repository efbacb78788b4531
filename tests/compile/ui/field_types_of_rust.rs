use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        pub text: &str,
        pub size: usize,
        pub map: HashMap<String, u32>,
        pub part: Box<Part>,
        pub names: &[String],
        pub pair: (u32, u32),
    }

    pub struct Response {}

    pub struct Part {}
}

fn main() {}
