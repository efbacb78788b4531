use tencent_chat::open_enum;

/// A switch.
#[open_enum]
pub enum Switch {
    /// It is on.
    #[wire(1)]
    On,
    /// It is off.
    #[wire("Off")]
    Off,
}

fn main() {}
