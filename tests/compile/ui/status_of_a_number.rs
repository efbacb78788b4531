use tencent_chat::object;

/// The result of an item.
#[object]
pub struct Item {
    /// The status.
    #[wire("Result", status)]
    pub result: u32,
}

fn main() {}
