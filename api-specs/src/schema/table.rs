//! The tables of declared structs.

use std::fmt;

use super::constraint::{BoolRepr, Constraint, WireValue, join};

/// The fields of a declared struct. Only the macros make it, and it may get more members.
#[derive(Debug)]
pub struct Table {
    /// The name of the struct: `Request`, `Response`, or the name of an object.
    pub name: &'static str,
    /// The doc of the struct, one sentence; empty for requests and responses.
    pub doc: &'static str,
    /// The kind of the struct.
    pub kind: RecordKind,
    /// The fields, in the order of the spec.
    pub fields: &'static [FieldSpec],
    /// `true` if the item statuses, not the envelope's code, decide whether the call succeeded.
    ///
    /// The envelope decides only if no item has a status.
    pub is_judged_per_item: bool,
    /// `true` if any field has aliases.
    pub has_aliases: bool,
}

/// The use of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Sent by the client.
    Request,
    /// Sent by the service in response.
    Response,
    /// Sent by the service in a webhook.
    Event,
    /// Sent in the reply to a webhook.
    Reply,
    /// Part of any of these.
    Object,
}

/// One field. Only the macros make it, and it may get more members.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// The name in Rust.
    pub name: &'static str,
    /// The name on the wire.
    pub wire: &'static str,
    /// The name on the wire as written before a text, with a comma: `,"From_Account":"`. The macros write it too, although
    /// it follows from the wire name. Computing it here took an eighth of the time that an endpoint costs the compiler.
    #[doc(hidden)]
    pub key: &'static str,
    /// The doc of the field, one sentence.
    pub doc: &'static str,
    /// The type.
    pub ty: FieldType,
    /// `true` if the field is required. A missing list or map reads as empty, except directly in a request struct.
    pub required: bool,
    /// The other words of `#[wire(..)]`.
    pub words: FieldWords,
}

/// The words of `#[wire(..)]` that say more of a field. Most fields have none.
///
/// They are apart from the rest of [`FieldSpec`], so that the compiler reads one constant for a field without words.
#[derive(Clone, Copy, Debug)]
pub struct FieldWords {
    /// The role of the field besides holding a value.
    pub role: FieldRole,
    /// Other names under which the field may arrive.
    pub aliases: &'static [&'static str],
    /// The two wire values of a `bool`.
    pub switch: BoolRepr,
    /// The constraints, checked by [`validate`](crate::rules::validate).
    pub constraints: &'static [Constraint],
}

/// The role of a field besides holding a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldRole {
    /// No further role.
    Data,
    /// The status of the item that has the field: an error code, 0 for success.
    Status,
    /// An item status that is no error code: this value means failure, any other success.
    StatusFailedIf(u64),
    /// A part of the query of the URL, not of the body.
    Query,
    /// A random number that the client draws if the caller sets none.
    Random,
    /// An increasing number that the client sets if the caller sets none.
    Sequence,
    /// The SDKAppID, which the client sets if the caller sets none.
    AppId,
}

/// The type of a field on the wire.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum FieldType {
    /// A text.
    String(Meaning),
    /// An integer from `min` to `max`.
    Integer {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: u64,
    },
    /// A `bool`. Its two wire values are in [`FieldWords::switch`], by default 1 and 0.
    Flag,
    /// A text or an integer, from an open enumeration.
    Enum(&'static EnumTable),
    /// Any number.
    Number,
    /// A list of one type.
    List(&'static FieldType),
    /// A map from texts to one type.
    Map(&'static FieldType),
    /// A declared struct.
    Object(fn() -> &'static Table),
    /// An object whose content depends on a tag next to it.
    Union(&'static UnionTable),
    /// Any JSON.
    Dynamic {
        /// The name of the type.
        name: &'static str,
        /// An example of a value, in JSON.
        example: &'static str,
        /// The types that a documented value has; empty if none is documented.
        types: &'static [FieldType],
    },
}

/// The meaning of a text. The identifiers are types of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meaning {
    /// Any text.
    Any,
    /// The ID of a user.
    UserIdentifier,
    /// The ID of a chat group.
    GroupIdentifier,
    /// The ID of a topic.
    TopicIdentifier,
    /// The ID of a permission group.
    PermissionGroupIdentifier,
    /// The key of a one-to-one message.
    MessageKey,
}

/// An open enumeration: the values that are known. A field may hold any other value too.
#[derive(Debug)]
#[non_exhaustive]
pub struct EnumTable {
    /// The name in Rust, such as `GroupKind`.
    pub name: &'static str,
    /// The doc, one sentence.
    pub doc: &'static str,
    /// The known values, all texts or all integers.
    pub values: &'static [EnumValue],
}

/// A known value of an open enumeration.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EnumValue {
    /// The value on the wire.
    pub value: WireValue,
    /// The name in Rust, such as `AvChatRoom`.
    pub name: &'static str,
    /// The doc, one sentence.
    pub doc: &'static str,
}

/// A union: an object with a tag, and a content that depends on it.
#[derive(Debug)]
pub struct UnionTable {
    /// The name of the union, such as `message element`.
    pub name: &'static str,
    /// The wire name of the tag.
    pub tag: &'static str,
    /// The wire name of the content.
    pub content: &'static str,
    /// The members whose tags are known. Others are kept unchanged.
    pub members: &'static [Member],
}

impl UnionTable {
    /// Returns the text of the tag among the fields of a union that is kept unchanged; empty if there is none.
    pub fn tag_of<'a>(&self, fields: &'a serde_json::Map<String, serde_json::Value>) -> &'a str {
        fields.get(self.tag).and_then(serde_json::Value::as_str).unwrap_or_default()
    }
}

