use api_core::{ErrorCode, object};

/// What became of an item.
#[object]
pub struct Item {
    /// The outcome.
    #[wire("Result", status(success = 1))]
    pub result: ErrorCode,
}

fn main() {}
