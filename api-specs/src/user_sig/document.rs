//! The document in a `UserSig`.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::subject::Subject;
use super::validity::{UnixTime, Validity};
use super::verify_error::VerifyError;
use super::wrapping;

/// The maximum length of a document without identifier and userbuf: its names, and its numbers at their longest.
const FRAME: usize = 256;

/// Writes a document. It is wiped, because it contains a signature. The signature is written last, because a buffer
/// that grows leaves a copy of its content behind.
pub(super) fn write(
    subject: &Subject<'_>,
    userbuf: Option<&str>,
    validity: Validity,
    sig: &[u8],
) -> Zeroizing<Vec<u8>> {
    let length = FRAME + subject.identifier.len() + userbuf.map_or(0, str::len);
    let mut json = Vec::with_capacity(length);
    json.extend_from_slice(br#"{"TLS.ver":"2.0","TLS.identifier":"#);
    serde_json::to_writer(&mut json, subject.identifier).expect("memory takes any text");
    let mut digits = itoa::Buffer::new();
    let mut put = |name: &str, value: &str| {
        json.extend_from_slice(name.as_bytes());
        json.extend_from_slice(value.as_bytes());
    };
    put(r#","TLS.sdkappid":"#, digits.format(subject.sdk_app_id));
    put(r#","TLS.time":"#, digits.format(validity.issued_at.as_secs()));
    put(r#","TLS.expire":"#, digits.format(validity.lifetime.as_secs()));
    if let Some(userbuf) = userbuf {
        put(r#","TLS.userbuf":""#, userbuf);
        put("\"", "");
    }
    put(r#","TLS.sig":""#, &Zeroizing::new(STANDARD.encode(sig)));
    put("\"}", "");
    Zeroizing::new(json)
}

/// The content of a `UserSig`, not yet verified.
pub(super) struct Document {
    pub(super) sdk_app_id: u64,
    pub(super) identifier: String,
    pub(super) userbuf: Option<Vec<u8>>,
    pub(super) validity: Validity,
    pub(super) sig: Vec<u8>,
}

impl Document {
    pub(super) fn parse(user_sig: &str) -> Result<Self, VerifyError> {
        use VerifyError::Malformed;

        let json = wrapping::read(user_sig)?;
        let fields: Option<Fields> =
            str::from_utf8(&json).ok().and_then(|json| serde_json::from_str(json).ok());
        let fields = fields.ok_or(Malformed("it does not contain a JSON object"))?;
        let text = |name| fields.get(name).and_then(Value::as_str);
        let number = |name| fields.get(name).and_then(Value::as_u64);
        let bytes = |text: &str| STANDARD.decode(text).ok();
        if text("TLS.ver") != Some("2.0") {
            return Err(Malformed("`TLS.ver` is not \"2.0\""));
        }
        let userbuf = match fields.get("TLS.userbuf") {
            None => None,
            Some(value) => {
                let userbuf = value.as_str().and_then(bytes);
                Some(userbuf.ok_or(Malformed("`TLS.userbuf` is not base64"))?)
            }
        };
        let validity = Validity {
            issued_at: number("TLS.time")
                .map(UnixTime::from_secs)
                .ok_or(Malformed("`TLS.time` is not a number"))?,
            lifetime: number("TLS.expire")
                .map(Duration::from_secs)
                .ok_or(Malformed("`TLS.expire` is not a number"))?,
        };
        let identifier = text("TLS.identifier").ok_or(Malformed("`TLS.identifier` is not text"))?;
        Ok(Self {
            sdk_app_id: number("TLS.sdkappid")
                .ok_or(Malformed("`TLS.sdkappid` is not a number"))?,
            identifier: identifier.to_owned(),
            userbuf,
            validity,
            sig: text("TLS.sig").and_then(bytes).ok_or(Malformed("`TLS.sig` is not base64"))?,
        })
    }
}

/// The names of the fields in a document.
const NAMES: [&str; 7] = [
    "TLS.ver",
    "TLS.identifier",
    "TLS.sdkappid",
    "TLS.time",
    "TLS.expire",
    "TLS.userbuf",
    "TLS.sig",
];

/// The fields of a document, by their [`NAMES`]. If several have one name, the last is kept. Other fields are skipped,
/// because a text from outside may have thousands.
#[derive(Default)]
struct Fields([Option<Value>; NAMES.len()]);

impl Fields {
    fn get(&self, name: &str) -> Option<&Value> {
        let mut named = NAMES.iter().zip(&self.0);
        named.find(|(known, _)| **known == name)?.1.as_ref()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self::default())
    }
}

impl<'de> Visitor<'de> for Fields {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the document of a UserSig")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(Name(known)) = map.next_key()? {
            match known {
                Some(index) => self.0[index] = Some(map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(self)
    }
}

/// The index of a name in [`NAMES`], if it is one of them.
struct Name(Option<usize>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Self(None))
    }
}

impl Visitor<'_> for Name {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self, E> {
        Ok(Self(NAMES.iter().position(|known| *known == name)))
    }
}
