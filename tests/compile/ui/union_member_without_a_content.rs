use tencent_chat::message::TextElement;
use tencent_chat::union;

/// A part.
#[union(tag = "MsgType", content = "MsgContent")]
pub enum Part {
    /// Text.
    Text(TextElement),
    /// Nothing.
    Nothing,
}

fn main() {}
