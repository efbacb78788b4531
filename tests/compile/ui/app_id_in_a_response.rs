use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
    }
}

fn main() {}
