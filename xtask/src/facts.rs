//! The facts of an endpoint or webhook that are kept in `tests/facts`, without the sentences of their source.

mod bounds;
#[cfg(test)]
mod tests;
mod write;

use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::source::{Kind, Required, Row, Source, Structure, Type};

pub(crate) use bounds::items_per_request;
pub use bounds::{Bound, Bounds};

/// The facts of an endpoint or webhook as a source has them, and where the declaration differs from it on purpose.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The path of an endpoint, or the command of a webhook.
    pub path: String,
    /// The time at which a webhook is sent; `None` for an endpoint.
    #[serde(default)]
    pub webhook: Option<Timing>,
    /// The number of the page.
    pub page: Option<u32>,
    /// The calls per second.
    pub rate: Option<u32>,
    /// The part of the page that the source is.
    pub known: Known,
    /// The error codes, in the order of the source.
    pub codes: Vec<i64>,
    /// The first and the last of the app's own codes with which a webhook's action can be forbidden.
    #[serde(default)]
    pub own_codes: Option<(u32, u32)>,
    /// The fields of the request, or of a webhook's event.
    pub request: Vec<FactRow>,
    /// The fields of the response, or of the reply to a webhook.
    pub response: Vec<FactRow>,
    /// The differences between the facts and the declaration that are meant.
    #[serde(default)]
    pub differences: Vec<Difference>,
}

/// The facts of the structures that several endpoints share.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StructureFacts {
    /// The structures.
    pub structures: Vec<StructureFact>,
    /// The differences between the facts and the declarations that are meant.
    #[serde(default)]
    pub differences: Vec<Difference>,
}

/// The facts of a structure that several endpoints share.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StructureFact {
    /// `MsgBody`, the tag of one of its elements, or `OfflinePushInfo`.
    pub name: String,
    /// The fields.
    pub fields: Vec<FactRow>,
}

/// The time at which a webhook is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Timing {
    /// Before something happens.
    Before,
    /// After something happened.
    After,
}

/// The part of a page that a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// The whole page.
    Whole,
    /// A part of it, or what an SDK has.
    Part,
}

/// The facts of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactRow {
    /// The place in the JSON tree, such as `GroupItem[].GroupName`.
    pub path: String,
    /// The type, such as `String`, `Array` or `String/Integer`; `Any` if it is unknown.
    #[serde(rename = "type")]
    pub ty: String,
    /// The type of the items of an array, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// The shared structure that the field holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<String>,
    /// The need for it in a request; `None` if that depends or is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Need>,
    /// `true` if the samples have it in each instance of its parent; `None` if none has its parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub always: Option<bool>,
    /// The bounds that the words name.
    #[serde(flatten)]
    pub bounds: Bounds,
}

/// The need for a field in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// It is required.
    Yes,
    /// It is optional.
    No,
}

/// A difference between a source and the declaration that is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The place: `request GroupName`, `response GroupItem[].GroupId`, or `endpoint`.
    pub at: String,
    /// The fact, such as `max_items`.
    pub fact: String,
    /// The value of the source; empty if it has none.
    pub source: String,
    /// The value of the declaration; empty if it has none.
    pub declared: String,
    /// The reason, in our own words.
    pub because: String,
}

impl Facts {
    /// Takes the facts of a source.
    #[must_use]
    pub fn from_source(source: &Source) -> Self {
        let webhook = match source.kind {
            Kind::Endpoint => None,
            Kind::BeforeWebhook => Some(Timing::Before),
            Kind::AfterWebhook => Some(Timing::After),
        };
        // The service sends events, so that nobody checks their bounds.
        let request = if webhook.is_some() { FactRow::of_response } else { FactRow::from_row };
        Self {
            path: source.path.clone(),
            webhook,
            page: source.page,
            rate: source.rate,
            known: if source.is_partial { Known::Part } else { Known::Whole },
            codes: source.codes.iter().map(|code| code.number).collect(),
            own_codes: source.own_codes,
            request: source.request.iter().map(request).collect(),
            response: source.response.iter().map(FactRow::of_response).collect(),
            differences: Vec::new(),
        }
    }

    /// Reads a file of `tests/facts`.
    ///
    /// # Errors
    ///
    /// If the text is not such a file.
    pub fn read(text: &str) -> Result<Self, FactsError> {
        serde_json::from_str(text).map_err(|error| FactsError(error.to_string()))
    }
}

impl StructureFacts {
    /// Takes the facts of structures.
    #[must_use]
    pub fn from_structures(structures: &[Structure]) -> Self {
        let fact = |structure: &Structure| StructureFact {
            name: structure.name.clone(),
            fields: structure.fields.iter().map(FactRow::from_row).collect(),
        };
        Self { structures: structures.iter().map(fact).collect(), differences: Vec::new() }
    }

    /// Reads `tests/facts/messages.json`.
    ///
    /// # Errors
    ///
    /// If the text is not that file.
    pub fn read(text: &str) -> Result<Self, FactsError> {
        serde_json::from_str(text).map_err(|error| FactsError(error.to_string()))
    }
}

impl FactRow {
    fn from_row(row: &Row) -> Self {
        let items = match &row.ty {
            Type::Array(Some(items)) => Some(items.to_string()),
            _ => None,
        };
        Self {
            path: row.path.clone(),
            ty: row.ty.to_string(),
            items,
            structure: row.structure.clone(),
            required: match row.required {
                Required::Yes => Some(Need::Yes),
                Required::No => Some(Need::No),
                Required::Unknown => None,
            },
            always: row.always,
            bounds: bounds::in_words(&row.words, &row.ty),
        }
    }

    /// Takes the facts of a field of a response. Nobody checks its bounds.
    fn of_response(row: &Row) -> Self {
        Self { bounds: Bounds::new(), ..Self::from_row(row) }
    }

    /// Returns the type.
    #[must_use]
    pub fn ty(&self) -> Type {
        match Type::parse(&self.ty) {
            Type::Array(_) => {
                Type::Array(self.items.as_ref().map(|items| Box::new(Type::parse(items))))
            }
            ty => ty,
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "yes",
            Self::No => "no",
        })
    }
}

/// A file of facts that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsError(String);

impl fmt::Display for FactsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no file of facts: {}; `cargo xtask scaffold` writes one", self.0)
    }
}

impl Error for FactsError {}
