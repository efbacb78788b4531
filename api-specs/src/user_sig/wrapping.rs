//! Wraps a document into a `UserSig`: a zlib stream, in a base64 whose characters need no escape in a URL.

use std::cell::RefCell;

use base64::Engine;
use base64::alphabet::{Alphabet, Symbol};
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use secrecy::zeroize::Zeroizing;
use zlib_rs::adler32::adler32;
use zlib_rs::{
    Deflate, DeflateConfig, DeflateFlush, InflateConfig, Method, ReturnCode, Status, Strategy,
    compress_bound, compress_slice, decompress_slice,
};

use super::verify_error::VerifyError;

/// The longest `UserSig` that is read, in bytes. Real ones have some 200 to 400.
pub(super) const MAX_LENGTH: usize = 16 * 1024;

/// The longest document that a `UserSig` may inflate to, in bytes.
const MAX_DOCUMENT: usize = 64 * 1024;

/// The first guess at the length of a document, in bytes. Clearing memory for the longest takes time.
const COMMON: usize = 1024;

/// The longest document that is compressed in the least time, with the fixed codes of deflate, in bytes. Up to about
/// this length, dynamic codes cost more space than they save, and finding them takes most of the time.
const SHORT: usize = 256;

/// The settings for short documents: the least time, and little memory, because it has to be cleared. They find no
/// repetitions of three bytes, so a `UserSig` without userbuf is 4 to 5 % longer than zlib can make it at best.
const QUICK: DeflateConfig = DeflateConfig {
    level: 1,
    method: Method::Deflated,
    window_bits: 15,
    mem_level: 1,
    strategy: Strategy::Fixed,
};

/// The maximum number of bytes in a stored block of deflate.
const STORED: usize = u16::MAX as usize;

/// The base64 for URLs: it replaces `+`, `/` and `=` of the usual one.
const URL: GeneralPurpose = GeneralPurpose::new(&ALPHABET, GeneralPurposeConfig::new());

const ALPHABET: Alphabet = {
    let characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-";
    let padding = Symbol::new(b'_').expect("it is printable");
    match Alphabet::new_with_padding(characters, padding) {
        Ok(alphabet) => alphabet,
        Err(_) => panic!("these are 64 other characters"),
    }
};

thread_local! {
    /// Kept for the next document, because setting one up takes longer than compressing with it.
    static DEFLATER: RefCell<Deflate> = RefCell::new(Deflate::new_with_config(QUICK));
}

/// Compresses a document.
pub(super) fn compress(document: &[u8]) -> Zeroizing<Vec<u8>> {
    if document.len() > SHORT {
        return compress_long(document);
    }
    // The kept one may be gone if this runs while its thread ends.
    DEFLATER
        .try_with(|kept| compress_short(document, &mut kept.borrow_mut()))
        .unwrap_or_else(|_| compress_short(document, &mut Deflate::new_with_config(QUICK)))
}

/// Compresses with the defaults of zlib.
fn compress_long(document: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut stream = Zeroizing::new(vec![0; compress_bound(document.len())]);
    let (written, code) = compress_slice(&mut stream, document, DeflateConfig::default());
    assert_eq!(code, ReturnCode::Ok, "there is room for any document");
    let length = written.len();
    stream.truncate(length);
    stream
}

/// Compresses a short document. The document stays in the memory of the deflater until the next one replaces it.
fn compress_short(document: &[u8], deflater: &mut Deflate) -> Zeroizing<Vec<u8>> {
    let mut stream = Zeroizing::new(vec![0; 2 * SHORT]);
    deflater.reset();
    let status = deflater.compress(document, &mut stream, DeflateFlush::Finish);
    assert_eq!(status, Ok(Status::StreamEnd), "no document doubles when compressed");
    let length = usize::try_from(deflater.total_out()).expect("it is no more than there is room");
    stream.truncate(length);
    stream
}

/// Puts a document into stored blocks.
pub(super) fn store(document: &[u8]) -> Zeroizing<Vec<u8>> {
    let blocks = document.chunks(STORED);
    let mut stream = Vec::with_capacity(2 + 5 * blocks.len() + document.len() + 4);
    // A window of 32 KiB, and the least effort.
    stream.extend([0x78, 0x01]);
    let last = blocks.len() - 1;
    for (index, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).expect("a chunk is no longer than a block may be");
        stream.push(u8::from(index == last));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    stream.extend(adler32(1, document).to_be_bytes());
    Zeroizing::new(stream)
}

/// Encodes a stream in the base64 for URLs.
pub(super) fn write(stream: &[u8]) -> String {
    URL.encode(stream)
}

/// Reads the document in a `UserSig` from outside, which may be any text.
pub(super) fn read(user_sig: &str) -> Result<Vec<u8>, VerifyError> {
    if user_sig.len() > MAX_LENGTH {
        return Err(VerifyError::Malformed("it is too long"));
    }
    let stream = URL
        .decode(user_sig)
        .map_err(|_| VerifyError::Malformed("it is not in the base64 for URLs"))?;
    [COMMON, MAX_DOCUMENT]
        .into_iter()
        .find_map(|room| inflate(&stream, room))
        .ok_or(VerifyError::Malformed("it does not inflate, or its document is too long"))
}

/// Inflates a stream whose content fits into `room` bytes.
fn inflate(stream: &[u8], room: usize) -> Option<Vec<u8>> {
    let mut document = vec![0; room];
    let (inflated, code) = decompress_slice(&mut document, stream, InflateConfig::default());
    let length = inflated.len();
    document.truncate(length);
    (code == ReturnCode::Ok).then_some(document)
}
