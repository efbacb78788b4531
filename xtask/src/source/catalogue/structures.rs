//! The file `messages.json` of the catalogue: structures that several endpoints share.

use serde::Deserialize;

use super::{FileRow, rows};
use crate::source::{Json, ReadError, Row, Type};

/// A structure that several endpoints share.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// `MsgBody`, the tag of one of its elements such as `TIMTextElem`, or `OfflinePushInfo`.
    pub name: String,
    /// The fields: of an item, of the element's content, or of the object.
    pub fields: Vec<Row>,
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "MsgBody")]
    body: Body,
    elements: Vec<Element>,
    #[serde(rename = "OfflinePushInfo")]
    push: Push,
}

#[derive(Deserialize)]
struct Body {
    element_fields: Vec<FileRow>,
}

#[derive(Deserialize)]
struct Element {
    msg_type: String,
    fields: Vec<FileRow>,
    #[serde(default)]
    samples: Vec<Json>,
}

#[derive(Deserialize)]
struct Push {
    fields: Vec<FileRow>,
}

/// Reads `messages.json`.
///
/// # Errors
///
/// If the text is not JSON of that form.
pub fn read_structures(text: &str) -> Result<Vec<Structure>, ReadError> {
    let file: File = serde_json::from_str(text).map_err(|error| {
        ReadError::new(format!(
            "this is not the catalogue's `messages.json`: {error}; give that file"
        ))
    })?;
    let read = |name: &str, fields| Structure { name: name.to_owned(), fields: rows(fields) };
    let mut structures = vec![read("MsgBody", file.body.element_fields)];
    for element in file.elements {
        let mut structure = read(&element.msg_type, element.fields);
        structure.fields.iter_mut().for_each(|row| show_fraction(row, &element.samples));
        structures.push(structure);
    }
    structures.push(read("OfflinePushInfo", file.push.fields));
    Ok(structures)
}

/// Makes an integer a number with a fraction if a sample shows one. The file names both alike.
fn show_fraction(row: &mut Row, samples: &[Json]) {
    let has_fraction = |sample: &Json| {
        let content = sample.get("json").and_then(|json| json.get("MsgContent"));
        let value = content.and_then(|content| content.get(&row.path));
        matches!(value, Some(Json::Number(number)) if number.contains('.'))
    };
    if row.ty == Type::Integer && samples.iter().any(has_fraction) {
        row.ty = Type::Number;
    }
}
