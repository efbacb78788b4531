//! The document in a `UserSig`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;
use serde_json::{Map, Value};

use super::{Subject, Validity, VerifyError, wrapping};

/// How long a document is at most without identifier and userbuf: its names, and its numbers at their longest.
const FRAME: usize = 256;

/// Writes a document. It has a signature in it, so it is wiped; this comes last, for a buffer that has to grow before
/// leaves a copy of what was in it.
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
    put(r#","TLS.time":"#, digits.format(validity.issued_at));
    put(r#","TLS.expire":"#, digits.format(validity.valid_for));
    if let Some(userbuf) = userbuf {
        put(r#","TLS.userbuf":""#, userbuf);
        put("\"", "");
    }
    put(r#","TLS.sig":""#, &Zeroizing::new(STANDARD.encode(sig)));
    put("\"}", "");
    Zeroizing::new(json)
}

/// What a `UserSig` says, not yet believed.
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
        let document: Map<String, Value> =
            serde_json::from_slice(&json).map_err(|_| Malformed("it holds no JSON object"))?;
        let text = |key: &str| document.get(key).and_then(Value::as_str);
        let number = |key: &str| document.get(key).and_then(Value::as_u64);
        let bytes = |text: &str| STANDARD.decode(text).ok();
        if text("TLS.ver") != Some("2.0") {
            return Err(Malformed("`TLS.ver` is not \"2.0\""));
        }
        let userbuf = match document.get("TLS.userbuf") {
            None => None,
            Some(value) => {
                let userbuf = value.as_str().and_then(bytes);
                Some(userbuf.ok_or(Malformed("`TLS.userbuf` is not base64"))?)
            }
        };
        let validity = Validity {
            issued_at: number("TLS.time").ok_or(Malformed("`TLS.time` is not a number"))?,
            valid_for: number("TLS.expire").ok_or(Malformed("`TLS.expire` is not a number"))?,
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
