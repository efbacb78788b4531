use tencent_chat::endpoint;

#[endpoint("v4/service/made_up")]
#[todo("doc")]
pub mod made_up {
    pub struct Request {
        #[todo("doc; the bound")]
        #[wire(items(max = 5))]
        pub names: Vec<String>,
    }

    pub struct Response {}
}

fn main() {}
