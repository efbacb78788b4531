use api_core::object;

/// A part.
#[object]
#[derive(Clone)]
pub struct Part {}

fn main() {}
