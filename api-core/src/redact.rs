//! Redacts the `UserSig` in the texts of a peer before they become part of an error. Errors contain texts of bodies and
//! of the transport only in types that this module alone creates.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;

use crate::Envelope;
use crate::codec::{DecodeError, ResponseError, Strictness};
use crate::error::Source;
use crate::schema::RecordMut;
use crate::user_sig::UserSig;

const REPLACEMENT: &[u8] = b"[UserSig]";

/// Represents every symbol of base64.
const SYMBOL: u8 = b'*';

/// The number of layers of escapes that are decoded. A URL in JSON that is itself a text in JSON has three.
const LAYERS: usize = 3;

/// More than the number of bytes that represent one byte under all layers: six at most for an escape, and six for each
/// of these on every further layer.
const WINDOW: usize = 256;

/// A text of a peer, or a value that was read from it, without the `UserSig`.
#[derive(Clone, Debug)]
pub(crate) struct Redacted<T = Bytes>(T);

/// A response that is not a success.
pub(crate) enum Failure {
    Service(Redacted<Box<Envelope>>),
    Unreadable { error: Redacted<DecodeError>, success_seen: bool },
    TooLarge { success_seen: bool },
}

/// Reads the body of a response into a record, and returns any further value. It captures nothing.
pub(crate) type Read<T> = fn(&[u8], RecordMut<'_>, Strictness) -> Result<T, ResponseError>;

impl Redacted {
    pub(crate) fn new(text: &Bytes, user_sig: &UserSig) -> Self {
        Self(redact(text, user_sig).unwrap_or_else(|| text.clone()))
    }

    /// Returns the text, with invalid UTF-8 replaced.
    pub(crate) fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// Reads a body again that was not a success, so that nothing read from it contains the `UserSig`. `success_seen`
    /// is the earlier finding, for a body that is readable once redacted. `response` is empty afterwards: whoever drops
    /// it later has nothing to free.
    pub(crate) fn failure<T>(
        &self,
        read: Read<T>,
        mut response: RecordMut<'_>,
        strictness: Strictness,
        success_seen: bool,
    ) -> Failure {
        let again = read(&self.0, response.reborrow(), strictness);
        response.clear();
        match again {
            Err(ResponseError::Service(envelope)) => Failure::Service(Redacted(envelope)),
            Err(ResponseError::Unreadable { error, success_seen }) => {
                Failure::Unreadable { error: Redacted(error), success_seen }
            }
            Err(ResponseError::TooLarge { success_seen }) => Failure::TooLarge { success_seen },
            Ok(_) => {
                let error =
                    DecodeError::of_whole("it contains the UserSig in a form that is not JSON");
                Failure::Unreadable { error: Redacted(error), success_seen }
            }
        }
    }
}

impl From<Redacted> for Bytes {
    fn from(text: Redacted) -> Self {
        text.0
    }
}

impl<T> Deref for Redacted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// An error that, like its sources, does not show the `UserSig`.
pub(crate) struct RedactedError(Source);

impl RedactedError {
    /// Keeps the error unchanged if it does not show the `UserSig`. Otherwise keeps only its redacted texts.
    pub(crate) fn new(error: Source, user_sig: &UserSig) -> Self {
        let is_clean = |text: String| redact(&text.into(), user_sig).is_none();
        let chain = std::iter::successors(Some(&*error as &dyn std::error::Error), |e| e.source());
        let mut chain = chain.flat_map(|error| [error.to_string(), format!("{error:?}")]);
        if chain.all(is_clean) { Self(error) } else { Self(Texts::of(&*error, user_sig).into()) }
    }

    pub(crate) fn get(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.0
    }
}

/// The texts of an error and its sources.
#[derive(Debug)]
struct Texts {
    text: String,
    source: Option<Box<Self>>,
}

impl Texts {
    fn of(error: &dyn std::error::Error, user_sig: &UserSig) -> Box<Self> {
        let text = Redacted::new(&error.to_string().into(), user_sig).to_text();
        Box::new(Self { text, source: error.source().map(|source| Self::of(source, user_sig)) })
    }
}

impl fmt::Display for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Texts {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Returns the text with the `UserSig` redacted, however its characters are escaped; `None` if the text does not
/// contain it.
fn redact(text: &Bytes, user_sig: &UserSig) -> Option<Bytes> {
    let needle = user_sig.expose().as_bytes();
    // If the needle has no escape characters, an unescaped occurrence also appears on the deepest layer.
    let is_plain = !needle.iter().any(|byte| is_escape(*byte));
    let layers = if is_plain { LAYERS..=LAYERS } else { 0..=LAYERS };
    layers.fold(None, |clean, layers| {
        without(needle, clean.as_ref().unwrap_or(text), layers).or(clean)
    })
}

/// Returns the text with every occurrence of the needle under this number of layers of escapes redacted; `None` if
/// there is none.
fn without(needle: &[u8], text: &[u8], layers: usize) -> Option<Bytes> {
    let padding = needle.iter().rev().take_while(|byte| symbol_of(**byte) == SYMBOL).count();
    let core = match &needle[..needle.len() - padding] {
        [] => needle,
        core => core,
    };
    let mut clean = Vec::new();
    let mut kept = 0;
    for start in starts_of(core, text, layers).into_iter().rev() {
        if start >= kept {
            clean.extend_from_slice(&text[kept..start]);
            clean.extend_from_slice(REPLACEMENT);
            let after = |at, _: &u8| at + usize::from(unescape(text, at, layers).1);
            kept = core.iter().fold(start, after);
            // Padding may be absent or incomplete.
            for _ in &needle[core.len()..] {
                let (byte, taken) = unescape(text, kept, layers);
                kept += if symbol_of(byte) == SYMBOL { usize::from(taken) } else { 0 };
            }
        }
    }
    (kept > 0).then(|| {
        clean.extend_from_slice(&text[kept..]);
        clean.into()
    })
}

/// Returns the positions at which the needle begins under this number of layers of escapes, last position first.
///
/// The text is read from its end, and each layer is decoded once per position, because a peer may send megabytes of
/// what is nearly an escape, or nearly the needle. The needle is found by the algorithm of Knuth, Morris and Pratt.
fn starts_of(needle: &[u8], text: &[u8], layers: usize) -> Vec<usize> {
    let needle: Vec<_> = needle.iter().rev().copied().map(symbol_of).collect();
    let Some(last) = needle.first() else { return Vec::new() };
    let shorter = shorter_ends(&needle);
    let mut starts = Vec::new();
    // For each of the latest positions: the decoded byte on each layer, and the length of the end of the needle that
    // begins there.
    let mut shown = [[(0, 0); LAYERS + 1]; WINDOW];
    let mut lengths = [0; WINDOW];
    for (at, first) in text.iter().copied().enumerate().rev() {
        let mut here = [(first, 1); LAYERS + 1];
        if is_escape(first) {
            for layer in 1..=layers {
                let decoded = |next: usize| shown[next % WINDOW][layer - 1];
                here[layer] = unescape_one(at, here[layer - 1], decoded);
            }
        }
        shown[at % WINDOW] = here;
        let (byte, taken) = here[layers];
        let byte = symbol_of(byte);
        let length = match lengths[(at + usize::from(taken)) % WINDOW] {
            0 if byte != *last => 0,
            length => longer(&needle, &shorter, length, byte),
        };
        lengths[at % WINDOW] = length;
        if length == needle.len() {
            starts.push(at);
        }
    }
    starts
}

/// Returns, for each prefix of a needle by its length, the length of the longest shorter prefix that it ends with.
fn shorter_ends(needle: &[u8]) -> Vec<usize> {
    let mut shorter = vec![0, 0];
    for byte in needle.iter().skip(1) {
        shorter.push(longer(needle, &shorter, shorter[shorter.len() - 1], *byte));
    }
    shorter
}

/// Returns the length of the longest prefix of a needle that a text ends with, given this length before the last byte.
fn longer(needle: &[u8], shorter: &[usize], mut length: usize, byte: u8) -> usize {
    loop {
        match needle.get(length) {
            Some(next) if *next == byte => return length + 1,
            _ if length == 0 => return 0,
            _ => length = shorter[length],
        }
    }
}

/// Maps all symbols of the base64 alphabets to one, because anyone who can convert one alphabet into the other would
/// have the `UserSig`.
fn symbol_of(byte: u8) -> u8 {
    match byte {
        b'+' | b'-' | b'_' | b'/' | b'=' => SYMBOL,
        byte => byte,
    }
}

fn is_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\')
}

/// Returns the byte at a position under this number of layers of escapes, and the number of bytes of the text that
/// represent it: 0 at the end of the text.
fn unescape(text: &[u8], at: usize, layers: usize) -> (u8, u8) {
    match (text.get(at), layers.checked_sub(1)) {
        (None, _) => (0, 0),
        (Some(first), Some(layers)) if is_escape(*first) => {
            let decoded = |next| unescape(text, next, layers);
            unescape_one(at, decoded(at), decoded)
        }
        (Some(first), _) => (*first, 1),
    }
}

/// Decodes one layer, of a URL (`%2A`) or of JSON (`\u002a`, `\/`). The arguments are the decoded bytes of the next
/// layer, at the position and after it.
fn unescape_one(
    at: usize,
    (first, length): (u8, u8),
    decoded: impl Fn(usize) -> (u8, u8),
) -> (u8, u8) {
    // Returns the byte of this number of hexadecimal digits, which begin `length` bytes after the position.
    let hex = |mut length: u8, digits: u32| {
        let mut value = 0;
        for _ in 0..digits {
            let (digit, more) = decoded(at + usize::from(length));
            value = value * 16 + char::from(digit).to_digit(16)?;
            length += more;
        }
        Some((u8::try_from(value).ok()?, length))
    };
    let escaped = match first {
        b'%' => hex(length, 2),
        b'\\' => match decoded(at + usize::from(length)) {
            (b'u', more) => hex(length + more, 4),
            (byte @ (b'/' | b'\\' | b'"'), more) => Some((byte, length + more)),
            _ => None,
        },
        _ => None,
    };
    escaped.unwrap_or((first, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::FieldMut;

    const USER_SIG: &str = "eJw*a-b_/c";

    fn redacted(text: &str) -> String {
        Redacted::new(&text.to_owned().into(), &UserSig::new(USER_SIG)).to_text()
    }

    fn percent(text: &str, is_all: bool) -> String {
        let escape = |c: char| match c {
            c if !is_all && (c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) => c.to_string(),
            c => format!("%{:02X}", u32::from(c)),
        };
        text.chars().map(escape).collect()
    }

    fn unicode(text: &str) -> String {
        text.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()
    }

    #[test]
    fn every_form_of_the_signature_is_redacted() {
        let slashes = USER_SIG.replace('/', "\\/");
        let quoted = |text: &str| serde_json::to_string(text).unwrap().trim_matches('"').to_owned();
        let once = [
            USER_SIG.to_owned(),
            percent(USER_SIG, false),
            percent(USER_SIG, true),
            percent(USER_SIG, false).to_lowercase().replace("ejw", "eJw"),
            unicode(USER_SIG),
            unicode(USER_SIG).to_uppercase().replace('U', "u"),
            slashes.clone(),
            USER_SIG.replace('*', "\\u002A"),
        ];
        for form in once {
            let twice =
                [quoted(&form), percent(&form, false), unicode(&form), percent(&form, true)];
            for text in twice.iter().chain([&form]) {
                assert_eq!(
                    redacted(&format!("a{text}b {text}")),
                    "a[UserSig]b [UserSig]",
                    "{text}"
                );
                let thrice = quoted(text);
                assert_eq!(redacted(&thrice), "[UserSig]", "{thrice}");
            }
        }
    }

    #[test]
    fn no_partial_escape_hides_the_signature() {
        let hidden =
            ["%", "%2", "%25", "%25%2", "\\", "\\u", "\\u00", "\\u005c", "%5C%75", "\\\\\\u0"];
        for before in hidden {
            let forms = [USER_SIG.to_owned(), percent(USER_SIG, true), unicode(USER_SIG)];
            for form in forms {
                for text in [format!("{before}{form}"), format!("{before}{before}{form}{before}")] {
                    let clean = redacted(&text);
                    assert_eq!(clean.matches("[UserSig]").count(), 1, "{text} became {clean}");
                    assert!(clean.len() < 9 + 4 * before.len(), "{text} became {clean}");
                }
            }
        }
        for odd in ["eeeJ", "eJeeJeJe", "a%41b", "%25", "\\u0065"] {
            let text = ["e", odd, "eJ", odd, odd, &odd[1..], &unicode(odd), &percent(odd, true)];
            let clean = Redacted::new(&text.concat().into(), &UserSig::new(odd)).to_text();
            assert!(clean.matches("[UserSig]").count() >= 4, "{odd}: {clean}");
            assert!(!clean.contains(odd), "{odd}: {clean}");
        }
    }

    #[test]
    fn every_alphabet_of_base64_is_redacted_with_padding_or_without() {
        for text in [
            "eJw*a-b__",
            "eJw+a/b==",
            "eJw-a_b==",
            "eJw-a_b",
            "eJw-a/b=",
            "eJw%2Ba%2Fb%3D",
            "eJw+a\\/b=\\u003d",
        ] {
            let clean = Redacted::new(&format!("a={text}&=").into(), &UserSig::new("eJw*a-b__"));
            assert_eq!(clean.to_text(), "a=[UserSig]&=", "{text}");
        }
        assert_eq!(Redacted::new(&"a==b".into(), &UserSig::new("__")).to_text(), "a[UserSig]b");
    }

    #[test]
    fn a_long_text_is_redacted_from_end_to_end() {
        let thrice = unicode(&unicode(&unicode(USER_SIG)));
        let text = [&*thrice, &"\\\\u".repeat(1000), USER_SIG, &"\\u005c".repeat(500), &thrice];
        let clean = redacted(&text.concat());
        assert_eq!(clean.matches("[UserSig]").count(), 3);
        assert!(clean.starts_with("[UserSig]") && clean.ends_with("[UserSig]"));
    }

    #[test]
    fn values_read_from_a_body_do_not_contain_the_signature() {
        let read: Read<()> = |body, mut response, _| {
            if let FieldMut::Text(text) = response.field_mut("ErrorInfo") {
                text.set("read");
            }
            let message = match body {
                b"ok [UserSig]" => return Ok(()),
                b"no [UserSig]" => "redacted",
                _ => "as received",
            };
            let error = DecodeError::of_whole(message);
            Err(ResponseError::Unreadable { error, success_seen: false })
        };
        for (body, error) in [
            (format!("no {USER_SIG}"), "redacted"),
            (format!("ok {USER_SIG}"), "it contains the UserSig in a form that is not JSON"),
        ] {
            let mut response = Envelope::new();
            let body = Redacted::new(&body.into(), &UserSig::new(USER_SIG));
            let failure =
                body.failure(read, RecordMut::new(&mut response), Strictness::Lenient, true);
            let Failure::Unreadable { error: found, success_seen } = failure else { panic!() };
            assert_eq!((found.message(), success_seen), (error, error.starts_with("it")));
            assert_eq!(response, Envelope::new());
        }
    }

    #[test]
    fn other_text_is_unchanged() {
        for text in
            ["", "eJw*a-b_", "%", "%2", "\\", "\\u00", "eJw%2", "%65JX", "\\u1065Jw*a-b_/c é"]
        {
            assert_eq!(redacted(text), text);
        }
        assert_eq!(*Redacted::new(&Bytes::from_static(b"x"), &UserSig::new("")), "x");
    }

    #[derive(Debug)]
    struct Told(&'static str, Option<Box<Told>>);

    impl fmt::Display for Told {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl std::error::Error for Told {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    #[test]
    fn an_error_is_unchanged_unless_it_shows_the_signature() {
        let user_sig = UserSig::new(USER_SIG);
        let inner = || Some(Box::new(Told("inner", None)));
        let clean = RedactedError::new(Box::new(Told("outer", inner())), &user_sig);
        assert!(clean.get().is::<Told>());
        let deep = Told("outer", Some(Box::new(Told("a %65Jw*a-b_/c", None))));
        let redacted = RedactedError::new(Box::new(deep), &user_sig);
        assert!(!redacted.get().is::<Told>());
        let source = std::error::Error::source(redacted.get()).unwrap();
        assert_eq!(
            (redacted.get().to_string(), source.to_string()),
            ("outer".to_owned(), "a [UserSig]".to_owned())
        );
        assert!(!format!("{:?}", redacted.get()).contains("Jw*"));
    }
}
