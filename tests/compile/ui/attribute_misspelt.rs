use tencent_chat::object;

/// An item.
#[object]
pub struct Item {
    /// Its name.
    #[wired("Name")]
    pub name: String,
}

fn main() {}
