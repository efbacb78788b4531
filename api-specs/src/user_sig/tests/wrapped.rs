//! Tests of the wrapping of documents: compressed and stored, short and long.

use std::cell::RefCell;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::{
    APP, ISSUED_AT, USER, VALID_FOR, at, compressed, document, inflated, key, lasting, sign, verify,
};
use crate::user_sig::wrapping::{compress, store};
use crate::user_sig::{Subject, VerifyError};

fn sign_stored(subject: &Subject<'_>) -> String {
    key().sign_stored(subject, at(ISSUED_AT), lasting(VALID_FOR)).expose().to_owned()
}

/// Bytes that do not repeat soon. Half of them have the longer codes.
fn noise(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * i / 7 + i * 131 % 251) as u8).collect()
}

// The literals of the next two tests come from Python's hmac, base64 and zlib, at its levels 0 and 9.
#[test]
fn a_stored_one_equals_the_uncompressed_one_of_other_implementations() {
    let expected = "eAEBpwBY-3siVExTLnZlciI6IjIuMCIsIlRMUy5pZGVudGlmaWVyIjoidXNlcjE1IiwiVExTLnNka2FwcGlkIjoxNDAwMDAwMDAwLCJUTFMudGltZSI6MTc5NTAwMDAwMCwiVExTLmV4cGlyZSI6ODY0MDAsIlRMUy5zaWciOiJEM1JOb2F5M0h5clVNaUxVdUxHS1VwU3BFYU9SY1lTYnF6QWZIVWg4MCtjPSJ9s8Aw*w__";
    assert_eq!(sign_stored(&USER), expected);
}

#[test]
fn a_compressed_one_is_hardly_longer_than_the_best_of_zlib() {
    let by_zlib = "eNqrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwqXFqUWGplCZ4pTsxIKCzBQlK0MTAyiAyJRk5qYCRc0tTZFFUysKMouA4hZmJjCh4sx0oKkuxkF**YmVxh6VRaG*mT6hpT7u3qEFwQWuif5ByZHBSYVVjmkeoRkWBtrJtkq1ALPAMPs_";
    assert!(verify(by_zlib, &USER).is_ok());
    assert_eq!(document(by_zlib), document(&sign(&USER)));
    assert!(sign(&USER).len() * 100 <= by_zlib.len() * 105);
}

#[test]
fn stored_and_compressed_have_the_same_document() {
    let all_bytes: Vec<u8> = (0..=u8::MAX).collect();
    for identifier in ["", "user15", "用户十五", "a\"b\\c\n\0", &"long".repeat(1000)] {
        let subject = Subject::new(APP, identifier);
        for subject in [subject, subject.with_userbuf(b""), subject.with_userbuf(&all_bytes)] {
            let (stored, shorter) = (sign_stored(&subject), sign(&subject));
            assert_eq!(document(&stored), document(&shorter), "{subject:?}");
            assert!(shorter.len() < stored.len(), "{subject:?}");
            assert!(verify(&stored, &subject).is_ok(), "{subject:?}");
            assert!(verify(&shorter, &subject).is_ok(), "{subject:?}");
        }
    }
}

#[test]
fn a_stored_one_gives_the_same_each_time() {
    assert_eq!(sign_stored(&USER), sign_stored(&USER));
}

#[test]
fn a_stored_one_with_any_changed_byte_is_refused() {
    let stream = compressed(&sign_stored(&USER));
    // From the length on, because the bytes before it are the header and padding bits.
    for index in 3..stream.len() {
        let mut stream = stream.clone();
        stream[index] ^= 0x10;
        let refused = verify(&super::escape(&stream), &USER).unwrap_err();
        assert!(matches!(refused, VerifyError::Malformed(_)), "{index}: {refused:?}");
    }
}

#[test]
fn stored_documents_take_a_block_for_each_65535_bytes() {
    for (length, blocks) in [(1, 1), (65_535, 1), (65_536, 2), (131_070, 2), (131_071, 3)] {
        let document = noise(length);
        let stream = store(&document);
        assert_eq!(stream.len(), 2 + 5 * blocks + length + 4);
        assert_eq!(inflated(&stream), document, "{length}");
    }
}

#[test]
fn documents_of_any_length_and_content_are_compressed() {
    for length in (0..600).chain([65_536, 100_000]) {
        for document in [noise(length), vec![0xff; length], vec![b'x'; length]] {
            let stream = compress(&document);
            assert_eq!(inflated(&stream), document, "{length}");
        }
    }
}

#[test]
fn earlier_compressions_change_nothing() {
    let alone = |identifier: String| {
        let sign = move || sign(&Subject::new(APP, &identifier));
        thread::spawn(sign).join().unwrap()
    };
    for number in 0..20 {
        let identifier = "user".repeat(number % 7) + &number.to_string();
        assert_eq!(sign(&Subject::new(APP, &identifier)), alone(identifier));
    }
}

/// Signs when it is dropped.
struct SignsLast(Sender<String>);

impl Drop for SignsLast {
    fn drop(&mut self) {
        self.0.send(sign(&USER)).unwrap();
    }
}

thread_local! {
    static LAST: RefCell<Option<SignsLast>> = const { RefCell::new(None) };
}

#[test]
fn a_thread_can_sign_while_it_ends() {
    let (sender, receiver) = channel();
    let begin = move || {
        // Created before the kept deflater, and so dropped after it.
        LAST.set(Some(SignsLast(sender)));
        sign(&USER)
    };
    let before = thread::spawn(begin).join().unwrap();
    assert_eq!(receiver.recv().unwrap(), before);
}
