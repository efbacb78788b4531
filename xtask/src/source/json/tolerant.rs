//! JSON as people write it in samples: with comments, missing commas, unquoted texts and ellipses.

#[cfg(test)]
mod tests;
mod text;

use text::sure;

use super::Json;
use crate::source::ReadError;

/// The depth to which arrays and objects may nest.
const MAX_DEPTH: usize = 128;

/// The size of the largest text that is read, in bytes.
const MAX_BYTES: usize = 1 << 18;

/// The number of repairs that are named. The others are counted.
const MAX_DOUBTS: usize = 32;

impl Json {
    /// Reads the JSON at the start of a text and repairs what is not JSON. Returns the value and a line for each
    /// repair. Comments need no repair.
    ///
    /// # Errors
    ///
    /// If there is nothing to read, if the text is larger than 256 KiB, or if it nests deeper than 128 levels.
    pub fn read_tolerant(text: &str) -> Result<(Self, Vec<String>), ReadError> {
        let mut reader = Reader::new(text)?;
        let value = reader.value()?;
        reader.skip_space();
        if reader.peek().is_some() {
            reader.doubt("text after the end of the value is left out");
        }
        Ok((value, reader.into_doubts()))
    }

    /// Reads the objects of a text that stand one after the other, as [`Json::read_tolerant`] does.
    ///
    /// # Errors
    ///
    /// As for [`Json::read_tolerant`].
    pub fn read_objects(text: &str) -> Result<(Vec<Self>, Vec<String>), ReadError> {
        let mut reader = Reader::new(text)?;
        let mut objects = Vec::new();
        loop {
            while reader.peek().is_some_and(|next| ",，;".contains(next)) {
                reader.bump();
                reader.skip_space();
            }
            match reader.peek() {
                Some('{') => objects.push(reader.value()?),
                Some(_) if reader.skip_ellipsis() => reader.doubt("`...` is left out"),
                Some(_) => reader.stray_text(),
                None => break,
            }
            reader.skip_space();
        }
        Ok((objects, reader.into_doubts()))
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The byte at which the rest of the text begins.
    at: usize,
    arrays: usize,
    objects: usize,
    /// The number of `}` that no `{` opens.
    surplus: usize,
    /// `true` if the object that was read last had nothing but an ellipsis.
    was_elided: bool,
    doubts: Vec<String>,
    unnamed_doubts: usize,
    /// `true` if something was left out or cut off that may have been a part of the sample.
    is_broken: bool,
}

/// The last line of the repairs of a sample that may have lost a part.
pub(in crate::source) const BROKEN: &str = "the sample could not be mended: correct it by hand";

impl<'a> Reader<'a> {
    /// Creates a reader at the first character that is no space.
    fn new(text: &'a str) -> Result<Self, ReadError> {
        if text.len() > MAX_BYTES {
            return Err(ReadError::new(format!(
                "a sample of {} bytes is larger than {MAX_BYTES}: give a page, or one sample of it",
                text.len()
            )));
        }
        let mut reader = Self {
            text,
            at: 0,
            arrays: 0,
            objects: 0,
            surplus: text.matches('}').count().saturating_sub(text.matches('{').count()),
            was_elided: false,
            doubts: Vec::new(),
            unnamed_doubts: 0,
            is_broken: false,
        };
        reader.skip_space();
        match reader.peek() {
            Some(_) => Ok(reader),
            None => Err(ReadError::new("the sample is empty: complete it, or take it out")),
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Notes a repair, with the line at which it was made.
    fn doubt(&mut self, repair: &str) {
        if self.doubts.len() == MAX_DOUBTS {
            self.unnamed_doubts += 1;
            return;
        }
        let line = 1 + self.text[..self.at].matches('\n').count();
        self.doubts.push(format!("line {line}: {repair}"));
    }

    fn into_doubts(mut self) -> Vec<String> {
        if self.unnamed_doubts > 0 {
            self.doubts.push(format!("{} more repairs", self.unnamed_doubts));
        }
        if self.is_broken {
            self.doubts.push(BROKEN.to_owned());
        }
        self.doubts
    }

    /// Reads a value. Reads nothing before a comma, a closing bracket or the end.
    fn value(&mut self) -> Result<Json, ReadError> {
        self.skip_space();
        match self.peek() {
            Some('{') => self.nested(Self::object),
            Some('[') => self.nested(Self::array),
            Some('"' | '\'' | '“' | '”') => Ok(Json::String(self.string())),
            _ => Ok(self.bare()),
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Json, ReadError>,
    ) -> Result<Json, ReadError> {
        if self.arrays + self.objects == MAX_DEPTH {
            return Err(ReadError::new(format!(
                "a sample nests deeper than {MAX_DEPTH} levels: it is no sample of this API"
            )));
        }
        self.bump();
        read(self)
    }

    /// Reads the members of an object, from behind its bracket.
    fn object(&mut self) -> Result<Json, ReadError> {
        self.objects += 1;
        let mut members = Vec::new();
        let (mut is_elided, mut after_comma, mut after_value) = (false, false, false);
        loop {
            self.skip_space();
            match self.peek() {
                Some('}') if members.is_empty() && self.is_needless_end() => {
                    self.doubt("a `}` before the members of its object is left out");
                    self.surplus -= 1;
                    self.bump();
                    continue;
                }
                None | Some('}') => break,
                Some(']') if self.arrays > 0 => break,
                Some(',' | '，') => {
                    self.comma(after_comma || members.is_empty());
                    (after_comma, after_value) = (true, false);
                    continue;
                }
                Some(_) if self.skip_ellipsis() => {
                    self.doubt("`...` is left out");
                    is_elided = true;
                    (after_comma, after_value) = (false, false);
                    continue;
                }
                Some(next) => {
                    if after_value {
                        self.doubt("a comma is missing");
                    }
                    (after_comma, after_value) = (false, true);
                    match next {
                        '{' | '[' => {
                            self.doubt("a value without a key is left out");
                            self.value()?;
                        }
                        _ => {
                            if let Some(key) = self.key() {
                                let value = self.value()?;
                                members.push((key, value));
                                self.after_value();
                            }
                        }
                    }
                }
            }
        }
        self.close('}', after_comma);
        self.objects -= 1;
        self.was_elided = is_elided && members.is_empty();
        Ok(Json::Object(members))
    }

    /// Returns `true` if a `}` directly after its `{` is one too many: the text has more of them than it opens, and what
    /// follows is a member.
    fn is_needless_end(&self) -> bool {
        let next = self.rest().strip_prefix('}').unwrap_or_default().trim_start();
        self.surplus > 0 && next.starts_with('"')
    }

    /// Reads the items of an array, from behind its bracket.
    fn array(&mut self) -> Result<Json, ReadError> {
        self.arrays += 1;
        let mut items = Vec::new();
        let (mut after_comma, mut after_value) = (false, false);
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(']') => break,
                Some('}') if self.objects > 0 => break,
                Some('}') => {
                    self.doubt("a closing bracket is left out");
                    self.bump();
                }
                Some(',' | '，') => {
                    self.comma(after_comma || items.is_empty());
                    (after_comma, after_value) = (true, false);
                }
                Some(_) if self.skip_ellipsis() => {
                    self.doubt("`...` is left out");
                    // There is often no comma on either side.
                    (after_comma, after_value) = (false, false);
                }
                Some(_) => {
                    if after_value {
                        self.doubt("a comma is missing");
                    }
                    (after_comma, after_value) = (false, true);
                    self.was_elided = false;
                    let item = self.value()?;
                    if !(self.was_elided && matches!(&item, Json::Object(_))) {
                        items.push(item);
                    }
                    self.was_elided = false;
                    self.after_value();
                }
            }
        }
        self.close(']', after_comma);
        self.arrays -= 1;
        Ok(Json::Array(items))
    }

    fn comma(&mut self, is_needless: bool) {
        if is_needless || self.peek() == Some('，') {
            self.doubt("a comma is needless, or of another script");
        }
        self.bump();
    }

    fn close(&mut self, bracket: char, after_comma: bool) {
        if after_comma {
            self.doubt("the comma before a closing bracket is left out");
        }
        if self.peek() == Some(bracket) {
            self.bump();
        } else {
            self.doubt(if bracket == '}' { "a `}` is missing" } else { "a `]` is missing" });
        }
    }

    /// Notes a repair that may have lost a part of the sample.
    fn breakage(&mut self, repair: &str) {
        self.doubt(repair);
        self.is_broken = true;
    }

    /// Reads a key and its colon. Returns nothing if the text is no key; it is left out.
    fn key(&mut self) -> Option<String> {
        let key = match self.peek()? {
            '"' | '\'' | '“' | '”' => self.string(),
            ']' | ':' | '：' => {
                self.doubt("a sign without a key is left out");
                self.bump();
                return None;
            }
            _ => {
                let word = self.bare_key();
                if word.is_none() {
                    self.stray_text();
                }
                word?
            }
        };
        self.skip_space();
        match self.peek() {
            Some(':') => self.bump(),
            Some('：') => {
                self.doubt("a colon is of another script");
                self.bump();
            }
            // A remark in quotation marks.
            Some(',' | '，' | '}' | ']') | None if sure(&key) != key => {
                self.breakage("a text without a colon is left out");
                return None;
            }
            Some(',' | '，' | '}' | ']') | None => self.doubt("a key has no value"),
            Some(_) => self.doubt("a colon is missing"),
        }
        Some(key)
    }

    /// Leaves out text that follows a value on its line, such as a comment without `//`.
    fn after_value(&mut self) {
        let rest = self.rest();
        let next = rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']);
        let is_text = next.starts_with(|c: char| {
            !c.is_whitespace() && !",，;{}[]\"'“”/#.…-0123456789".contains(c)
        });
        if is_text {
            self.at += rest.len() - next.len();
            self.stray_text();
        }
    }
}
