//! How a document is wrapped into a `UserSig`: as a stream of zlib, in a base64 whose characters need no escape in a
//! URL.

use std::cell::RefCell;

use base64::Engine;
use base64::alphabet::{Alphabet, Symbol};
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::DataFormat;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, TDEFLStatus, compress as deflate,
};
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use secrecy::zeroize::Zeroizing;

use super::VerifyError;

/// The longest `UserSig` that is looked at, in bytes. Real ones have some 200 to 400.
const MAX_LENGTH: usize = 16 * 1024;

/// The longest document that a `UserSig` may inflate to, in bytes.
const MAX_DOCUMENT: usize = 64 * 1024;

/// The longest document that is compressed with the codes that deflate has agreed upon. Up to about here it costs more
/// to send codes of its own than they save: without userbuf a `UserSig` gets 4 to 10 % longer by them. To find them takes
/// most of the time, too.
const SHORT: usize = 256;

/// How hard to compress: the default of zlib. For short documents nothing beyond gains a byte.
const COMPRESSION: u8 = 6;

/// The most that a block of deflate can store.
const STORED: usize = u16::MAX as usize;

/// The base64 of the URL: of what is usual, `+`, `/` and `=` are replaced.
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
    /// Kept for the next document, since to set one up takes longer than to compress with it.
    static DEFLATER: RefCell<Box<CompressorOxide>> = RefCell::new(new_deflater());
}

/// Compresses a document.
pub(super) fn compress(document: &[u8]) -> Zeroizing<Vec<u8>> {
    if document.len() > SHORT {
        return Zeroizing::new(compress_to_vec_zlib(document, COMPRESSION));
    }
    // One that runs while its thread ends may find the kept one gone.
    DEFLATER
        .try_with(|kept| compress_short(document, &mut kept.borrow_mut()))
        .unwrap_or_else(|_| compress_short(document, &mut new_deflater()))
}

/// Compresses a short document with a deflater that is as new, and leaves it so: with nothing of the document in it.
fn compress_short(document: &[u8], deflater: &mut CompressorOxide) -> Zeroizing<Vec<u8>> {
    let mut stream = Zeroizing::new(vec![0; 2 * SHORT]);
    let (status, _, length) = deflate(deflater, document, &mut stream, TDEFLFlush::Finish);
    assert_eq!(status, TDEFLStatus::Done, "no document doubles when compressed");
    stream.truncate(length);
    deflater.reset();
    stream
}

fn new_deflater() -> Box<CompressorOxide> {
    let codes = CompressionStrategy::Fixed;
    Box::new(CompressorOxide::with_params(DataFormat::Zlib, COMPRESSION, codes, 15))
}

/// Puts a document into blocks that are stored.
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
    stream.extend(adler2::adler32_slice(document).to_be_bytes());
    Zeroizing::new(stream)
}

/// Writes a stream in the URL's base64.
pub(super) fn write(stream: &[u8]) -> String {
    URL.encode(stream)
}

/// The document in a `UserSig` from outside, whatever text that is.
pub(super) fn read(user_sig: &str) -> Result<Vec<u8>, VerifyError> {
    if user_sig.len() > MAX_LENGTH {
        return Err(VerifyError::Malformed("it is too long"));
    }
    let stream = URL
        .decode(user_sig)
        .map_err(|_| VerifyError::Malformed("it is not in the URL's base64"))?;
    decompress_to_vec_zlib_with_limit(&stream, MAX_DOCUMENT)
        .map_err(|_| VerifyError::Malformed("it does not inflate, or to more than it may"))
}
