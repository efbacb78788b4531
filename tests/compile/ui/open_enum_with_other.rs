use tencent_chat::open_enum;

/// A switch.
#[open_enum]
pub enum Switch {
    /// It is something else.
    Other = 3,
}

fn main() {}
