use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        /// A name.
        #[wire("Name")]
        pub name: String,
        /// Another name.
        #[wire("Nick", bytes(max = 32))]
        pub nick: String,
    }

    pub struct Response {}
}

fn main() {}
