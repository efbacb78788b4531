use api_core::object;

/// The result of an item.
#[object]
pub struct Item {
    /// The status.
    #[wire("Result", status)]
    pub result: u32,
}

fn main() {}
