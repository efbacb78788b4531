//! The contract: every endpoint as one readable table, the codes as another, the samples of the pages, and the index.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod codes;
mod facts;
mod index;
mod pages;
mod responses;
mod samples;
mod schema;
mod style;

use tencent_chat::EndpointSpec;
use tencent_chat::schema::{FieldType, Table};

/// Passes every struct of an endpoint to `see`, each once with its path: its request, its response, and the objects and the
/// members of unions in them.
fn for_each_table(spec: &EndpointSpec, see: &mut dyn FnMut(&str, &'static Table)) {
    for (table, part) in [(spec.request(), "request"), (spec.response(), "response")] {
        let mut seen = Vec::new();
        walk(table, &format!("{} {part}", spec.path()), &mut seen, see);
    }
}

fn walk(
    table: &'static Table,
    path: &str,
    seen: &mut Vec<*const Table>,
    see: &mut dyn FnMut(&str, &'static Table),
) {
    if seen.contains(&std::ptr::from_ref(table)) {
        return;
    }
    seen.push(table);
    see(path, table);
    for field in table.fields {
        let path = format!("{path}.{}", field.wire);
        match innermost(field.ty) {
            FieldType::Object(table) => walk(table(), &path, seen, see),
            FieldType::Union(union) => {
                for member in union.members {
                    walk((member.table)(), &format!("{path}.{}", member.tag), seen, see);
                }
            }
            _ => {}
        }
    }
}

/// The type of the items of a list or map, and of the items of these.
fn innermost(mut ty: FieldType) -> FieldType {
    while let FieldType::List(item) | FieldType::Map(item) = ty {
        ty = *item;
    }
    ty
}
