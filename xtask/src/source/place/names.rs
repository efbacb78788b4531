//! The names of fields and the words about them, and what these tell.

use crate::source::Type;

/// The structures whose members are described once, for all endpoints.
pub(super) const STRUCTURES: [&str; 3] = ["MsgBody", "MsgContent", "OfflinePushInfo"];

/// The members of messages.
const MESSAGE: &[&str] = &[
    "MsgType",
    "MsgContent",
    "Text",
    "Desc",
    "Latitude",
    "Longitude",
    "Index",
    "Data",
    "Ext",
    "Sound",
    "Url",
    "UUID",
    "Size",
    "Second",
    "Download_Flag",
    "ImageFormat",
    "ImageInfoArray",
    "Width",
    "Height",
    "URL",
    "FileSize",
    "FileName",
    "VideoUrl",
    "VideoUUID",
    "VideoSize",
    "VideoSecond",
    "VideoFormat",
    "VideoDownloadFlag",
    "ThumbUrl",
    "ThumbUUID",
    "ThumbSize",
    "ThumbWidth",
    "ThumbHeight",
    "ThumbFormat",
    "ThumbDownloadFlag",
];

/// The members of what is pushed to devices.
const PUSH: &[&str] = &[
    "PushFlag",
    "Title",
    "SubTitle",
    "Desc",
    "Ext",
    "AndroidInfo",
    "ApnsInfo",
    "Sound",
    "Image",
    "BadgeMode",
    "MutableContent",
    "InterruptionLevel",
    "ContentAvailable",
    "HuaWeiChannelID",
    "XiaoMiChannelID",
    "OPPOChannelID",
    "GoogleChannelID",
    "VIVOClassification",
    "VIVOCategory",
    "HuaWeiImportance",
    "HuaWeiCategory",
    "HuaWeiImage",
    "ExtAsHuaweiIntentParam",
    "PushStyle",
    "HonorImage",
    "HonorImportance",
    "GoogleImage",
];

/// Returns `true` if a structure has a member of this name.
pub(super) fn is_member(structure: &str, name: &str) -> bool {
    match structure {
        "OfflinePushInfo" => PUSH.contains(&name),
        _ => MESSAGE.contains(&name),
    }
}

/// Returns `true` if two names are likely to mean one field: they differ in case, or the words of one are among those of
/// the other in the same order, as in `MsgList` and `RspMsgList` or `CreateGroupNum` and `CreatedGroupNum`.
pub(super) fn is_similar(one: &str, other: &str) -> bool {
    let (one_words, other_words) = (words(one), words(other));
    let (few, many) = if one_words.len() < other_words.len() {
        (one_words, other_words)
    } else {
        (other_words, one_words)
    };
    if few.concat() == many.concat() {
        return true;
    }
    let mut rest = many.iter();
    few.len() > 1
        && few.iter().all(|word| {
            rest.any(|other| {
                let (short, long) =
                    if word.len() < other.len() { (word, other) } else { (other, word) };
                long.starts_with(short.as_str()) && (long.len() - short.len() <= 2)
            })
        })
}

/// Splits a name at its capitals and underscores. The words are in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for sign in name.chars() {
        let is_start = words.is_empty() || (sign.is_ascii_uppercase() && was_lower);
        if sign == '_' || is_start {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), sign != '_') {
            word.push(sign.to_ascii_lowercase());
        }
        was_lower = sign.is_ascii_lowercase() || sign.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns `true` if two names have a word in common, such as `ClearMark` and `SetMark`.
pub(super) fn shares_word(one: &str, other: &str) -> bool {
    let other = words(other);
    words(one).iter().any(|word| other.contains(word))
}

/// Returns `true` if a text has a name among its words.
pub(super) fn has_word(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == name)
}

/// Returns the type of the items that the words about an array name.
pub(super) fn items(words: &str) -> Option<Type> {
    let words = words.to_lowercase();
    let names = |kind: &str| {
        [" array", "[]"].iter().any(|after| words.contains(&format!("{kind}{after}")))
            || ["array of ", "list of "]
                .iter()
                .any(|before| words.contains(&format!("{before}{kind}")))
    };
    if names("string") || words.contains("字符串数组") {
        Some(Type::String)
    } else if names("integer") || words.contains("整数数组") || words.contains("整型数组") {
        Some(Type::Integer)
    } else {
        None
    }
}

/// Returns `true` if the words about an array speak of objects as its items.
pub(super) fn speaks_of_objects(words: &str) -> bool {
    let words = words.to_lowercase();
    ["object", "structure", "struct", "each item", "对象", "结构"]
        .iter()
        .any(|word| words.contains(word))
}

/// Returns `true` if an array of this name is likely to have objects: its name is that of a list, and not of identifiers.
pub(super) fn is_of_objects(name: &str) -> bool {
    let is_list =
        ["List", "Item", "Items", "Info", "Result", "s"].iter().any(|end| name.ends_with(end));
    is_list && !["IdList", "IDList", "Ids", "IDs", "Accounts"].iter().any(|end| name.ends_with(end))
}

/// Returns `true` if a key can be a part of a path.
pub(super) fn is_name(key: &str) -> bool {
    let is_sign = |c: char| c.is_alphanumeric() || "_-@#$: ".contains(c);
    !key.is_empty() && key.chars().all(is_sign)
}

/// Returns `true` if a key is none that the API would choose for a field, but one of the user's own.
pub(super) fn is_own_key(key: &str) -> bool {
    let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
    let is_odd = key.chars().any(|c| !(c.is_ascii_alphanumeric() || "_-.".contains(c)));
    let is_small = !key.bytes().any(|byte| byte.is_ascii_uppercase());
    is_number || is_odd || (is_small && !["key", "value"].contains(&key))
}
