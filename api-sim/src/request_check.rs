//! Checks that apply to the requests of all endpoints, besides the constraints that the specs declare. They work on the
//! JSON, by the names and types of the fields.

use serde_json::{Map, Value};
use tencent_chat_specs::schema::{
    Constraint, EnumTable, FieldRole, FieldSpec, FieldType, Meaning, Table, UnionTable, WireValue,
};
use tencent_chat_specs::{EndpointSpec, ErrorCode};

use crate::State;
use crate::api_error::ApiError;
use crate::codes::code_of;

/// The prefixes of custom tags.
const CUSTOM_TAG_PREFIXES: [&str; 2] = ["Tag_Profile_Custom_", "Tag_SNS_Custom_"];

/// The type of custom message parts.
const CUSTOM_PART: &str = "TIMCustomElem";

/// Checks a request of any endpoint.
pub(crate) fn request(
    state: &State,
    spec: &EndpointSpec,
    invalid: ErrorCode,
    json: &Map<String, Value>,
) -> Result<(), ApiError> {
    Check { state, spec, invalid }.record(spec.request(), json, true)
}

struct Check<'a> {
    state: &'a State,
    spec: &'a EndpointSpec,
    invalid: ErrorCode,
}

impl Check<'_> {
    fn record(
        &self,
        table: &Table,
        json: &Map<String, Value>,
        is_root: bool,
    ) -> Result<(), ApiError> {
        for field in table.fields {
            let names = std::iter::once(&field.wire).chain(field.words.aliases);
            let value = names.filter_map(|name| json.get(*name)).find(|value| !value.is_null());
            match value {
                Some(Value::Array(items))
                    if items.is_empty() && is_root && must_have_items(field) =>
                {
                    return Err(self.wrong(field, "is empty"));
                }
                Some(value) => self.value(field, &field.ty, value)?,
                None if field.words.role == FieldRole::Random && self.has_code(field) => {
                    return Err(self.wrong(field, "is missing"));
                }
                None => {}
            }
        }
        let time = |name: &str| json.get(name).and_then(Value::as_u64);
        match (time("MinTime"), time("MaxTime")) {
            (Some(min), Some(max)) if min > max => {
                Err(ApiError::new(self.invalid, "`MinTime` is later than `MaxTime`"))
            }
            _ => Ok(()),
        }
    }

    fn value(&self, field: &FieldSpec, ty: &FieldType, value: &Value) -> Result<(), ApiError> {
        match (field.wire, ty, value) {
            (_, FieldType::List(FieldType::Union(parts)), _) => self.message(field, parts, value),
            (
                "AppDefinedData" | "AppMemberDefinedData",
                FieldType::List(_),
                Value::Array(items),
            ) => items.iter().try_for_each(|item| self.custom_field(&item["Key"])),
            (_, FieldType::List(item), Value::Array(items)) => {
                items.iter().try_for_each(|value| self.value(field, item, value))
            }
            (_, FieldType::Object(table), Value::Object(json)) => self.record(table(), json, false),
            (_, FieldType::String(meaning), value) => self.id(field, *meaning, value),
            (_, FieldType::Enum(table), value) => self.enumeration(field, table, value),
            _ => Ok(()),
        }
    }

    /// Checks that the ID of a user, a group or a message is a string, and not empty.
    fn id(&self, field: &FieldSpec, meaning: Meaning, value: &Value) -> Result<(), ApiError> {
        match value {
            Value::String(text) if text.is_empty() => {
                let is_needed = meaning != Meaning::Any && field.required;
                if is_needed { Err(self.wrong(field, "is empty")) } else { Ok(()) }
            }
            Value::String(_) => Ok(()),
            _ if meaning == Meaning::UserIdentifier => {
                let code = code_of(self.spec, field.wire, ErrorCode::USER_ID_NOT_A_STRING);
                Err(ApiError::new(code, format!("`{}` is not a string", field.wire)))
            }
            _ => Ok(()),
        }
    }

    /// Checks that an enumeration has a documented value. Tags may also be custom.
    fn enumeration(
        &self,
        field: &FieldSpec,
        table: &EnumTable,
        value: &Value,
    ) -> Result<(), ApiError> {
        let is_known = table.values.iter().any(|known| match (known.value, value) {
            (WireValue::Text(text), Value::String(value)) => text == value,
            (WireValue::Integer(number), Value::String(value)) => number.to_string() == *value,
            (WireValue::Integer(number), value) => value.as_u64() == Some(number),
            (WireValue::Text(_) | WireValue::Bool(_), _) => false,
        });
        let is_custom = value.as_str().is_some_and(|tag| self.state.has_custom_field(tag))
            && CUSTOM_TAG_PREFIXES
                .iter()
                .any(|prefix| value.as_str().unwrap_or_default().starts_with(prefix));
        if is_known || is_custom {
            return Ok(());
        }
        Err(self.wrong(field, &format!("cannot be {value}")))
    }

    fn custom_field(&self, key: &Value) -> Result<(), ApiError> {
        if key.as_str().is_some_and(|key| !self.state.has_custom_field(key)) {
            return Err(ApiError::new(
                self.invalid,
                format!("no custom field {key} is configured"),
            ));
        }
        Ok(())
    }

    /// Checks that a message is a list of parts of the documented types, and that at most one of them is custom.
    fn message(
        &self,
        field: &FieldSpec,
        table: &UnionTable,
        value: &Value,
    ) -> Result<(), ApiError> {
        let Value::Array(parts) = value else {
            let code = ErrorCode::MSG_BODY_NOT_AN_ARRAY;
            let code = if self.spec.errors().contains(&code) { code } else { self.invalid };
            return Err(ApiError::new(code, format!("`{}` is not an array", field.wire)));
        };
        if parts.is_empty() {
            return Err(self.wrong(field, "is empty"));
        }
        for part in parts {
            let tag = &part[table.tag];
            if !table.members.iter().any(|member| *tag == member.tag) {
                return Err(self.wrong(field, &format!("has a part of the unknown type {tag}")));
            }
            if !part[table.content].is_object() {
                return Err(self.wrong(field, &format!("has a part without `{}`", table.content)));
            }
        }
        let customs = parts.iter().filter(|part| part[table.tag] == CUSTOM_PART).count();
        if customs > 1 { Err(self.wrong(field, "has more than one custom part")) } else { Ok(()) }
    }

    fn has_code(&self, field: &FieldSpec) -> bool {
        code_of(self.spec, field.wire, ErrorCode::OK) != ErrorCode::OK
    }

    fn wrong(&self, field: &FieldSpec, problem: &str) -> ApiError {
        let code = code_of(self.spec, field.wire, self.invalid);
        ApiError::new(code, format!("`{}` {problem}", field.wire))
    }
}

/// Returns `true` if a list must not be empty and the spec has no constraint for that. Such a constraint has its own
/// code.
fn must_have_items(list: &FieldSpec) -> bool {
    let is_bound = |constraint: &Constraint| matches!(constraint, Constraint::Items(bounds) if bounds.min.is_some());
    list.required && !list.words.constraints.iter().any(is_bound)
}
