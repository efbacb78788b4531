use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
#[batch("Items")]
pub mod made_up {
    pub struct Request {
        /// Items.
        #[wire(items(max = 100))]
        pub items: Vec<String>,
    }

    pub struct Response {
        /// The ID of the task.
        pub task_id: String,
    }
}

fn main() {}
