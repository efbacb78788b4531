//! Takes the `UserSig` out of what a peer said, before it becomes part of an error. What errors hold of bodies and of the
//! transport's errors has types that only this module makes.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;

use crate::error::Source;
use crate::user_sig::UserSig;

const REPLACEMENT: &[u8] = b"[UserSig]";

/// Layers of escapes that are looked through: a URL in JSON that is itself a text in JSON has three.
const LAYERS: u32 = 3;

/// A text of a peer, without the `UserSig`.
#[derive(Clone, Debug)]
pub(crate) struct Redacted(Bytes);

impl Redacted {
    pub(crate) fn new(text: &Bytes, user_sig: &UserSig) -> Self {
        Self(redact(text, user_sig).unwrap_or_else(|| text.clone()))
    }

    /// Returns it as a text, where broken characters are replaced.
    pub(crate) fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl From<Redacted> for Bytes {
    fn from(text: Redacted) -> Self {
        text.0
    }
}

impl Deref for Redacted {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.0
    }
}

/// An error whose texts, and those of its sources, are without the `UserSig`.
pub(crate) struct RedactedError(Source);

impl RedactedError {
    /// The error itself if it shows no `UserSig`, else one that has the texts alone.
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

/// Returns the text without the `UserSig`, however its characters are escaped; `None` if it is not in it.
fn redact(text: &Bytes, user_sig: &UserSig) -> Option<Bytes> {
    let needle = user_sig.expose().as_bytes();
    let first = *needle.first()?;
    // What the deepest layer shows of a text without escapes is the text itself.
    let is_plain = !needle.iter().any(|byte| is_escape(*byte));
    let layers = if is_plain { LAYERS..=LAYERS } else { 0..=LAYERS };
    let mut clean = Vec::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(next) = text[at..].iter().position(|byte| *byte == first || is_escape(*byte)) {
        at += next;
        let rest = &text[at..];
        let may_begin = rest[0] == first || begins_an_escape(rest);
        let mut lengths = layers.clone().map(|layers| length_of(needle, rest, layers));
        match if may_begin { lengths.find_map(|length| length) } else { None } {
            Some(length) => {
                clean.extend_from_slice(&text[kept..at]);
                clean.extend_from_slice(REPLACEMENT);
                at += length;
                kept = at;
            }
            None => at += 1,
        }
    }
    (kept > 0).then(|| {
        clean.extend_from_slice(&text[kept..]);
        clean.into()
    })
}

fn is_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\')
}

/// Returns `false` for most of what is no escape, at a glance: a peer may send megabytes of it.
fn begins_an_escape(text: &[u8]) -> bool {
    match text {
        [b'%', digits @ ..] => digits.iter().take(2).all(u8::is_ascii_hexdigit),
        // The layers halve a row of backslashes: of a longer one the first stays a backslash.
        [b'\\', b'\\', ..] => text.iter().take(1 << LAYERS).any(|byte| *byte != b'\\'),
        [b'\\', b'u' | b'/' | b'"', ..] => true,
        _ => false,
    }
}

/// Returns the number of bytes that the needle takes at the beginning of a text, below so many layers of escapes.
fn length_of(needle: &[u8], text: &[u8], layers: u32) -> Option<usize> {
    needle.iter().try_fold(0, |length, wanted| {
        let (byte, taken) = unescape(&text[length..], layers)?;
        (byte == *wanted).then_some(length + taken)
    })
}

/// The first byte below so many layers of escapes, each of a URL (`%2A`) or of JSON (`\u002a`, `\/`), and how many bytes of
/// the text stand for it.
fn unescape(text: &[u8], layers: u32) -> Option<(u8, usize)> {
    let first = *text.first()?;
    let below = match layers.checked_sub(1) {
        Some(below) if is_escape(first) => below,
        _ => return Some((first, 1)),
    };
    let (byte, taken) = unescape(text, below)?;
    let escaped = match byte {
        b'%' => hex(text, taken, 2, below),
        b'\\' => match unescape(&text[taken..], below) {
            Some((b'u', more)) => hex(text, taken + more, 4, below),
            Some((byte @ (b'/' | b'\\' | b'"'), more)) => Some((byte, taken + more)),
            _ => None,
        },
        _ => None,
    };
    escaped.or(Some((byte, taken)))
}

/// The byte that so many hexadecimal digits stand for, which begin at a place.
fn hex(text: &[u8], mut at: usize, digits: u32, layers: u32) -> Option<(u8, usize)> {
    let mut value = 0;
    for _ in 0..digits {
        let (digit, taken) = unescape(&text[at..], layers)?;
        value = value * 16 + char::from(digit).to_digit(16)?;
        at += taken;
    }
    Some((u8::try_from(value).ok()?, at))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn every_form_of_the_signature_goes() {
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
    fn other_text_stays() {
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
    fn an_error_stays_what_it_is_unless_it_tells_the_signature() {
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
