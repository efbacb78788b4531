//! Decoding of bodies that are not plain JSON.

use bytes::Bytes;
use zlib_rs::{Inflate, InflateFlush, Status};

/// The first bytes of a stream of gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The most members of a stream. One with more counts as broken, because each member costs the same, however little it
/// contains.
const MEMBERS: usize = 1000;

/// The error for a body that exceeds the bound before or after decoding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Returns the plain body. Some proxies compress with gzip although it was not requested, with or without the header
/// for it, and some servers begin with a byte order mark. A stream of gzip may have several members. A broken one is
/// returned unchanged. Fails if the body has more than `max` bytes, received or decoded.
pub(crate) fn plain(body: Bytes, max: usize) -> Result<Bytes, TooLarge> {
    if body.len() > max {
        return Err(TooLarge);
    }
    let body = if body.starts_with(&GZIP) { gunzip(&body, max)?.unwrap_or(body) } else { body };
    let is_marked = body.starts_with(BYTE_ORDER_MARK);
    Ok(if is_marked { body.slice(BYTE_ORDER_MARK.len()..) } else { body })
}

/// Decodes all members of a stream. Returns `None` if one of them is broken or cut. Bytes after the last member are
/// ignored, as browsers do.
fn gunzip(body: &[u8], limit: usize) -> Result<Option<Bytes>, TooLarge> {
    let mut rest = body;
    // The bytes beyond `done` are free.
    let (mut plain, mut done) = (Vec::new(), 0);
    for _ in 0..MEMBERS {
        let mut inflate = Inflate::new(true, 16 + 15);
        loop {
            if done > limit {
                return Err(TooLarge);
            }
            if done == plain.len() {
                let room = (2 * done).max(4 * body.len()).max(done + 1);
                plain.resize(room.min(limit + 1), 0);
            }
            let before = (inflate.total_in(), inflate.total_out());
            let status = inflate.decompress(rest, &mut plain[done..], InflateFlush::NoFlush);
            let after = (inflate.total_in(), inflate.total_out());
            rest = &rest[gained(before.0, after.0)..];
            done += gained(before.1, after.1);
            match status {
                Ok(Status::StreamEnd) => break,
                Ok(_) if after != before => {}
                // The stream is broken or cut.
                _ => return Ok(None),
            }
        }
        if done > limit {
            return Err(TooLarge);
        }
        if !rest.starts_with(&GZIP) {
            plain.truncate(done);
            return Ok(Some(plain.into()));
        }
    }
    Ok(None)
}

fn gained(before: u64, after: u64) -> usize {
    usize::try_from(after - before).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use zlib_rs::{Deflate, DeflateFlush};

    use super::*;

    const MAX: usize = 1 << 20;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut written = vec![0; text.len() + 1024];
        let mut deflate = Deflate::new(6, true, 16 + 15);
        let status = deflate.compress(text, &mut written, DeflateFlush::Finish).unwrap();
        assert_eq!(status, Status::StreamEnd);
        written.truncate(usize::try_from(deflate.total_out()).unwrap());
        written
    }

    #[test]
    fn gzip_and_byte_order_marks_are_removed() {
        for text in ["{}", "{\"a\":1}", &" ".repeat(100_000)] {
            assert_eq!(plain(Bytes::copy_from_slice(text.as_bytes()), MAX).unwrap(), text);
            let marked = ["\u{feff}", text].concat();
            assert_eq!(plain(Bytes::from(marked.clone()), MAX).unwrap(), text);
            assert_eq!(plain(gzip(text.as_bytes()).into(), MAX).unwrap(), text);
            assert_eq!(plain(gzip(marked.as_bytes()).into(), MAX).unwrap(), text);
        }
        assert_eq!(plain(gzip(b"").into(), MAX).unwrap(), "");
    }

    #[test]
    fn a_stream_that_is_cut_or_broken_is_unchanged() {
        let whole = gzip(br#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#);
        for length in 0..whole.len() {
            let cut = Bytes::copy_from_slice(&whole[..length]);
            assert_eq!(plain(cut.clone(), MAX).unwrap(), cut, "cut at {length}");
        }
        for position in 2..whole.len() {
            let mut broken = whole.clone();
            broken[position] ^= 0x55;
            // Some bytes of the header are ignored.
            assert!(plain(broken.into(), MAX).is_ok());
        }
    }

    #[test]
    fn all_members_are_read_and_trailing_bytes_are_not() {
        for pieces in [vec!["{}"], vec!["{\"a\":", "1}"], vec!["", "[", "", "1", "]", ""]] {
            let members = pieces.iter().map(|piece| gzip(piece.as_bytes()));
            let stream = members.collect::<Vec<_>>().concat();
            for tail in [&b""[..], b"\0\0\0\0", b"garbage", b"\x1f"] {
                let body = [&stream, tail].concat();
                assert_eq!(plain(body.into(), MAX).unwrap(), pieces.concat(), "{tail:?}");
            }
            let cut = Bytes::from([&stream[..], &gzip(b"more")[..10]].concat());
            assert_eq!(plain(cut.clone(), MAX).unwrap(), cut);
        }
    }

    #[test]
    fn the_bounds_apply_to_all_members_together() {
        let member = gzip(&[b' '; 100]);
        assert_eq!(gunzip(&member.repeat(10), 1000).unwrap().unwrap().len(), 1000);
        assert_eq!(gunzip(&member.repeat(10), 999), Err(TooLarge));
        assert_eq!(gunzip(&member.repeat(11), 1000), Err(TooLarge));
        assert!(gunzip(&gzip(b"").repeat(MEMBERS), MAX).unwrap().is_some());
        assert_eq!(gunzip(&gzip(b"").repeat(MEMBERS + 1), MAX), Ok(None));
    }

    #[test]
    fn a_bomb_is_too_large_and_the_largest_body_is_not() {
        for limit in [1, 1000, 100_000] {
            let spaces = |count| gzip(&vec![b' '; count]);
            assert_eq!(gunzip(&spaces(limit + 1), limit), Err(TooLarge));
            assert_eq!(gunzip(&spaces(10 * limit), limit), Err(TooLarge));
            assert_eq!(gunzip(&spaces(limit), limit).unwrap().unwrap().len(), limit);
            assert_eq!(plain(vec![b' '; limit + 1].into(), limit), Err(TooLarge));
            assert_eq!(plain(vec![b' '; limit].into(), limit).unwrap().len(), limit);
        }
    }
}
