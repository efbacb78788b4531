//! Texts that people paste or configure: what cannot belong in them is found before anything is made of them.

use std::fmt;

/// Why a key, an identifier or a `UserSig` is refused. It names a character or a bound, never the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextError {
    /// It is empty.
    Empty,
    /// It has more bytes than are allowed.
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many are allowed.
        max: usize,
    },
    /// It has a character that cannot belong to it, such as a byte order mark, a line break or a quote.
    Character(char),
}

/// Checks the size of a text in bytes, and that no character is odd.
///
/// # Errors
///
/// The first problem.
pub fn check(text: &str, max: usize, is_odd: impl Fn(char) -> bool) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.len() > max {
        return Err(TextError::TooLong { bytes: text.len(), max });
    }
    text.chars().find(|c| is_odd(*c)).map_or(Ok(()), |c| Err(TextError::Character(c)))
}

/// Whether a character cannot belong to a secret: secrets are printable ASCII without space and quotes.
#[must_use]
pub const fn is_no_secret(c: char) -> bool {
    !c.is_ascii_graphic() || matches!(c, '"' | '\'' | '`')
}

/// Whether a character is white space, or a person cannot see it, or it stands for broken text, or it is a quote that a
/// shell or a file may have left.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    // The standard library escapes what is not printable. It would escape a combining character at the start, too.
    let is_escaped = || ['a', c].iter().collect::<String>().escape_debug().count() > 2;
    match c {
        '\\' => false,
        '"' | '\'' | '`' | '\u{201c}' | '\u{201d}' | char::REPLACEMENT_CHARACTER => true,
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
    fn what_a_person_cannot_see_is_odd() {
        for c in [
            '\u{feff}', '\u{200b}', '\u{200d}', '\u{202e}', '\u{2060}', '\u{ad}', '\u{0}',
            '\u{7f}', '\u{85}', '\u{a0}', '\u{3000}', '\u{2028}', ' ', '\t', '\r', '\n', '"',
            '\u{fffd}',
        ] {
            assert!(is_unseen(c) && is_no_secret(c), "U+{:04X}", u32::from(c));
        }
        for c in ['a', '@', '\\', '*', 'é', '\u{301}', '管', '🦀'] {
            assert!(!is_unseen(c), "{c}");
        }
    }

    #[test]
    fn a_problem_is_told_without_the_text() {
        let told = |text: &str| check(text, 4, is_unseen).map_err(|error| error.to_string());
        assert_eq!(told("abcd"), Ok(()));
        assert_eq!(told(""), Err("is empty".to_owned()));
        assert_eq!(told("ab\u{feff}"), Err("has 5 bytes, allowed is at most 4".to_owned()));
        assert_eq!(told("a\u{feff}"), Err("has the character U+FEFF".to_owned()));
    }
}
