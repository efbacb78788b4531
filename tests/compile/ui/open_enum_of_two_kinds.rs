use tencent_chat::open_enum;

/// A switch.
#[open_enum]
pub enum Switch {
    /// It is on.
    On,
    /// It is off.
    Off = 0,
}

fn main() {}
