//! Warns of what in responses does not fit its spec, once for each place.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use tracing::{Span, warn};

use crate::EndpointSpec;
use crate::codec::{FieldType, Oddities, Table};
use crate::observe::TARGET;

/// How many places a client warns of.
const MAX_PLACES: usize = 1000;

/// How much of a path is told, in bytes: a struct may hold itself, as deep as a peer likes.
const MAX_PATH: usize = 200;

/// The places that a client has warned of: endpoints, and paths without indexes and keys.
#[derive(Default)]
pub(crate) struct WarnedPlaces(Mutex<BTreeSet<(&'static str, String)>>);

impl WarnedPlaces {
    /// Warns of the places that are new. What stands there is not told.
    pub(crate) fn warn(&self, spec: &'static EndpointSpec, oddities: &Oddities, span: &Span) {
        let endpoint = spec.path();
        for oddity in oddities {
            let path = schema_path(spec.response(), oddity.path());
            if self.is_new(endpoint, &path) {
                let expected = oddity.expected();
                warn!(target: TARGET, parent: span, endpoint, path, expected, "a response does not fit its spec");
            }
        }
    }

    fn is_new(&self, endpoint: &'static str, path: &str) -> bool {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.len() < MAX_PLACES && places.insert((endpoint, path.to_owned()))
    }
}

/// Takes out of a path what the peer chose: indexes, and the keys of maps with all that follows them.
fn schema_path(table: &'static Table, path: &str) -> String {
    let mut table = Some(table);
    let mut told = String::new();
    for step in path.split('.') {
        let name = step.split('[').next().unwrap_or_default();
        let field = table.and_then(|table| table.fields.iter().find(|field| field.wire == name));
        let is_told = told.len() + name.len() < MAX_PATH;
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_told || !is_name {
            return told + "..";
        }
        if !told.is_empty() {
            told.push('.');
        }
        told.push_str(name);
        match field.map(|field| item_type(&field.ty)) {
            Some(FieldType::Map(_)) => return told + ".*",
            Some(FieldType::Object(inner)) => table = Some(inner()),
            _ => table = None,
        }
    }
    told
}

/// The type of a field, or of the innermost items if it is a list.
fn item_type(ty: &'static FieldType) -> &'static FieldType {
    match ty {
        FieldType::List(item) => item_type(item),
        ty => ty,
    }
}
