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
mod webhook;
mod wire_name;
mod words;

use syn::Ident;

pub(crate) use self::attributes::doc_summary;
use self::attributes::{check_module_attrs, check_public};
pub(crate) use self::types::is_possible;
use crate::model::{CodeSet, CratePath, Endpoint, OpenEnum, Record, RecordKind, Union, Webhook};
use crate::parse;
use crate::report::Report;

/// Checks an endpoint.
pub(crate) fn endpoint(written: parse::Module, report: &mut Report) -> Option<Endpoint> {
    let parse::Module { args, lists, attrs, vis, ident, structs, consts } = written;
    check_module_attrs(&attrs, report);
    check_public(&vis, &ident, "pub mod", report);
    let (words, options) = options::check_options(&args, lists, &ident, report);
    let crate_path = words.crate_path.unwrap_or_default();
    let has_page = options.as_ref().is_some_and(|options| options.page.is_some());
    let errors = errors::check_errors(consts, has_page, &ident, report);
    let expected = [("Request", RecordKind::Request), ("Response", RecordKind::Response)];
    let ([request, response], objects) = check_structs(structs, expected, &crate_path, report);
    for (name, found) in [("Request", &request), ("Response", &response)] {
        structs::check_present(name, found.is_some(), &objects, &ident, report);
    }
    let (request, mut response, mut options) = (request?, response?, options?);
    if let Some(at) = &words.per_item {
        structs::check_has_status(at, &response, &objects, report);
    }
    if words.partial.is_some() {
        partial::check_partial(&response, "endpoint", &objects, report);
    }
    response.is_judged_per_item = words.per_item.is_some();
    let neither = "neither the request nor the response";
    structs::check_used([&request, &response], neither, &objects, report);
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

/// Checks a webhook.
pub(crate) fn webhook(written: parse::Module, report: &mut Report) -> Option<Webhook> {
    let parse::Module { args, lists, attrs, vis, ident, structs, consts } = written;
    check_module_attrs(&attrs, report);
    check_public(&vis, &ident, "pub mod", report);
    for list in lists {
        report.error(&list.name, format!("`{}` is only for endpoints: remove it", list.name));
    }
    for item in consts {
        report.error(&item.ident, "a webhook contains only structs: remove the constant");
    }
    let (words, options) = webhook::check_options(&args, &ident, report);
    let expected = [("Event", RecordKind::Event), ("Reply", RecordKind::Reply)];
    let crate_path = words.crate_path.unwrap_or_default();
    let ([event, reply], objects) = check_structs(structs, expected, &crate_path, report);
    structs::check_present("Event", event.is_some(), &objects, &ident, report);
    let (event, options) = (event?, options?);
    webhook::check_reply(reply.as_ref(), &options, &ident, report);
    if options.is_partial {
        partial::check_partial(&event, "webhook", &objects, report);
    }
    let main = || [&event].into_iter().chain(&reply);
    structs::check_used(main(), "neither the event nor the reply", &objects, report);
    structs::check_finite(main().chain(&objects), report);
    report.is_clean().then_some(Webhook {
        crate_path,
        attrs,
        vis,
        ident,
        options,
        event,
        reply,
        objects,
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

/// Checks the structs of a module. Returns the two that are expected, if they are there, and the others.
fn check_structs(
    structs: Vec<parse::Record>,
    expected: [(&str, RecordKind); 2],
    crate_path: &CratePath,
    report: &mut Report,
) -> ([Option<Record>; 2], Vec<Record>) {
    let (mut main, mut objects) = ([None, None], Vec::<Record>::new());
    for written in structs {
        let name = written.ident.to_string();
        let place = expected.iter().position(|(expected, _)| *expected == name);
        let is_taken = match place {
            Some(place) => main[place].is_some(),
            None => objects.iter().any(|object| object.ident == name),
        };
        if is_taken {
            report.error(&written.ident, format!("`{name}` is declared twice: keep one"));
            continue;
        }
        let kind = place.map_or(RecordKind::Object, |place| expected[place].1);
        let record = record::check_record(written, kind, crate_path.clone(), report);
        match place {
            Some(place) => main[place] = Some(record),
            None => objects.push(record),
        }
    }
    (main, objects)
}
