use tencent_chat::{Tag, TagItem};

fn main() {
    let _ = TagItem::new(Tag::ProfileNick, 1.5);
}
