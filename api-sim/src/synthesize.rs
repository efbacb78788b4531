//! Synthesized responses, for endpoints without a handler. They are generated from the response's spec, with a random
//! seed from the path and the request body: identical requests get identical responses.

use serde_json::{Map, Value, json};
use tencent_chat_specs::schema::{
    FieldRole, FieldSpec, FieldType, Pagination, RecordRef, Table, UnionTable, WireValue,
};
use tencent_chat_specs::{CodeKind, EndpointSpec, ErrorCode};

use crate::api_error::ApiError;
use crate::handler;

/// From this depth on, optional fields are left out, and lists and maps are empty.
const MAX_DEPTH: usize = 6;

/// Checks a request, and responds with generated values. Used for endpoints without a handler.
pub(crate) fn serve(
    spec: &EndpointSpec,
    invalid: ErrorCode,
    body: &[u8],
) -> Result<Vec<u8>, ApiError> {
    handler::read(spec, body, spec.empty_request().as_mut(), invalid, |_| invalid)?;
    let seed = body
        .iter()
        .chain(spec.path().as_bytes())
        .fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let mut generator = Generator { pages: spec.pages(), random: fastrand::Rng::with_seed(seed) };
    let mut response = generator.object(spec.response(), 0);
    if let Value::Object(envelope) = json!(RecordRef::new(&handler::success())) {
        response.extend(envelope);
    }
    Ok(Value::Object(response).to_string().into_bytes())
}

/// Returns the code for a request that does not match the spec: the first code of the endpoint that has
/// [`CodeKind::Request`] and a name that starts with `INVALID_`, else `MALFORMED_JSON`.
pub(crate) fn code_of_invalid(spec: &EndpointSpec) -> ErrorCode {
    let is_fitting = |code: &&ErrorCode| {
        let info = spec.info(**code);
        info.is_some_and(|info| info.kind == CodeKind::Request && info.name.starts_with("INVALID_"))
    };
    spec.errors().iter().find(is_fitting).copied().unwrap_or(ErrorCode::MALFORMED_JSON)
}

/// Generates values.
struct Generator {
    pages: Option<&'static Pagination>,
    random: fastrand::Rng,
}

impl Generator {
    fn object(&mut self, table: &Table, depth: usize) -> Map<String, Value> {
        let mut object = Map::new();
        for field in table.fields {
            if field.required || depth < MAX_DEPTH {
                object.insert(field.wire.to_owned(), self.field(field, depth));
            }
        }
        object
    }

    fn field(&mut self, field: &FieldSpec, depth: usize) -> Value {
        let is = |name: Option<&str>| depth == 0 && name == Some(field.wire);
        match field.words.role {
            FieldRole::Status => return json!(0),
            FieldRole::StatusFailedIf(failed) => return json!(u64::from(failed == 0)),
            _ => {}
        }
        if is(self.pages.and_then(|pages| pages.last)) {
            return on(field);
        }
        if is(self.pages.and_then(|pages| pages.total)) {
            return json!(1);
        }
        match field.ty {
            FieldType::Flag => {
                if self.random.bool() {
                    on(field)
                } else {
                    wire_value(field.words.switch.off)
                }
            }
            ty => self.value(&ty, field.wire, depth),
        }
    }

    /// Generates the first member of a union, which is the simplest.
    fn union(&mut self, union: &UnionTable, depth: usize) -> Value {
        let Some(member) = union.members.first() else { return json!({}) };
        let content = self.object((member.table)(), depth + 1);
        json!({union.tag: member.tag, union.content: content})
    }

    fn value(&mut self, ty: &FieldType, wire: &str, depth: usize) -> Value {
        match ty {
            FieldType::String(_) => json!(format!("{wire}-{}", self.random.u16(1..1000))),
            FieldType::Integer { max, .. } => json!(self.random.u64(1..=1000).min(*max)),
            FieldType::Flag => json!(u8::from(self.random.bool())),
            FieldType::Number => json!(f64::from(self.random.u16(1..1000)) / 10.0),
            FieldType::Enum(table) => {
                let at = self.random.usize(..table.values.len().max(1));
                table.values.get(at).map_or(Value::Null, |known| wire_value(known.value))
            }
            FieldType::List(item) if depth < MAX_DEPTH => {
                json!([self.value(item, wire, depth + 1)])
            }
            FieldType::Map(item) if depth < MAX_DEPTH => {
                json!({"0": self.value(item, wire, depth + 1)})
            }
            FieldType::Object(table) => Value::Object(self.object(table(), depth + 1)),
            FieldType::Union(union) => self.union(union, depth),
            FieldType::Dynamic { example, .. } => serde_json::from_str(example).unwrap_or_default(),
            FieldType::List(_) => json!([]),
            _ => json!({}),
        }
    }
}

fn on(field: &FieldSpec) -> Value {
    wire_value(field.words.switch.on)
}

fn wire_value(value: WireValue) -> Value {
    match value {
        WireValue::Text(text) => json!(text),
        WireValue::Integer(value) => json!(value),
        WireValue::Bool(value) => json!(value),
    }
}

#[cfg(test)]
mod tests {
    use tencent_chat_specs::codec::{self, Strictness};
    use tencent_chat_specs::endpoint;

    use super::*;
    use crate::{State, request_check};

    /// Writes a thread of replies. Two of its lists hold the type that they stand in.
    #[endpoint("v4/private/post_thread", crate = "tencent_chat_specs")]
    pub mod post_thread {
        pub struct Request {
            /// The first message.
            pub root: Reply,
        }

        /// A message with replies.
        pub struct Reply {
            /// The text.
            pub text: String,
            /// The replies.
            pub replies: Vec<Reply>,
            /// The replies of others, by user.
            pub by_user: std::collections::BTreeMap<String, Reply>,
        }

        pub struct Response {
            /// The thread.
            pub root: Reply,
        }
    }

    #[test]
    fn a_type_that_holds_itself_ends() {
        let (spec, invalid) = (&post_thread::SPEC, ErrorCode::MALFORMED_JSON);
        let reply = json!({"Text": "b", "Replies": []});
        let request = json!({"Root": {"Text": "a", "Replies": [reply]}});
        let fields = request.as_object().unwrap();
        assert!(request_check::request(&State::default(), spec, invalid, fields).is_ok());
        let response = serve(spec, invalid, request.to_string().as_bytes());
        let response = response.unwrap_or_else(|_| panic!("the request fits"));
        let read = codec::read_response::<post_thread::Response>(&response, Strictness::Strict);
        let (response, _) = read.unwrap();
        assert_eq!((response.root.replies.len(), response.root.by_user.len()), (1, 1));
    }
}
