//! Extra fields, which the spec of a request does not declare.

use serde_json::{Map, Value};

use crate::schema::Table;

/// The longest name of an extra field, in bytes.
const MAX_NAME: usize = 128;

/// The largest number of extra fields in a request.
const MAX_FIELDS: usize = 100;

/// Extra fields, which are written after the declared ones, and the first problem with them.
#[derive(Clone, Default)]
pub(super) struct Extra {
    fields: Map<String, Value>,
    problem: Option<String>,
}

impl Extra {
    /// Adds a field to a request of this table, replacing an extra field of the same name. The first problem is kept.
    pub(super) fn add(&mut self, table: &Table, name: String, value: Value) {
        if self.problem.is_some() {
            return;
        }
        self.problem = problem_of(table, &name);
        self.fields.insert(name, value);
        if self.fields.len() > MAX_FIELDS {
            self.problem = Some(format!("the request has more than {MAX_FIELDS} extra fields"));
        }
    }

    /// Writes the fields into the JSON object of a request.
    ///
    /// # Errors
    ///
    /// Fails with the first problem of a field.
    pub(super) fn write(&self, mut json: Vec<u8>) -> Result<Vec<u8>, String> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let extra = serde_json::to_vec(&self.fields).map_err(|error| error.to_string())?;
        json.pop();
        if json.last() != Some(&b'{') {
            json.push(b',');
        }
        json.extend_from_slice(extra.get(1..).unwrap_or_default());
        Ok(json)
    }
}

/// Returns the problem with the name of an extra field. Its text does not repeat a name that may be long.
fn problem_of(table: &Table, name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("the name of an extra field is empty".to_owned());
    }
    if name.len() > MAX_NAME {
        let bytes = name.len();
        return Some(format!(
            "the name of an extra field has {bytes} bytes, allowed is at most {MAX_NAME}"
        ));
    }
    let declared =
        table.fields.iter().find(|field| field.wire == name || field.words.aliases.contains(&name));
    declared.map(|field| format!("the extra field {name:?} is declared: set `{}`", field.name))
}
