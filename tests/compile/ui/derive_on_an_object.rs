use tencent_chat::object;

/// A part.
#[object]
#[derive(Clone)]
pub struct Part {}

fn main() {}
