use std::collections::BTreeMap;

use tencent_chat::object;

/// Attributes.
#[object]
pub struct Attributes {
    /// The attributes by number.
    pub attrs: BTreeMap<u32, String>,
}

fn main() {}
