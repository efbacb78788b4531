use tencent_chat::object;

/// The result of an item.
#[object]
pub struct Item {
    /// The status.
    #[wire(status)]
    pub result: u32,
}

fn main() {}
