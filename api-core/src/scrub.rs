//! Takes the `UserSig` out of what came from outside, before it becomes part of an error.

use bytes::Bytes;

use crate::user_sig::UserSig;

const REPLACEMENT: &[u8] = b"[UserSig]";

/// The text without the `UserSig`, plain or percent-encoded.
pub(crate) fn scrub(text: &Bytes, user_sig: &UserSig) -> Bytes {
    let plain = user_sig.expose();
    let encoded = plain.replace('*', "%2A");
    let lower = plain.replace('*', "%2a");
    [plain, &encoded, &lower]
        .iter()
        .fold(text.clone(), |text, form| replace(&text, form.as_bytes()))
}

fn replace(text: &Bytes, needle: &[u8]) -> Bytes {
    if needle.is_empty() || find(text, needle).is_none() {
        return text.clone();
    }
    let mut clean = Vec::with_capacity(text.len());
    let mut rest = &text[..];
    while let Some(at) = find(rest, needle) {
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(REPLACEMENT);
        rest = &rest[at + needle.len()..];
    }
    clean.extend_from_slice(rest);
    clean.into()
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(text: &'static str) -> Bytes {
        scrub(&Bytes::from_static(text.as_bytes()), &UserSig::new("eJw*a-b_"))
    }

    #[test]
    fn every_form_of_the_signature_goes() {
        assert_eq!(
            scrubbed("a eJw*a-b_ b eJw%2Aa-b_ c eJw%2aa-b_"),
            "a [UserSig] b [UserSig] c [UserSig]"
        );
    }

    #[test]
    fn other_text_stays() {
        assert_eq!(scrubbed("eJw*a-b"), "eJw*a-b");
        assert_eq!(scrub(&Bytes::from_static(b"x"), &UserSig::new("")), "x");
    }
}
