//! Wire names from names of fields, and back. `xtask` and `benches` include this file, so it has no dependencies.

/// Names that are one word in spite of their capitals.
const WHOLE: &[&str] = &["C2C", "URLs"];

/// Unit suffixes that a field may carry beyond its wire name.
pub(crate) const UNITS: &[&str] = &["secs", "millis", "bytes", "percent"];

/// Returns the field name of a wire name: `MsgType` -> `msg_type`, `Type` -> `kind`.
pub(crate) fn field_name(wire: &str) -> String {
    if wire == "Type" {
        return "kind".to_owned();
    }
    wire.split('_').flat_map(words).collect::<Vec<_>>().join("_")
}

/// Returns the wire name that follows from the name of a field: `from_account` -> `From_Account`, `kind` -> `Type`.
/// Each word has a capital, and the unit is left out.
pub(crate) fn wire_name(ident: &str) -> String {
    let unit = UNITS.iter().find_map(|unit| ident.strip_suffix(unit)?.strip_suffix('_'));
    let name = unit.filter(|name| !name.is_empty()).unwrap_or(ident);
    match name.rsplit_once('_') {
        _ if name == "kind" => "Type".to_owned(),
        Some((owner, "account")) => pascal_case(owner) + "_Account",
        _ => pascal_case(name),
    }
}

/// Returns the name of a type in small letters: `MessageElement` -> `message element`.
pub(crate) fn spoken(ident: &str) -> String {
    words(ident).join(" ")
}

/// Writes the words of a name with capitals: `read_list` -> `ReadList`.
pub(crate) fn pascal_case(ident: &str) -> String {
    let capitalized = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    ident.split('_').filter_map(capitalized).collect()
}

/// Splits `GroupContactItem` into `group`, `contact`, `item`, and keeps runs of capitals whole.
pub(crate) fn words(part: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = part;
    while !rest.is_empty() {
        let (word, tail) = rest.split_at(word_length(rest));
        words.push(word.to_lowercase());
        rest = tail;
    }
    words
}

fn word_length(text: &str) -> usize {
    if let Some(word) = WHOLE.iter().find(|word| text.starts_with(**word)) {
        return word.len();
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let ends = |window: &[(usize, char)]| {
        let [(_, before), (_, this), rest @ ..] = window else { return false };
        let last_of_a_run = before.is_uppercase()
            && this.is_uppercase()
            && rest.first().is_some_and(|(_, next)| next.is_lowercase());
        (!before.is_uppercase() && this.is_uppercase()) || last_of_a_run
    };
    let end = (1..chars.len()).find(|&i| ends(&chars[i - 1..chars.len().min(i + 2)]));
    end.map_or(text.len(), |i| chars[i].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_become_wire_names() {
        for (field, wire) in [
            ("from_account", "From_Account"),
            ("account", "Account"),
            ("account_list", "AccountList"),
            ("group_name", "GroupName"),
            ("kind", "Type"),
            ("place_kind", "PlaceKind"),
            ("user_id", "UserId"),
            ("c2c_unread_msg_num", "C2cUnreadMsgNum"),
            ("msg_life_time_secs", "MsgLifeTime"),
            ("file_size_bytes", "FileSize"),
            ("secs", "Secs"),
            ("nettype", "Nettype"),
        ] {
            assert_eq!(wire_name(field), wire, "{field}");
        }
    }
}
