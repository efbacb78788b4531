//! The values that a sentence lists.

/// Returns the values that a sentence lists, each once, in its order: integers and names in backquotes or before a
/// colon. What is listed only once may be an example.
pub(super) fn values(words: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut add = |value: &str| {
        let value = value.trim().trim_matches('"');
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let is_value = !value.is_empty() && value.len() < 40 && value.chars().all(is_plain);
        if is_value && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    };
    let mut parts = words.split('`');
    while let (Some(plain), quoted) = (parts.next(), parts.next()) {
        for value in before_colons(plain) {
            add(value);
        }
        let Some(quoted) = quoted else { break };
        if quoted.parse::<i64>().is_ok() || is_constant(quoted) || is_word(quoted) {
            add(quoted);
        }
    }
    values
}

/// Returns the integers that stand before a colon or an equals sign: `0: off; 1: on`.
fn before_colons(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split([' ', ';', ',', '(', '\n', '，', '；', '（', '。', '>']);
    words.filter_map(|word| {
        let (value, _) = word.split_once([':', '：', '='])?;
        value.parse::<i64>().is_ok().then_some(value)
    })
}

/// Returns `true` for a text that can only be a value of an enumeration, such as `Add_Type_Single`.
pub(super) fn is_constant(text: &str) -> bool {
    text.contains("_Type_") || text.contains("_TYPE_")
}

/// Returns `true` for a word that is a value wherever it stands.
fn is_word(text: &str) -> bool {
    matches!(text, "On" | "Off" | "Online" | "Offline")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_values_are_found() {
        assert_eq!(values("`0`: no (the default); `1`: yes"), ["0", "1"]);
        assert_eq!(values("0: no, 1: yes, 2: maybe"), ["0", "1", "2"]);
        assert_eq!(
            values("`Add_Type_Single`: one; `Add_Type_Both`: two"),
            ["Add_Type_Single", "Add_Type_Both"]
        );
        assert_eq!(values("是否: 0：否；1：是"), ["0", "1"]);
        assert!(values("The `UserID` of `From_Account`, at 12:30.").len() < 2);
    }
}
