use tencent_chat::open_enum;

/// A switch.
#[open_enum]
pub enum Switch {
    /// It is something else.
    #[wire(3)]
    Other,
}

fn main() {}
