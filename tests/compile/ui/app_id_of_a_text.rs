use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<String>,
    }

    pub struct Response {}
}

fn main() {}
