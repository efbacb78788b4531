//! The response of a raw call. The codec reads it like any other, so that the same bounds hold for it.

use serde_json::Value;

use crate::codec::{self, ResponseError, Strictness};
use crate::object;
use crate::schema::{self, Field, FieldMut, FieldType, Visitor};

/// A whole response, in the form that the codec reads.
#[object]
pub struct Whole {
    /// The response.
    pub response: AnyJson,
}

/// A field that holds any JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AnyJson(Value);

impl Field for AnyJson {
    const TYPE: FieldType = FieldType::Dynamic { name: "any JSON", example: "{}", types: &[] };

    fn empty() -> Self {
        Self(Value::Null)
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, schema::Value::Dynamic(&self.0));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Dynamic(&mut self.0)
    }
}

/// Reads the whole of a successful response. The codec reads it as a field, so that its memory is bounded and broken
/// characters in its texts are replaced.
///
/// # Errors
///
/// Fails if it would take too much memory.
pub(super) fn read_whole(body: &[u8]) -> Result<Value, ResponseError> {
    let text = [br#"{"ErrorCode":0,"Response":"#, body, b"}"].concat();
    codec::read_response::<Whole>(&text, Strictness::Lenient).map(|(whole, _)| whole.response.0)
}
