//! The parts of a sample that have no parts: spaces, comments, texts, numbers and words.

use super::Reader;
use crate::source::json::Json;

/// The number of characters that are looked at to tell whether a quotation mark ends a text.
const LOOKAHEAD: usize = 200;

impl Reader<'_> {
    /// Skips spaces and comments.
    pub(super) fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let next = rest.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
            });
            self.at += rest.len() - next.len();
            if next.starts_with("//") {
                self.at += line(next).len();
            } else if next.starts_with('#') {
                self.doubt("text after `#` is left out");
                self.at += line(next).len();
            } else if next.starts_with("/*") {
                match next.find("*/") {
                    Some(end) => self.at += end + 2,
                    None => {
                        self.breakage("a comment has no end");
                        self.at = self.text.len();
                    }
                }
            } else {
                return;
            }
        }
    }

    /// Skips `...` or `……` and the like. Returns `false` if there are none.
    pub(super) fn skip_ellipsis(&mut self) -> bool {
        let rest = self.rest();
        let next = rest.trim_start_matches(['.', '…', '·']);
        let is_ellipsis =
            rest.starts_with("..") || rest.starts_with('…') || rest.starts_with("···");
        if is_ellipsis {
            self.at += rest.len() - next.len();
        }
        is_ellipsis
    }

    /// Leaves out the text up to the next comma, bracket or end of the line, and at least one character.
    pub(super) fn stray_text(&mut self) {
        // Before and after a sample there may be anything.
        self.is_broken |= self.arrays + self.objects > 0;
        self.doubt("text between the values is left out");
        self.bump();
        let rest = self.rest();
        self.at += rest.find(['\n', ',', '，', '{', '}', '[', ']']).unwrap_or(rest.len());
    }

    /// Reads a key without quotation marks. Reads nothing if no colon follows.
    pub(super) fn bare_key(&mut self) -> Option<String> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || "_-.$".contains(c)))?;
        let after = rest[end..].trim_start_matches([' ', '\t']);
        if end == 0 || !after.starts_with([':', '：']) {
            return None;
        }
        self.doubt("a key has no quotation marks");
        self.at += end;
        Some(rest[..end].to_owned())
    }

    /// Reads a number, a word or a text without quotation marks.
    pub(super) fn bare(&mut self) -> Json {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || ",，{}[]\"/".contains(c));
        let word = &rest[..end.unwrap_or(rest.len())];
        let exact = match word {
            "null" => Some(Json::Null),
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            _ if is_number(word) => Some(Json::Number(word.to_owned())),
            _ => None,
        };
        if let Some(value) = exact {
            self.at += word.len();
            return value;
        }
        let text = unquoted(rest);
        self.at += text.len();
        let text = text.trim_end();
        match text.to_ascii_lowercase().as_str() {
            "" => {
                self.doubt("a value is missing");
                Json::Null
            }
            "true" | "false" => {
                self.doubt("`true` or `false` has capitals");
                Json::Bool(text.eq_ignore_ascii_case("true"))
            }
            "null" | "none" | "nil" => {
                self.doubt("another word stands for `null`");
                Json::Null
            }
            _ => {
                self.doubt("a text has no quotation marks");
                let kept = sure(text);
                self.is_broken |= kept != text;
                Json::String(kept.to_owned())
            }
        }
    }

    /// Reads a text in quotation marks. It ends with its line at the latest.
    pub(super) fn string(&mut self) -> String {
        let quote = self.peek().unwrap_or('"');
        if quote != '"' {
            self.doubt("the quotation marks of a text are others than `\"`");
        }
        self.bump();
        let mut text = String::new();
        while let Some(next) = self.peek() {
            match next {
                '\n' => break,
                '\\' => self.escape(&mut text),
                _ if is_end(next, quote) => {
                    if text.is_empty() || ends_text(&self.rest()[next.len_utf8()..], quote) {
                        self.bump();
                        return text;
                    }
                    self.doubt("a quotation mark in a text has no `\\`");
                    text.push(next);
                    self.bump();
                }
                _ => {
                    text.push(next);
                    self.bump();
                }
            }
        }
        self.breakage("a text has no end");
        text.truncate(sure(&text).len());
        text
    }

    /// Reads an escape. One that JSON does not know stays as it is written.
    fn escape(&mut self, text: &mut String) {
        let rest = self.rest();
        let (escaped, length) = match rest.chars().nth(1) {
            Some(sign @ ('"' | '\\' | '/')) => (Some(sign), 2),
            Some('b') => (Some('\u{8}'), 2),
            Some('f') => (Some('\u{c}'), 2),
            Some('n') => (Some('\n'), 2),
            Some('r') => (Some('\r'), 2),
            Some('t') => (Some('\t'), 2),
            Some('u') => unicode_escape(rest),
            _ => (None, 1),
        };
        if escaped.is_none() {
            self.doubt("an escape is none of JSON's");
        }
        text.push(escaped.unwrap_or('\\'));
        self.at += length;
    }
}

/// Returns the first word of a text whose end is not marked. More of it may be a remark of the page.
pub(super) fn sure(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_graphic() || c == ',');
    &text[..end.unwrap_or(text.len())]
}

fn line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// Returns the start of a text up to a comma, a closing bracket, a comment or the end of the line.
fn unquoted(text: &str) -> &str {
    let line = &text[..text.find(['\n', ',', '，', '}', ']']).unwrap_or(text.len())];
    let comment = [" //", "\t//", "/*"].iter().filter_map(|sign| line.find(sign)).min();
    &line[..comment.unwrap_or(line.len())]
}

fn is_end(sign: char, quote: char) -> bool {
    match quote {
        '“' | '”' => matches!(sign, '“' | '”' | '"'),
        _ => sign == quote,
    }
}

/// Returns `false` if a quotation mark with this text behind it belongs to the text: neither a sign nor a comment
/// follows, and a quotation mark that is followed by one stands farther on.
fn ends_text(after: &str, quote: char) -> bool {
    let is_sign = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '\t', '\u{a0}']);
        rest.is_empty() || rest.starts_with([',', '，', ':', '：', '}', ']', '\n', '\r', '/', '#'])
    };
    if is_sign(after) || after.trim_start_matches([' ', '\t']).starts_with(['"', '“']) {
        return true;
    }
    for (index, sign) in after.char_indices().take(LOOKAHEAD) {
        if matches!(sign, '\n' | ',' | '，' | '{' | '}' | '[' | ']') {
            return true;
        }
        if is_end(sign, quote) && is_sign(&after[index + sign.len_utf8()..]) {
            return false;
        }
    }
    true
}

/// Reads `\uXXXX`, or two that make one character. Returns the character and the number of bytes.
fn unicode_escape(text: &str) -> (Option<char>, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let Some(first) = unit(0) else { return (None, 1) };
    let units = [first, unit(6).unwrap_or(0)];
    match char::decode_utf16(units).next() {
        Some(Ok(found)) if found.len_utf16() == 2 => (Some(found), 12),
        Some(Ok(found)) => (Some(found), 6),
        _ => (Some(char::REPLACEMENT_CHARACTER), 6),
    }
}

/// Returns `true` if a word is a number of JSON.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
