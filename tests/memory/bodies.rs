//! Bodies that take much memory for their length.

use tencent_chat::schema::{FieldType, Meaning, Table};

/// The depth to which a recursive object is followed.
const DEPTH: usize = 5;

/// Free JSON, in a field or in a union that is kept unchanged.
static JSON: FieldType = FieldType::Dynamic { name: "any JSON", example: "0", types: &[] };

static TEXT: FieldType = FieldType::String(Meaning::Any);

/// A kind of memory that a value may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The items of lists.
    Items,
    /// The entries of maps.
    Entries,
    /// Free JSON.
    Json,
    /// Texts.
    Text,
}

/// A body that repeats an item of a list, an entry of a map, or a character of a text.
pub(crate) struct Body {
    frame: Frame,
    item: String,
    /// `true` if each item is a value of a map, under another key.
    has_key: bool,
    ty: &'static FieldType,
    pub(crate) kind: Kind,
}

/// A text with a gap in it.
#[derive(Clone, Default)]
struct Frame {
    head: String,
    tail: String,
}

impl Frame {
    fn within(&self, head: &str, tail: &str) -> Self {
        Self { head: self.head.clone() + head, tail: tail.to_owned() + &self.tail }
    }
}

impl Body {
    /// Writes `count` items, or as many as `max` bytes hold.
    pub(crate) fn of(&self, count: usize, max: usize) -> String {
        let separator = if self.kind == Kind::Text { "" } else { "," };
        let key = |number| format!("\"{number:06x}\":");
        let item = if self.has_key { key(0) } else { String::new() } + &self.item + separator;
        let room = max.saturating_sub(self.frame.head.len() + self.frame.tail.len());
        let count = count.min(room / item.len());
        let items = match self.has_key {
            true => (0..count).map(|number| key(number) + &self.item + separator).collect(),
            false => item.repeat(count),
        };
        let items = items.strip_suffix(separator).unwrap_or_default();
        [&self.frame.head, items, &self.frame.tail].concat()
    }

    /// Returns what decides how much memory an item takes: its type and its text.
    pub(crate) fn shape(&self) -> String {
        let table = match self.ty {
            FieldType::Object(table) => format!("{:p}", table()),
            _ => String::new(),
        };
        format!("{:?} {} {table} {}", self.kind, self.ty, self.item)
    }
}

/// Finds the lists, maps and free JSON of a response, each with the items that may take most memory for their length. A
/// text of the envelope is among them, because some responses have nothing else.
pub(crate) fn bodies(response: &Table) -> Vec<Body> {
    let frame = Frame::default().within("{\"ErrorCode\":0,", "}");
    let text = frame.within("\"ErrorInfo\":\"", "\"");
    let mut found = Vec::from_iter(each(&text, ["a".to_owned()], false, &TEXT, Kind::Text));
    find_lists(response, &frame, DEPTH, &mut found);
    found
}

fn find_lists(table: &Table, at: &Frame, depth: usize, found: &mut Vec<Body>) {
    for field in table.fields {
        let at = at.within(&format!("\"{}\":", field.wire), "");
        find_lists_in(&field.ty, &at, depth, found);
    }
}

fn find_lists_in(ty: &'static FieldType, at: &Frame, depth: usize, found: &mut Vec<Body>) {
    if depth == 0 {
        return;
    }
    let (list, map) = (at.within("[", "]"), at.within("{", "}"));
    match *ty {
        FieldType::Object(table) => find_lists(table(), &map, depth - 1, found),
        FieldType::List(item) => {
            found.extend(each(&list, shortest(*item), false, item, Kind::Items));
            let mut inner = Vec::new();
            find_lists_in(item, &Frame::default(), depth - 1, &mut inner);
            // The items one after the other, and each of them in the list around it.
            for mut body in inner {
                found.extend(each(&list, [body.of(1, usize::MAX)], false, item, Kind::Items));
                body.frame = list.within(&body.frame.head, &body.frame.tail);
                found.push(body);
            }
        }
        FieldType::Map(item) => {
            found.extend(each(&map, shortest(*item), true, item, Kind::Entries));
        }
        FieldType::Union(union) => {
            for member in union.members {
                let head = format!("\"{}\":\"{}\",\"{}\":{{", union.tag, member.tag, union.content);
                find_lists((member.table)(), &map.within(&head, "}"), depth - 1, found);
            }
            found.extend(each(&map, shortest(JSON), true, ty, Kind::Json));
        }
        FieldType::Dynamic { .. } => {
            found.extend(each(&list, shortest(JSON), false, &JSON, Kind::Json));
            found.extend(each(&map, shortest(JSON), true, &JSON, Kind::Json));
        }
        _ => {}
    }
}

fn each(
    frame: &Frame,
    items: impl IntoIterator<Item = String>,
    has_key: bool,
    ty: &'static FieldType,
    kind: Kind,
) -> impl Iterator<Item = Body> {
    let body = move |item| Body { frame: frame.clone(), item, has_key, ty, kind };
    items.into_iter().map(body)
}

/// The shortest items of a type, each with another kind of cost.
fn shortest(ty: FieldType) -> Vec<String> {
    match ty {
        FieldType::Object(_) => vec!["{}".to_owned(), "0".to_owned()],
        FieldType::Union(union) => {
            let members = union.members.iter().map(|member| {
                format!("{{\"{}\":\"{}\",\"{}\":{{}}}}", union.tag, member.tag, union.content)
            });
            let other = ["{}", "{\"\":0}", "{\"\":[0,0]}", "{\"MsgContent\":{\"\":0}}"];
            members.chain(other.map(str::to_owned)).collect()
        }
        FieldType::List(_) => vec!["[]".to_owned()],
        FieldType::Map(_) => vec!["{}".to_owned(), "{\"\":0}".to_owned()],
        FieldType::Dynamic { .. } => vec!["0".to_owned(), "{\"\":0}".to_owned(), "[0]".to_owned()],
        _ => vec!["0".to_owned(), "\"\"".to_owned(), "{}".to_owned()],
    }
}
