use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire("Text")]
        pub text: &str,
        #[wire("Size")]
        pub size: usize,
        #[wire("Map")]
        pub map: HashMap<String, u32>,
        #[wire("Part")]
        pub part: Box<Part>,
        #[wire("Names")]
        pub names: &[String],
        #[wire("Pair")]
        pub pair: (u32, u32),
    }

    pub struct Response {}

    pub struct Part {}
}

fn main() {}
