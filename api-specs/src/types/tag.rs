//! Tags and values that describe profiles and friends.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use crate::codec;
use crate::schema::{Dynamic, Field, FieldMut, FieldType, Value, Visitor};
use crate::{IntoField, object, open_enum};

/// The subject of a value that describes a user or a friend.
///
/// Custom tags are [`Other`](Tag::Other): `Tag_Profile_Custom_` or `Tag_SNS_Custom_` and a name (pages 33520 and 33521,
/// read on 2026-11-24).
#[open_enum]
pub enum Tag {
    /// Nickname, a text.
    #[wire("Tag_Profile_IM_Nick")]
    ProfileNick,
    /// Gender, a text such as `Gender_Type_Female`.
    #[wire("Tag_Profile_IM_Gender")]
    ProfileGender,
    /// Birthday, a number such as 20000101.
    #[wire("Tag_Profile_IM_BirthDay")]
    ProfileBirthDay,
    /// Location, a text.
    #[wire("Tag_Profile_IM_Location")]
    ProfileLocation,
    /// Motto, a text.
    #[wire("Tag_Profile_IM_SelfSignature")]
    ProfileSelfSignature,
    /// Rule on who may become a friend, a text such as `AllowType_Type_NeedConfirm`.
    #[wire("Tag_Profile_IM_AllowType")]
    ProfileAllowType,
    /// Language, a number.
    #[wire("Tag_Profile_IM_Language")]
    ProfileLanguage,
    /// URL of the picture, a text.
    #[wire("Tag_Profile_IM_Image")]
    ProfileImage,
    /// Message settings, a number. Known only from the SDK of doocs.
    #[wire("Tag_Profile_IM_MsgSettings")]
    ProfileMessageSettings,
    /// The administrator's ban on adding friends, a text.
    #[wire("Tag_Profile_IM_AdminForbidType")]
    ProfileAdminForbidType,
    /// Level, a number.
    #[wire("Tag_Profile_IM_Level")]
    ProfileLevel,
    /// Role, a number.
    #[wire("Tag_Profile_IM_Role")]
    ProfileRole,
    /// The lists that a friend is in, a list of texts.
    #[wire("Tag_SNS_IM_Group")]
    FriendGroup,
    /// The user's own name for a friend, a text.
    #[wire("Tag_SNS_IM_Remark")]
    FriendRemark,
    /// Source of a friend, a text that begins with `AddSource_Type_`.
    #[wire("Tag_SNS_IM_AddSource")]
    FriendAddSource,
    /// Wording of the friend request, a text.
    #[wire("Tag_SNS_IM_AddWording")]
    FriendAddWording,
    /// Start of the friendship, a number of seconds since 1970 UTC.
    #[wire("Tag_SNS_IM_AddTime")]
    FriendAddTime,
}

/// A tag with its value.
#[object]
pub struct TagItem {
    /// The tag.
    pub tag: Tag,
    /// The value.
    pub value: TagValue,
}

/// A value whose type depends on its tag.
///
/// ```
/// use tencent_chat_specs::{Tag, TagItem};
///
/// let nick = TagItem::new(Tag::ProfileNick, "Ann");
/// let birthday = TagItem::new(Tag::ProfileBirthDay, 20_000_101);
/// let lists = TagItem::new(Tag::FriendGroup, ["classmates", "colleagues"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TagValue {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// A list of texts.
    Texts(Vec<String>),
    /// Any other value, as received.
    Other(Json),
}

impl TagValue {
    /// Returns the text, if the value is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Returns the number, if the value is one.
    #[must_use]
    pub fn as_number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// Returns the texts, if the value is a list of texts.
    #[must_use]
    pub fn as_texts(&self) -> Option<&[String]> {
        if let Self::Texts(texts) = self { Some(texts) } else { None }
    }
}

impl From<&str> for TagValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for TagValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for TagValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<String>> for TagValue {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl<const N: usize> From<[&str; N]> for TagValue {
    fn from(texts: [&str; N]) -> Self {
        Self::Texts(texts.map(str::to_owned).into())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Into<TagValue>> IntoField<TagValue> for T {
    fn into_field(self) -> TagValue {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl Field for TagValue {
    const TYPE: FieldType = FieldType::Dynamic {
        name: "string, integer or list of strings by its tag",
        example: r#""text""#,
        types: &[<String as Field>::TYPE, <i64 as Field>::TYPE, <Vec<String> as Field>::TYPE],
    };

    fn empty() -> Self {
        Self::Other(Json::Null)
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        match self {
            Self::Text(text) => visitor.text(index, text),
            Self::Number(number) => visitor.value(index, Value::Int(*number)),
            Self::Texts(texts) => visitor.value(index, Value::List(texts)),
            Self::Other(json) => visitor.value(index, Value::Dynamic(json)),
        }
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Dynamic(self)
    }
}

impl Dynamic for TagValue {
    fn set(&mut self, value: Json) {
        *self = match value {
            Json::String(text) => Self::Text(text),
            Json::Array(items) => {
                texts(&items).map_or(Self::Other(Json::Array(items)), Self::Texts)
            }
            Json::Number(number) => {
                number.as_i64().map_or(Self::Other(Json::Number(number)), Self::Number)
            }
            other => Self::Other(other),
        };
    }

    fn set_text(&mut self, text: &str) {
        *self = Self::Text(text.to_owned());
    }
}

impl Serialize for TagValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for TagValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::deserialize(deserializer)
    }
}

/// Returns the items, if all of them are texts.
fn texts(items: &[Json]) -> Option<Vec<String>> {
    items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_of_value_round_trips() {
        for (json, value) in [
            (json!("nick"), TagValue::from("nick")),
            (json!(20_000_101), TagValue::from(20_000_101)),
            (json!(["group1", "group2"]), TagValue::from(["group1", "group2"])),
            (json!([]), TagValue::Texts(Vec::new())),
            (json!({"new": [1]}), TagValue::Other(json!({"new": [1]}))),
            (json!([1, "two"]), TagValue::Other(json!([1, "two"]))),
            (json!(1.5), TagValue::Other(json!(1.5))),
            (json!(true), TagValue::Other(json!(true))),
        ] {
            assert_eq!(serde_json::from_value::<TagValue>(json.clone()).unwrap(), value);
            assert_eq!(serde_json::to_value(&value).unwrap(), json);
            let item = json!({"Tag": "Tag_Profile_Custom_Test", "Value": json});
            let read: TagItem = serde_json::from_value(item.clone()).unwrap();
            assert_eq!((read.tag.as_str(), &read.value), ("Tag_Profile_Custom_Test", &value));
            assert_eq!(serde_json::to_value(&read).unwrap(), item);
        }
    }

    #[test]
    fn a_value_is_read_by_its_kind() {
        let (text, number) = (TagValue::from("a"), TagValue::from(1));
        let texts = TagValue::from(vec!["b".to_owned()]);
        assert_eq!((text.as_text(), text.as_number(), text.as_texts()), (Some("a"), None, None));
        assert_eq!((number.as_text(), number.as_number()), (None, Some(1)));
        assert_eq!(texts.as_texts(), Some(&["b".to_owned()][..]));
    }
}
