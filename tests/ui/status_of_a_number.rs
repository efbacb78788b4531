use api_core::object;

/// What became of an item.
#[object]
pub struct Item {
    /// The outcome.
    #[wire("Result", status)]
    pub result: u32,
}

fn main() {}
