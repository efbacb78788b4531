//! The endpoint or webhook itself, as a page has it: its path, its kind and its rate.

use super::blocks::Table;
use crate::source::Kind;
use crate::source::json::Json;

/// The parameters that every URL has.
const COMMON_PARAMETERS: [&str; 8] = [
    "https",
    "sdkappid",
    "identifier",
    "usersig",
    "random",
    "contenttype",
    "clientip",
    "optplatform",
];

/// Returns the first path of an endpoint in a text, such as `v4/openim/sendmsg`.
pub(super) fn path(text: &str) -> Option<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices("v4/").find_map(|(start, _)| {
        if text[..start].ends_with(is_word) {
            return None;
        }
        let mut words = text[start + 3..].splitn(3, '/');
        let service = words.next().filter(|word| !word.is_empty() && word.chars().all(is_word))?;
        let command = words.next()?;
        let command = &command[..command.find(|c| !is_word(c)).unwrap_or(command.len())];
        (!command.is_empty()).then(|| format!("v4/{service}/{command}"))
    })
}

/// Returns the command of a webhook that follows the word `CallbackCommand` in a text, such as
/// `Group.CallbackAfterCreateGroup`.
pub(super) fn command(text: &str) -> Option<String> {
    let (_, after) = text.split_once("CallbackCommand")?;
    let words = after.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
    words.map(|word| word.trim_matches('.')).find(|word| is_command(word)).map(str::to_owned)
}

fn is_command(word: &str) -> bool {
    let parts = word.split_once('.');
    parts.is_some_and(|(family, event)| {
        family.starts_with(|c: char| c.is_ascii_uppercase())
            && event.len() > 2
            && event.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Returns the command in the sample of an event.
pub(super) fn command_of(event: &Json) -> Option<&str> {
    match event {
        Json::Object(members) => members.iter().find_map(|(key, value)| match value {
            Json::String(command) if key == "CallbackCommand" => Some(command.as_str()),
            Json::Array(_) => command_of(value),
            _ => None,
        }),
        Json::Array(items) => items.iter().find_map(command_of),
        _ => None,
    }
}

/// Returns the kind of the webhook with this command.
pub(super) fn kind(command: &str) -> Kind {
    if ["Before", "Prev"].iter().any(|word| command.contains(word)) {
        Kind::BeforeWebhook
    } else {
        Kind::AfterWebhook
    }
}

/// Returns the calls per second that a text allows.
pub(super) fn rate(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = &rest[..start];
        let number = &rest[start..];
        let end = number.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(number.len());
        let (digits, after) = number.split_at(end);
        // The words between the number and its unit, such as `calls per second`.
        let after: String = after.chars().take(24).filter(|c| !c.is_whitespace()).collect();
        let is_per_second =
            ["persecond", "/second", "/sec", "asecond", "/s", "qps", "次/秒", "次每秒"].iter().any(
                |unit| after.find(unit).is_some_and(|at| !after[..at].contains(['.', ';', '。'])),
            ) || before.trim_end().ends_with("每秒")
                || before
                    .rsplit(['.', '。', '，', ','])
                    .next()
                    .unwrap_or_default()
                    .contains("每秒");
        if let (true, Ok(rate)) = (is_per_second, digits.replace(',', "").parse()) {
            return Some(rate);
        }
        rest = &number[end..];
    }
    None
}

/// Returns the rows of a table of the URL's parameters that only this endpoint has: name and words.
pub(super) fn own_parameters(table: &Table) -> impl Iterator<Item = (&str, &str)> {
    let rows = table.rows.iter().filter_map(|row| Some((row.first()?.trim(), row.get(1)?.trim())));
    rows.filter(|(name, _)| {
        let name = name.to_ascii_lowercase();
        let is_word =
            !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
        let is_host = name.bytes().all(|byte| byte == b'x');
        is_word && !is_host && !COMMON_PARAMETERS.contains(&name.as_str())
    })
}
