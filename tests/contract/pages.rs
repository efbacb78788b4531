//! Every endpoint as a table, to be read against its page.

use std::fmt::Write;
use std::time::Duration;

use tencent_chat::schema::{BoolRepr, FieldRole, FieldType, Table};

use super::{Indexed, index};

#[test]
fn every_endpoint_reads_as_its_page() {
    let mut text = String::new();
    for Indexed { family, spec, .. } in index() {
        let page = spec.page().map_or("no page".to_owned(), |page| {
            format!("page {}, read on {}", page.number, page.read)
        });
        let rate =
            spec.rate_per_second().map_or("no rate".to_owned(), |rate| format!("{rate} a second"));
        let repeats = match (spec.is_idempotent(), spec.deduplication()) {
            (true, _) => "idempotent".to_owned(),
            (false, Duration::ZERO) => "not idempotent".to_owned(),
            (false, Duration::MAX) => "copies are dropped".to_owned(),
            (false, time) => format!("copies are dropped for {time:?}"),
        };
        writeln!(text, "{family}.{}: {}", spec.name(), spec.path()).unwrap();
        writeln!(text, "  {}\n  {page}; {rate}; {repeats}", spec.doc()).unwrap();
        if let Some(pages) = spec.pages() {
            writeln!(text, "  {pages}").unwrap();
        }
        if spec.response().is_judged_per_item {
            writeln!(text, "  judged per item").unwrap();
        }
        for (role, table) in [("request", spec.request()), ("response", spec.response())] {
            writeln!(text, "  {role}").unwrap();
            write_table(&mut text, table, "    ");
        }
        writeln!(text, "  errors").unwrap();
        for code in spec.errors() {
            let meaning = spec.info(*code).map_or("", |info| info.meaning);
            writeln!(text, "    {code}: {meaning}").unwrap();
        }
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

fn write_table(text: &mut String, table: &Table, indent: &str) {
    for field in table.fields {
        let required = if field.required { "" } else { ", optional" };
        write!(text, "{indent}{} ({}): {}{required}", field.wire, field.name, field.ty).unwrap();
        match field.role {
            FieldRole::Status => text.push_str(", status of the item"),
            FieldRole::StatusFailedIf(failure) => {
                write!(text, ", status of the item, {failure} if it failed").unwrap();
            }
            FieldRole::Query => text.push_str(", in the query"),
            FieldRole::Random => text.push_str(", drawn by the client"),
            FieldRole::Sequence => text.push_str(", counted upward by the client"),
            _ => {}
        }
        for alias in field.aliases {
            write!(text, ", also {alias}").unwrap();
        }
        if field.switch != BoolRepr::NUMBERS {
            write!(text, " {}", field.switch).unwrap();
        }
        for constraint in field.constraints {
            write!(text, ", {constraint}").unwrap();
        }
        writeln!(text, ". {}", field.doc).unwrap();
        let mut ty = field.ty;
        while let FieldType::List(item) | FieldType::Map(item) = ty {
            ty = *item;
        }
        if let FieldType::Object(table) = ty {
            write_table(text, table(), &format!("{indent}  "));
        }
    }
}
