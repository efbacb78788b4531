//! The endpoints; the first two bytes of an input select one.

use tencent_chat_specs::EndpointSpec;

/// Returns the two bytes that select an endpoint. They depend only on its path, so that inputs keep their meaning when
/// endpoints are added.
pub fn key_of(path: &str) -> u16 {
    path.bytes().fold(0, |key: u16, byte| key.wrapping_mul(31).wrapping_add(byte.into()))
}

/// Returns the paths of all endpoints.
pub fn paths() -> impl Iterator<Item = &'static str> {
    EndpointSpec::all().map(EndpointSpec::path)
}

/// Returns the endpoint that the first two bytes of an input select, and the rest of the input.
pub(crate) fn choose(input: &[u8]) -> Option<(&'static EndpointSpec, &[u8])> {
    let (key, rest) = input.split_first_chunk()?;
    let key = u16::from_be_bytes(*key);
    let chosen = EndpointSpec::all().min_by_key(|spec| key.wrapping_sub(key_of(spec.path())))?;
    Some((chosen, rest))
}
