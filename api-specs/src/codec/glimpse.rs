//! The envelope of an answer that does not fit, as far as it can be read: whatever stands around it, and however
//! early the answer was cut.
//!
//! A text that was cut within a character does not hide the code, nor does a value of the envelope that cannot be kept.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::{Record, deserialize};
use crate::{Envelope, ErrorCode};

const CODE: &str = "ErrorCode";

/// What could be read.
#[derive(Default)]
pub(super) struct Glimpse {
    envelope: Envelope,
    /// An `ErrorCode` came, and was none.
    has_lost_code: bool,
    /// If the body is cut, it may be cut within a number.
    ends_in_digit: bool,
    /// All but the code is passed over.
    is_of_code: bool,
}

impl Glimpse {
    /// Reads on as long as there is JSON.
    pub(super) fn of(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let mut glimpse = Self::default().at(&text);
        if glimpse.envelope.error_code.is_none() {
            // What is passed over may be too deep or too large a number to be kept.
            let code = Self { is_of_code: true, ..Self::default() }.at(&text);
            glimpse.envelope.error_code = code.envelope.error_code;
            glimpse.has_lost_code |= code.has_lost_code;
        }
        glimpse
    }

    fn at(mut self, text: &str) -> Self {
        self.ends_in_digit = text.ends_with(|last: char| last.is_ascii_digit());
        let mut deserializer = serde_json::Deserializer::from_str(text);
        // What is wrong with the body is known already.
        drop(self.deserialize(&mut deserializer));
        self
    }

    fn is_wanted(&self, key: &str) -> bool {
        if self.is_of_code { key == CODE } else { Envelope::table().find(key, 0).is_some() }
    }

    /// The code of the answer, unless it is not known.
    pub(super) fn outcome(&self) -> Option<ErrorCode> {
        let outcome = self.envelope.outcome();
        outcome.filter(|_| self.envelope.error_code.is_some() || !self.has_lost_code)
    }

    pub(super) fn into_envelope(self) -> Envelope {
        self.envelope
    }

    /// Takes one field, if it fits.
    fn take(&mut self, key: String, value: Value) {
        let is_code = key == CODE && !value.is_null();
        let object = Value::Object(Map::from_iter([(key, value)]));
        match deserialize::<Envelope, _>(object) {
            Ok(one) => {
                let all = &mut self.envelope;
                all.action_status = one.action_status.or(all.action_status.take());
                all.error_code = one.error_code.or(all.error_code);
                all.error_info = one.error_info.or(all.error_info.take());
                all.error_display = one.error_display.or(all.error_display.take());
            }
            Err(_) => self.has_lost_code |= is_code,
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Glimpse {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Glimpse {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut last = None;
        loop {
            let key = map.next_key::<String>();
            let is_whole = key.is_ok() || !self.ends_in_digit;
            if let Some((key, value)) = last.take().filter(|_| is_whole) {
                self.take(key, value);
            }
            match key? {
                None => return Ok(()),
                Some(key) if self.is_wanted(&key) => {
                    last = Some((key, map.next_value()?));
                }
                Some(_) => drop(map.next_value::<IgnoredAny>()?),
            }
        }
    }
}
