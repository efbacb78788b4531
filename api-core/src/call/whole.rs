//! The response of a raw call. The codec reads it like any other, so that the same bounds hold for it.

use serde_json::Value;

use crate::codec::{self, ResponseError, Strictness};
use crate::object;

/// A whole response, in the form that the codec reads.
#[object]
pub struct Whole {
    /// The response.
    pub response: Value,
}

/// Reads the whole of a successful response. The codec reads it as a field, so that its memory is bounded and broken
/// characters in its texts are replaced.
///
/// # Errors
///
/// Fails if it would take too much memory.
pub(super) fn read_whole(body: &[u8]) -> Result<Value, ResponseError> {
    let text = [br#"{"ErrorCode":0,"Response":"#, body, b"}"].concat();
    codec::read_response::<Whole>(&text, Strictness::Lenient).map(|(whole, _)| whole.response)
}
