//! Mending a JSON text: values that `serde_json` refuses become values that it reads.
//!
//! Broken escapes and bytes become U+FFFD, control characters are escaped, and numbers beyond `f64` become texts. Each
//! changed text begins with a [`MARK`], so that the decoder recognizes it.

/// The first character of a mended text. It is a noncharacter, which no text for people contains. A received one is
/// replaced.
const MARK: char = '\u{fdd0}';

/// The stand-in for a byte that is not UTF-8, until the text around it is known.
const BROKEN: char = '\u{fdd1}';

/// The second character of a mended text; [`NUMBER`] of a number beyond `f64`.
const TEXT: char = 't';
const NUMBER: char = 'n';

/// The original of a mended text.
pub(super) enum Mended<'a> {
    /// A text, without its unreadable parts.
    Text(&'a str),
    /// A number beyond `f64`.
    Number(&'a str),
}

impl<'a> Mended<'a> {
    /// Returns the original of a text of a mended JSON text; `None` if the text is unchanged.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix(MARK)?;
        let is_number = text.starts_with(NUMBER);
        let text = text.strip_prefix([TEXT, NUMBER]).unwrap_or(text);
        Some(if is_number { Self::Number(text) } else { Self::Text(text) })
    }
}

/// Mends a JSON text in one pass. Returns `None` if there is nothing to mend.
pub(super) fn mend(body: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(BROKEN);
        }
    }
    let mut mender = Mender { text: &text, at: 0, mended: String::new(), is_changed: false };
    mender.mended.reserve(text.len());
    mender.mend();
    mender.is_changed.then_some(mender.mended)
}

struct Mender<'a> {
    text: &'a str,
    at: usize,
    mended: String,
    is_changed: bool,
}

impl Mender<'_> {
    fn mend(&mut self) {
        while let Some(byte) = self.byte(0) {
            match byte {
                b'"' => self.mend_text(),
                b'-' | b'0'..=b'9' => self.mend_number(),
                _ => self.copy_until(|byte| matches!(byte, b'"' | b'-' | b'0'..=b'9')),
            }
        }
    }

    /// Returns the byte that is `ahead` bytes further on.
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Copies `length` bytes. They must end at the end of a character.
    fn copy(&mut self, length: usize) {
        let end = (self.at + length).min(self.text.len());
        self.mended.push_str(self.text.get(self.at..end).unwrap_or_default());
        self.at = end;
    }

    /// Copies the bytes before the first one for which `is_end` is `true`. It must be ASCII or begin a character.
    fn copy_until(&mut self, is_end: impl Fn(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len());
        self.copy(length);
    }

    fn mend_text(&mut self) {
        self.copy(1);
        let start = self.mended.len();
        let mut is_broken = false;
        loop {
            // The noncharacters begin with 0xEF.
            self.copy_until(|byte| matches!(byte, b'"' | b'\\' | 0xef) || byte < b' ');
            match self.byte(0) {
                None => break,
                Some(b'"') => {
                    self.copy(1);
                    break;
                }
                Some(b'\\') => is_broken |= self.mend_escape(),
                Some(control) if control < b' ' => {
                    self.mended.push_str(&format!("\\u{control:04x}"));
                    self.at += 1;
                    is_broken = true;
                }
                Some(_) if self.text[self.at..].starts_with([MARK, BROKEN]) => {
                    is_broken |= self.replace(MARK.len_utf8());
                }
                Some(_) => self.copy('\u{f000}'.len_utf8()),
            }
        }
        if is_broken {
            self.mended.insert_str(start, &String::from_iter([MARK, TEXT]));
            self.is_changed = true;
        }
    }

    /// Writes U+FFFD instead of the next `length` bytes.
    fn replace(&mut self, length: usize) -> bool {
        self.mended.push(char::REPLACEMENT_CHARACTER);
        self.at += length;
        true
    }

    /// Copies an escape. Returns `true` if it was mended.
    fn mend_escape(&mut self) -> bool {
        match (self.unit(0), self.byte(1)) {
            (Some(0xd800..=0xdbff), _) if matches!(self.unit(6), Some(0xdc00..=0xdfff)) => {
                self.copy(12);
            }
            (Some(0xd800..=0xdfff | 0xfdd0 | 0xfdd1), _) => return self.replace(6),
            (Some(_), _) => self.copy(6),
            (None, Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => self.copy(2),
            (None, _) => return self.replace(1),
        }
        false
    }

    /// Returns the UTF-16 unit of the escape that is `ahead` bytes further on, if there is one.
    fn unit(&self, ahead: usize) -> Option<u16> {
        let digits = self.text.as_bytes().get(self.at + ahead..)?.strip_prefix(b"\\u")?.get(..4)?;
        digits.iter().try_fold(0, |unit, digit| {
            let digit = char::from(*digit).to_digit(16)?;
            Some(unit << 4 | digit as u16)
        })
    }

    fn mend_number(&mut self) {
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_part(byte)).count();
        let number = &self.text[self.at..self.at + length];
        if number.parse().is_ok_and(f64::is_infinite) {
            self.mended.extend(['"', MARK, NUMBER]);
            self.copy(length);
            self.mended.push('"');
            self.is_changed = true;
        } else {
            self.copy(length);
        }
    }
}
