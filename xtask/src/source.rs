//! A source: a page of the documents or a file of the catalogue, read into one form.

mod catalogue;
mod error;
pub mod json;
mod page;
mod place;

use std::fmt;

pub use catalogue::{Structure, read_catalogue, read_structures};
pub use error::ReadError;
use json::Json;
pub use page::read_page;

/// The fields that every response has at its top. They are no rows.
pub(crate) const ENVELOPE: [&str; 4] = ["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"];

/// Reads a file of the catalogue or a page in Markdown; its content tells which it is.
///
/// # Errors
///
/// As for [`read_catalogue`] and [`read_page`]. The message begins with `name`.
pub fn read(name: &str, text: &str) -> Result<Source, ReadError> {
    let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let source = if is_json { read_catalogue(text) } else { read_page(text) };
    source.map_err(|error| ReadError::new(format!("{name}: {error}")))
}

/// Everything that a source says about one endpoint or webhook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The path of an endpoint, such as `v4/openim/sendmsg`, or the command of a webhook, such as `State.StateChange`.
    pub path: String,
    /// The kind of what the source describes.
    pub kind: Kind,
    /// The catalogue's category, such as `conversation`.
    pub category: Option<String>,
    /// The number of the page.
    pub page: Option<u32>,
    /// `true` if only a part of the page could be read, or if the endpoint is known from an SDK alone.
    pub is_partial: bool,
    /// The documented calls per second.
    pub rate: Option<u32>,
    /// The fields of the request, or of a webhook's event. A parent stands before its members.
    pub request: Vec<Row>,
    /// The fields of the response, or of the reply to a webhook.
    pub response: Vec<Row>,
    /// The error codes in the order of the source. Those of a webhook are the service's verdicts, such as 1 for "forbidden".
    pub codes: Vec<Code>,
    /// The first and the last of the app's own codes with which a webhook's action can be forbidden.
    pub own_codes: Option<(u32, u32)>,
    /// The samples of requests.
    pub request_samples: Vec<Json>,
    /// The samples of responses, failing ones included.
    pub response_samples: Vec<Json>,
    /// The source's own sentences about the whole. They are printed for reading and never written.
    pub words: Vec<String>,
    /// The repairs and guesses of the reader, one line each.
    pub doubts: Vec<String>,
}

/// The kind of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// An endpoint of the REST API.
    #[default]
    Endpoint,
    /// A webhook that is sent before something happens.
    BeforeWebhook,
    /// A webhook that is sent after something happened.
    AfterWebhook,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The place in the JSON tree, such as `GroupItem[].GroupName`. `[]` is an array, `{Name}` a key of the user's own.
    pub path: String,
    /// The type, as [`Type::parse`] understands the source's word for it and as the samples show it.
    pub ty: Type,
    /// The need for the field in a request.
    pub required: Required,
    /// `true` if the samples of successful responses have the field in each instance of its parent; `None` if none of
    /// them has it. The events of a webhook count as responses, because the service sends them.
    pub always: Option<bool>,
    /// The evidence for the place.
    pub placed: Placed,
    /// The structure that is documented elsewhere, such as `MsgBody`, whose members are no rows.
    pub structure: Option<String>,
    /// The source's sentence about the field. It is printed for reading and never written.
    pub words: String,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A text.
    String,
    /// An integer.
    Integer,
    /// A number with a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// An array; the type of its items is that of the samples.
    Array(Option<Box<Type>>),
    /// One of several types, or unknown if there are none.
    Any(Vec<Type>),
}

/// The need for a field in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It depends on something, or the source does not say.
    Unknown,
}

/// The evidence for the place of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// A sample has the field there, or the source gives the whole path.
    Shown,
    /// The order of the table alone. It is a guess.
    Guessed,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The number.
    pub number: i64,
    /// The source's sentence about it. It is printed for reading and never written.
    pub words: String,
}

/// Writes the word that [`Type::parse`] reads, for example `Array` or `String/Integer`. Items are left out.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("String"),
            Self::Integer => f.write_str("Integer"),
            Self::Number => f.write_str("Float"),
            Self::Boolean => f.write_str("Boolean"),
            Self::Object => f.write_str("Object"),
            Self::Array(_) => f.write_str("Array"),
            Self::Any(types) if types.is_empty() => f.write_str("Any"),
            Self::Any(types) => {
                let types: Vec<_> = types.iter().map(Self::to_string).collect();
                f.write_str(&types.join("/"))
            }
        }
    }
}

impl Type {
    /// Reads the source's word for a type, such as `String`, `Object Array` or `uint64`.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let word = word.trim().trim_matches('`').to_ascii_lowercase();
        if word.contains('/') {
            return Self::Any(word.split('/').map(Self::parse).collect());
        }
        match word.as_str() {
            "string" => Self::String,
            "integer" | "int" | "number" | "uint32" | "uint64" | "int32" | "int64" | "uint64_t"
            | "uint32_t" | "interger" => Self::Integer,
            "float" | "double" => Self::Number,
            "boolean" | "bool" => Self::Boolean,
            "object" => Self::Object,
            "array" | "list" => Self::Array(None),
            "object array" | "array of objects" | "[]object" => {
                Self::Array(Some(Box::new(Self::Object)))
            }
            "[]string" | "string array" => Self::Array(Some(Box::new(Self::String))),
            "[]integer" | "integer array" => Self::Array(Some(Box::new(Self::Integer))),
            _ => Self::Any(Vec::new()),
        }
    }
}
