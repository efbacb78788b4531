//! Checks the meaning of a spec: every rule of the language. Each mistake is reported at its token.

mod agreement;
mod attributes;
mod batch;
mod constraint;
mod crate_path;
mod errors;
mod fields;
mod open_enum;
mod options;
mod paging;
mod partial;
mod record;
mod repeats;
mod structs;
mod types;
mod union;
mod wire_name;
mod words;

use syn::Ident;

pub(crate) use self::attributes::doc_summary;
use self::attributes::{check_module_attrs, check_public};
pub(crate) use self::types::is_possible;
use crate::model::{CodeSet, CratePath, Endpoint, OpenEnum, Record, RecordKind, Union};
use crate::report::Report;
use crate::{parse, suggest};

/// Checks an endpoint.
pub(crate) fn endpoint(written: parse::Endpoint, report: &mut Report) -> Option<Endpoint> {
    let parse::Endpoint { args, lists, attrs, vis, ident, structs, consts } = written;
    check_module_attrs(&attrs, report);
    check_public(&vis, &ident, "pub mod", report);
    let (words, options) = options::check_options(&args, lists, &ident, report);
    let crate_path = words.crate_path.unwrap_or_default();
    let has_page = options.as_ref().is_some_and(|options| options.page.is_some());
    let errors = errors::check_errors(consts, has_page, &ident, report);
    let (request, response, objects) = check_structs(structs, &ident, &crate_path, report);
    let (request, mut response, mut options) = (request?, response?, options?);
    if let Some(at) = &words.per_item {
        structs::check_has_status(at, &response, &objects, report);
    }
    if words.partial.is_some() {
        partial::check_partial(&response, &objects, report);
    }
    response.is_judged_per_item = words.per_item.is_some();
    structs::check_used(&request, &response, &objects, report);
    structs::check_finite([&request, &response].into_iter().chain(&objects), report);
    let (idempotent, deduplicated) = (words.idempotent, words.deduplicated.map(|(at, _)| at));
    repeats::check_repeats(idempotent.as_ref(), deduplicated.as_ref(), &request, report);
    let mut type_checks = Vec::new();
    options.pages = words.pages.and_then(|list| {
        let records = paging::Records { request: &request, response: &response, objects: &objects };
        paging::check_pages(&list, records, &mut type_checks, report)
    });
    options.batch =
        words.batch.and_then(|list| batch::check_batch(&list, &request, &response, report));
    report.is_clean().then_some(Endpoint {
        crate_path,
        attrs,
        vis,
        ident,
        options,
        request,
        response,
        objects,
        errors,
        type_checks,
    })
}

/// Checks an object.
pub(crate) fn object(written: parse::Object, report: &mut Report) -> Option<Record> {
    let parse::Object { args, record: written } = written;
    let crate_path = crate_path::check_alone(&args, "object", report);
    let record = record::check_record(written, RecordKind::Object, crate_path, report);
    structs::check_finite([&record], report);
    report.is_clean().then_some(record)
}

/// Checks an open enumeration.
pub(crate) fn open_enum(written: parse::Enum, report: &mut Report) -> Option<OpenEnum> {
    let mut names: Vec<&Ident> = Vec::new();
    for parse::Value { ident, .. } in &written.values {
        if names.contains(&ident) {
            report.error(ident, format!("`{ident}` is declared twice: keep one"));
        }
        names.push(ident);
    }
    open_enum::check_open_enum(written, report)
}

/// Checks a set of codes.
pub(crate) fn codes(written: parse::CodeSet, report: &mut Report) -> Option<CodeSet> {
    errors::check_set(written, report)
}

/// Checks a union.
pub(crate) fn union(written: parse::Union, report: &mut Report) -> Option<Union> {
    union::check_union(written, report)
}

fn check_structs(
    structs: Vec<parse::Record>,
    module: &Ident,
    crate_path: &CratePath,
    report: &mut Report,
) -> (Option<Record>, Option<Record>, Vec<Record>) {
    let (mut request, mut response, mut objects) = (None, None, Vec::<Record>::new());
    for written in structs {
        let name = written.ident.to_string();
        let kind = match name.as_str() {
            "Request" => RecordKind::Request,
            "Response" => RecordKind::Response,
            _ => RecordKind::Object,
        };
        let taken = match kind {
            RecordKind::Request => request.is_some(),
            RecordKind::Response => response.is_some(),
            RecordKind::Object => objects.iter().any(|object| object.ident == name),
        };
        if taken {
            report.error(&written.ident, format!("`{name}` is declared twice: keep one"));
            continue;
        }
        let record = record::check_record(written, kind, crate_path.clone(), report);
        match kind {
            RecordKind::Request => request = Some(record),
            RecordKind::Response => response = Some(record),
            RecordKind::Object => objects.push(record),
        }
    }
    for (name, found) in [("Request", &request), ("Response", &response)] {
        let is_meant =
            |object: &&Record| suggest::closest(&object.ident.to_string(), [name]).is_some();
        match (found, objects.iter().find(is_meant)) {
            (Some(_), _) => {}
            (None, Some(object)) => {
                let found = &object.ident;
                report.error(found, format!("`{module}` has no `{name}`: rename `{found}` to `{name}`"));
            }
            (None, None) => report.error(
                module,
                format!("`{module}` has no `{name}`: add `pub struct {name} {{ .. }}`, empty if it has no fields"),
            ),
        }
    }
    (request, response, objects)
}
