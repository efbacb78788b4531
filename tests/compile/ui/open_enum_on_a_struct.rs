use tencent_chat::open_enum;

/// A switch.
#[open_enum]
pub struct Switch {}

fn main() {}
