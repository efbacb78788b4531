//! Values of any type, as JSON text.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};

use crate::codec::mend::Mended;
use crate::codec::path::MAX_DEPTH;

/// The number of characters of a value that an error or an oddity shows.
pub(crate) const SHOWN: usize = 40;

/// The key that `serde_json` gives a number if another crate of the program turns on its feature `arbitrary_precision`.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// Writes a value as JSON text. Lists and objects that begin beyond the maximum length are read but not written.
pub(crate) struct JsonText {
    pub(crate) text: String,
    /// The memory that the value would take as a [`Json`], at most, in bytes.
    pub(crate) cost: usize,
    /// `true` if a part could not be read or is nested too deeply.
    pub(crate) is_odd: bool,
    /// `true` if the value is a number.
    pub(crate) is_number: bool,
    max: usize,
    depth: usize,
    is_mended: bool,
}

/// The memory of the first entry of a map, which allocates a node for eleven.
const NODE: usize = 11 * (size_of::<String>() + size_of::<Json>()) + 32;

impl JsonText {
    /// Writes a value at this depth in full.
    pub(crate) fn whole(depth: usize, is_mended: bool) -> Self {
        let (text, max) = (String::new(), usize::MAX);
        Self { text, cost: 0, is_odd: false, is_number: false, max, depth, is_mended }
    }

    /// Writes the part of a value that an excerpt shows.
    pub(crate) fn shown(depth: usize, is_mended: bool) -> Self {
        Self { max: SHOWN, ..Self::whole(depth, is_mended) }
    }

    /// Parses the text.
    pub(crate) fn to_json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// Begins a list or an object. Returns `false` if it must not be written.
    fn begin(&mut self, bracket: char) -> bool {
        let is_too_deep = self.depth >= MAX_DEPTH;
        self.is_odd |= is_too_deep;
        if is_too_deep || self.text.len() > self.max {
            self.text.push_str("null");
            return false;
        }
        self.depth += 1;
        self.text.push(bracket);
        true
    }

    fn end(&mut self, bracket: char) {
        self.depth -= 1;
        self.text.push(bracket);
    }

    /// Writes a list.
    pub(crate) fn items<'de, A: SeqAccess<'de>>(&mut self, mut items: A) -> Result<(), A::Error> {
        if !self.begin('[') {
            return drain_list(items);
        }
        let mut separator = None;
        loop {
            if self.text.len() > self.max {
                drain_list(items)?;
                break;
            }
            // The comma is removed again if no item follows.
            let end = self.text.len();
            self.text.extend(separator);
            if items.next_element_seed(&mut *self)?.is_none() {
                self.text.truncate(end);
                break;
            }
            self.cost += 2 * size_of::<Json>();
            separator = Some(',');
        }
        self.end(']');
        self.is_number = false;
        Ok(())
    }

    /// Writes a map after its first key was read.
    pub(crate) fn entries<'de, A: MapAccess<'de>>(
        &mut self,
        first: Option<String>,
        mut entries: A,
    ) -> Result<(), A::Error> {
        if first.as_deref() == Some(NUMBER) {
            return self.number(entries);
        }
        if !self.begin('{') {
            if first.is_some() {
                entries.next_value::<IgnoredAny>()?;
            }
            return drain_map(entries);
        }
        let mut separator = None;
        let mut next = first;
        self.cost += if next.is_some() { NODE } else { 0 };
        while let Some(key) = next {
            self.text.extend(separator);
            self.write_text(&key);
            self.text.push(':');
            entries.next_value_seed(&mut *self)?;
            self.cost += 2 * (size_of::<String>() + size_of::<Json>());
            separator = Some(',');
            if self.text.len() > self.max {
                drain_map(entries)?;
                break;
            }
            next = entries.next_key()?;
        }
        self.end('}');
        self.is_number = false;
        Ok(())
    }

    /// Writes a number in disguise. A peer may send the key with any other value, which is then odd.
    fn number<'de, A: MapAccess<'de>>(&mut self, mut entries: A) -> Result<(), A::Error> {
        let mut value = Self::whole(self.depth, false);
        entries.next_value_seed(&mut value)?;
        drain_map(entries)?;
        let digits: Option<Number> =
            serde_json::from_str(&value.text).ok().and_then(|text: String| text.parse().ok());
        self.is_number = digits.is_some();
        self.is_odd |= digits.is_none();
        self.text += &digits.map_or_else(|| "null".to_owned(), |digits| digits.to_string());
        Ok(())
    }

    fn write_text(&mut self, text: &str) {
        let text = match Mended::of(text).filter(|_| self.is_mended) {
            Some(Mended::Text(text)) => {
                self.is_odd = true;
                text
            }
            Some(Mended::Number(_)) => {
                self.is_odd = true;
                self.text.push_str("null");
                return;
            }
            None => text,
        };
        match self.max {
            SHOWN => self.text.push_str(&excerpt_of_text(text)),
            _ => self.text.push_str(&Json::from(text).to_string()),
        }
    }
}

/// Reads a list to its end.
pub(crate) fn drain_list<'de, A: SeqAccess<'de>>(mut items: A) -> Result<(), A::Error> {
    while items.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Reads a map to its end after a key was read.
pub(crate) fn drain_entry<'de, A: MapAccess<'de>>(mut entries: A) -> Result<(), A::Error> {
    entries.next_value::<IgnoredAny>()?;
    drain_map(entries)
}

/// Reads a map to its end.
pub(crate) fn drain_map<'de, A: MapAccess<'de>>(mut entries: A) -> Result<(), A::Error> {
    while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Writes a number as JSON.
pub(crate) fn number_text(number: f64) -> String {
    Number::from_f64(number).map_or_else(|| "null".to_owned(), |number| number.to_string())
}

/// Returns the first characters of a JSON text.
pub(crate) fn excerpt(json: &str) -> String {
    match json.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json.to_owned(),
    }
}

/// Returns the first characters of a text, as JSON.
pub(crate) fn excerpt_of_text(text: &str) -> String {
    let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(end, _)| end);
    excerpt(&Json::from(&text[..end]).to_string())
}

/// Adds a field to an object that is kept unchanged. Returns the memory it takes, in bytes.
pub(crate) fn keep(fields: &mut Map<String, Json>, key: String, value: Json) -> usize {
    let cost = if fields.is_empty() { NODE } else { 0 };
    let cost = cost + 2 * (size_of::<String>() + size_of::<Json>()) + key.len();
    fields.insert(key, value);
    cost
}

impl<'de> DeserializeSeed<'de> for &mut JsonText {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut JsonText {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.text.push_str("null");
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.text.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.text.push_str(&value.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.text.push_str(&value.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.text.push_str(&number_text(value));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.write_text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.items(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let first = entries.next_key()?;
        self.entries(first, entries)
    }
}