/// A member of a union.
#[derive(Debug)]
pub struct Member {
    /// The value of the tag.
    pub tag: &'static str,
    /// The JSON that is written before the content: `{"MsgType":"TIMTextElem","MsgContent":`.
    pub head: &'static str,
    /// The table of the content.
    pub table: fn() -> &'static Table,
}

impl Table {
    /// Returns the index of a wire name. The search begins at `hint`, because keys mostly arrive in the order of the
    /// table.
    pub(crate) fn find(&self, wire: &str, hint: usize) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(hint).unwrap_or((self.fields, &[]));
        let at = |fields: &[FieldSpec]| fields.iter().position(|field| field.wire == wire);
        let index = at(after).map(|index| index + before.len()).or_else(|| at(before));
        if index.is_some() || !self.has_aliases {
            return index;
        }
        self.fields.iter().position(|field| field.words.aliases.contains(&wire))
    }

    /// Returns `true` if decoding notes the absence of a field.
    pub(crate) fn requires(&self, field: &FieldSpec) -> bool {
        field.required && !field.may_be_absent(self.kind)
    }

    /// Returns the status field of an item, if it has one, and its index.
    pub(crate) fn status(&self) -> Option<(usize, &'static FieldSpec)> {
        self.fields.iter().enumerate().find(|(_, field)| field.is_status())
    }
}

impl FieldWords {
    /// No words.
    pub const NONE: Self =
        Self { role: FieldRole::Data, aliases: &[], switch: BoolRepr::NUMBERS, constraints: &[] };
}

impl EnumTable {
    /// Creates a table. For the expansion of the macros.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, doc: &'static str, values: &'static [EnumValue]) -> Self {
        Self { name, doc, values }
    }

    /// Returns `true` if the values are integers.
    #[must_use]
    pub const fn has_integers(&self) -> bool {
        matches!(self.values, [EnumValue { value: WireValue::Integer(_), .. }, ..])
    }
}

impl EnumValue {
    /// Creates a value. For the expansion of the macros.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(value: WireValue, name: &'static str, doc: &'static str) -> Self {
        Self { value, name, doc }
    }
}

impl FieldSpec {
    /// Returns `true` if the field may be absent even if it is required.
    ///
    /// A missing list or map reads as empty, except directly in a request struct.
    #[must_use]
    pub const fn may_be_absent(&self, kind: RecordKind) -> bool {
        matches!(self.ty, FieldType::List(_) | FieldType::Map(_))
            && !matches!(kind, RecordKind::Request | RecordKind::Reply)
    }

    /// Returns `true` if the field is the status of its item.
    #[must_use]
    pub const fn is_status(&self) -> bool {
        matches!(self.words.role, FieldRole::Status | FieldRole::StatusFailedIf(_))
    }
}

/// Writes, for example, `list of object ContactGroup`.
impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(meaning) => meaning.fmt(f),
            Self::Integer { min, max } => write!(f, "integer {min}..={max}"),
            Self::Flag => f.write_str("flag"),
            Self::Enum(table) => {
                f.write_str("open enumeration of ")?;
                join(f, table.values)
            }
            Self::Number => f.write_str("number"),
            Self::List(item) => write!(f, "list of {item}"),
            Self::Map(item) => write!(f, "map to {item}"),
            Self::Object(table) => write!(f, "object {}", table().name),
            Self::Union(table) => f.write_str(table.name),
            Self::Dynamic { name, .. } => f.write_str(name),
        }
    }
}

/// Prints objects by name, because an object may hold itself.
impl fmt::Debug for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for EnumValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "string",
            Self::UserIdentifier => "user ID",
            Self::GroupIdentifier => "group ID",
            Self::TopicIdentifier => "topic ID",
            Self::PermissionGroupIdentifier => "permission group ID",
            Self::MessageKey => "message key",
        })
    }
}
