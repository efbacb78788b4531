use tencent_chat::{ErrorCode, object};

/// The result of an item.
#[object]
pub struct Item {
    /// The status.
    #[wire(status(success = 1))]
    pub result: ErrorCode,
}

fn main() {}
