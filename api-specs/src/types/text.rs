//! Checks of texts that people paste or configure. Invalid characters are found before a text is used.

use std::fmt;

/// The reason to refuse a key, an identifier or a `UserSig`. It names a character or a bound, never the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextError {
    /// The text is empty.
    Empty,
    /// The text has more bytes than allowed.
    TooLong {
        /// The number of bytes.
        bytes: usize,
        /// The maximum number of bytes.
        max: usize,
    },
    /// The text has an invalid character, such as a byte order mark, a line break or a quote.
    Character(char),
}

/// Checks that a text is not empty, has at most `max` bytes, and has no odd character.
///
/// # Errors
///
/// Fails with the first problem.
pub fn check(text: &str, max: usize, odd: impl Fn(&str) -> Option<char>) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.len() > max {
        return Err(TextError::TooLong { bytes: text.len(), max });
    }
    odd(text).map_or(Ok(()), |c| Err(TextError::Character(c)))
}

/// Returns the first character that is invalid in a secret. Secrets are printable ASCII without spaces and quotes.
#[must_use]
pub fn odd_in_secret(text: &str) -> Option<char> {
    text.chars().find(|c| !c.is_ascii_graphic() || QUOTES.contains(c))
}

/// Returns the first character that is invisible or stands for broken text, or else a space or a quote at either end. A
/// shell or a file may have left the latter.
#[must_use]
pub fn odd_in_name(text: &str) -> Option<char> {
    let is_left_over = |c: &char| *c == ' ' || QUOTES.contains(c);
    let ends = || [text.chars().next(), text.chars().next_back()];
    let hidden = text.chars().find(|c| is_hidden(*c));
    hidden.or_else(|| ends().into_iter().flatten().find(is_left_over))
}

/// Straight, curly and pointed quotes.
const QUOTES: [char; 11] = [
    '"', '\'', '`', '\u{ab}', '\u{b4}', '\u{bb}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}',
    '\u{201e}',
];

fn is_hidden(c: char) -> bool {
    // The standard library escapes characters that are not printable. It would also escape a combining character at the
    // start, so an `a` precedes it.
    let is_escaped = || ['a', c].iter().collect::<String>().escape_debug().count() > 2;
    match c {
        ' ' | '\\' => false,
        char::REPLACEMENT_CHARACTER => true,
        // Unicode shows these as nothing or as a blank, although they are letters or marks: fillers, joiners and
        // selectors.
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{e0100}'..='\u{e01ef}' => true,
        c if QUOTES.contains(&c) => false,
        c => c.is_whitespace() || is_escaped(),
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong { bytes, max } => {
                write!(f, "has {bytes} bytes, allowed is at most {max}")
            }
            Self::Character(c) => write!(f, "has the character U+{:04X}", u32::from(*c)),
        }
    }
}

impl std::error::Error for TextError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_odd_anywhere() {
        for c in [
            '\u{feff}',
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2060}',
            '\u{ad}',
            '\u{0}',
            '\u{7f}',
            '\u{85}',
            '\u{a0}',
            '\u{3000}',
            '\u{2028}',
            '\t',
            '\r',
            '\n',
            '\u{fffd}',
            '\u{200c}',
            '\u{2063}',
            '\u{34f}',
            '\u{3164}',
            '\u{115f}',
            '\u{ffa0}',
            '\u{fe0f}',
            '\u{180e}',
            '\u{2800}',
            '\u{e0020}',
            '\u{e0101}',
            '\u{202f}',
            '\u{2007}',
            '\u{1b}',
            '\u{fff9}',
        ] {
            for text in [format!("{c}ab"), format!("a{c}b"), format!("ab{c}")] {
                assert_eq!(odd_in_name(&text), Some(c), "U+{:04X}", u32::from(c));
                assert_eq!(odd_in_secret(&text), Some(c));
            }
        }
        for text in ["@TIM#管理员", "O'Neil Jr", "a\\b*", "e\u{301}", "\u{301}", "🦀"] {
            assert_eq!(odd_in_name(text), None, "{text}");
        }
    }

    #[test]
    fn spaces_and_quotes_are_odd_at_the_ends_and_in_secrets() {
        for c in [' ', '"', '\'', '`', '\u{201c}', '\u{2018}', '\u{2019}', '\u{ab}'] {
            assert_eq!(odd_in_name(&format!("{c}ab")), Some(c));
            assert_eq!(odd_in_name(&format!("ab{c}")), Some(c));
            assert_eq!(odd_in_name(&format!("a{c}b")), None);
            assert_eq!(odd_in_secret(&format!("a{c}b")), Some(c));
        }
    }

    #[test]
    fn a_problem_is_displayed_without_the_text() {
        let shown = |text: &str| check(text, 4, odd_in_name).map_err(|error| error.to_string());
        assert_eq!(shown("abcd"), Ok(()));
        assert_eq!(shown(""), Err("is empty".to_owned()));
        assert_eq!(shown("ab\u{feff}"), Err("has 5 bytes, allowed is at most 4".to_owned()));
        assert_eq!(shown("a\u{feff}"), Err("has the character U+FEFF".to_owned()));
    }
}
