use tencent_chat::message::TextElement;
use tencent_chat::union;

/// A part.
#[union(content = "MsgContent")]
pub enum Part {
    /// Text.
    Text(TextElement),
}

fn main() {}
