//! Every endpoint and webhook as a table, to be read against its page.

use std::fmt::Write;
use std::time::Duration;

use tencent_chat::schema::{BoolRepr, EnumTable, FieldRole, FieldType, Table, UnionTable};
use tencent_chat::webhook::{WEBHOOKS, WebhookSpec};
use tencent_chat::{ENDPOINTS, EndpointSpec};

use super::{Spec, for_each_table, innermost};

#[test]
fn every_endpoint_reads_as_its_page() {
    let mut text = String::new();
    for family in ENDPOINTS {
        for spec in family.endpoints {
            writeln!(text, "{}.{}: {}", family.name, spec.name(), spec.path()).unwrap();
            write_facts(&mut text, spec);
            write_parts(&mut text, Spec::Endpoint(spec));
            writeln!(text, "  errors").unwrap();
            for code in spec.errors() {
                let meaning = spec.info(*code).map_or("", |info| info.meaning);
                writeln!(text, "    {code}: {meaning}").unwrap();
            }
            text.push('\n');
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_webhook_reads_as_its_page() {
    let mut text = String::new();
    for family in WEBHOOKS {
        for spec in family.webhooks {
            writeln!(text, "{}.{}: {}", family.name, spec.name(), spec.command()).unwrap();
            let (page, verdicts) = (shown_page(Spec::Webhook(spec)), shown_verdicts(spec));
            writeln!(text, "  {}\n  {page}; {verdicts}", spec.doc()).unwrap();
            if spec.is_partial() {
                writeln!(text, "  known in part").unwrap();
            }
            write_parts(&mut text, Spec::Webhook(spec));
            text.push('\n');
        }
    }
    insta::assert_snapshot!(text);
}

/// The verdicts that a reply may have.
fn shown_verdicts(spec: &WebhookSpec) -> String {
    if !spec.is_before() {
        return "after the action".to_owned();
    }
    let mut verdicts = vec!["before the action".to_owned()];
    verdicts
        .push(if spec.can_forbid() { "can forbid" } else { "a verdict for each item" }.to_owned());
    verdicts.extend(spec.own_codes().map(|codes| format!("own codes {codes:?}")));
    verdicts.extend(spec.can_discard().then(|| "can discard".to_owned()));
    verdicts.join(", ")
}

fn shown_page(spec: Spec) -> String {
    spec.page()
        .map_or("no page".to_owned(), |page| format!("page {}, read on {}", page.number, page.read))
}

fn write_parts(text: &mut String, spec: Spec) {
    for (part, table) in spec.parts() {
        writeln!(text, "  {part}").unwrap();
        write_table(text, table, "    ", &mut Vec::new());
    }
}

fn write_facts(text: &mut String, spec: &'static EndpointSpec) {
    let page = shown_page(Spec::Endpoint(spec));
    let rate =
        spec.rate_per_second().map_or("no rate".to_owned(), |rate| format!("{rate} a second"));
    let repeats = match (spec.is_idempotent(), spec.deduplication()) {
        (true, _) => "idempotent".to_owned(),
        (false, Duration::ZERO) => "not idempotent".to_owned(),
        (false, Duration::MAX) => "copies are dropped".to_owned(),
        (false, time) => format!("copies are dropped for {time:?}"),
    };
    writeln!(text, "  {}\n  {page}; {rate}; {repeats}", spec.doc()).unwrap();
    if let Some(pages) = spec.pages() {
        writeln!(text, "  {pages}").unwrap();
    }
    if let Some(list) = spec.batch() {
        writeln!(text, "  batches of {} items of {}", list.max, list.wire).unwrap();
    }
    if spec.response().is_judged_per_item {
        writeln!(text, "  judged per item").unwrap();
    }
    if spec.is_partial() {
        writeln!(text, "  known in part").unwrap();
    }
    if let Some(path) = spec.superseded_by() {
        writeln!(text, "  superseded by {path}").unwrap();
    }
}

/// The enumerations and unions of all endpoints and webhooks, each where it is first used.
#[test]
fn every_enumeration_and_every_union_reads_as_its_page() {
    let mut shown: Vec<String> = Vec::new();
    for spec in Spec::all() {
        for_each_table(spec, &mut |_, table| {
            for field in table.fields {
                let text = match innermost(field.ty) {
                    FieldType::Enum(table) => shown_enum(table),
                    FieldType::Union(table) => shown_union(table),
                    _ => continue,
                };
                if !shown.contains(&text) {
                    shown.push(text);
                }
            }
        });
    }
    insta::assert_snapshot!(shown.join("\n"));
}

fn shown_enum(table: &EnumTable) -> String {
    let mut text = format!("{}: {}\n", table.name, table.doc);
    for known in table.values {
        writeln!(text, "  {known} ({}): {}", known.name, known.doc).unwrap();
    }
    text
}

fn shown_union(union: &UnionTable) -> String {
    let mut text = format!("{}: {}, {}\n", union.name, union.tag, union.content);
    for member in union.members {
        let table = (member.table)();
        writeln!(text, "  {} ({}): {}", member.tag, table.name, table.doc).unwrap();
        write_table(&mut text, table, "    ", &mut Vec::new());
    }
    text
}

/// A type, with the names of the values of an enumeration where they differ from the values.
fn shown(ty: FieldType) -> String {
    match ty {
        FieldType::List(item) => format!("list of {}", shown(*item)),
        FieldType::Map(item) => format!("map to {}", shown(*item)),
        FieldType::Enum(table) => {
            let value = |known: &tencent_chat::schema::EnumValue| {
                let value = known.to_string();
                let is_named = value.trim_matches('"') != known.name;
                if is_named { format!("{value} ({})", known.name) } else { value }
            };
            let values: Vec<_> = table.values.iter().map(value).collect();
            format!("open enumeration {} of {}", table.name, values.join(", "))
        }
        ty => ty.to_string(),
    }
}

/// Writes the fields of a struct, and those of the objects in it. An object that holds itself is written once.
fn write_table(
    text: &mut String,
    table: &'static Table,
    indent: &str,
    around: &mut Vec<&'static Table>,
) {
    if around.iter().any(|outer| std::ptr::eq(*outer, table)) {
        writeln!(text, "{indent}as {} above", table.name).unwrap();
        return;
    }
    around.push(table);
    for field in table.fields {
        let required = if field.required { "" } else { ", optional" };
        write!(text, "{indent}{} ({}): {}{required}", field.wire, field.name, shown(field.ty))
            .unwrap();
        match field.words.role {
            FieldRole::Status => text.push_str(", status of the item"),
            FieldRole::StatusFailedIf(failure) => {
                write!(text, ", status of the item, {failure} if it failed").unwrap();
            }
            FieldRole::Query => text.push_str(", in the query"),
            FieldRole::Random => text.push_str(", drawn by the client"),
            FieldRole::Sequence => text.push_str(", counted upward by the client"),
            FieldRole::AppId => text.push_str(", the client's SDKAppID by default"),
            _ => {}
        }
        for alias in field.words.aliases {
            write!(text, ", also {alias}").unwrap();
        }
        if field.words.switch != BoolRepr::NUMBERS {
            write!(text, " {}", field.words.switch).unwrap();
        }
        for constraint in field.words.constraints {
            write!(text, ", {constraint}").unwrap();
        }
        writeln!(text, ". {}", field.doc).unwrap();
        if let FieldType::Object(table) = innermost(field.ty) {
            write_table(text, table(), &format!("{indent}  "), around);
        }
    }
    around.pop();
}
