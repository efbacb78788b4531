use tencent_chat::{UserId, endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {
        #[wire(range(max = 5))]
        pub user_id: UserId,
    }

    pub struct Response {}
}

fn main() {}
