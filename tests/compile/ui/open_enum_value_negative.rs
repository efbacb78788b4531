use tencent_chat::open_enum;

/// A switch.
#[open_enum]
pub enum Switch {
    /// It is on.
    On = 1,
    /// It is broken.
    Broken = -1,
    /// It is out of range.
    Beyond = 9223372036854775808,
}

fn main() {}
