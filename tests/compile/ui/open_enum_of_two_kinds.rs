use tencent_chat::open_enum;

/// A switch.
#[open_enum]
pub enum Switch {
    /// It is on.
    #[wire("On")]
    On,
    /// It is off.
    #[wire(0)]
    Off,
}

fn main() {}
