use api_core::open_enum;

/// A switch.
#[open_enum]
pub struct Switch {}

fn main() {}
