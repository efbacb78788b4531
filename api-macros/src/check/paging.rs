//! Checks `pages` and `batch`: lists that are too long for one call.

use syn::{Ident, Lit, LitInt, LitStr};

use super::types::{argument_of, last_segment};
use crate::arg::Arg;
use crate::model::{Batch, Constraint, Field, PageStep, Pagination, Record};
use crate::names;
use crate::report::Report;
use crate::vocabulary;

const PAGES: &str = "`pages(\"Items\", last = \"CompleteFlag\", cursor(\"StartIndex\"))`";
/// Checks `pages(..)` against the fields that it names.
pub(super) fn check_pages(
    name: &Ident,
    args: &[Arg],
    request: &Record,
    response: &Record,
    objects: &[Record],
    report: &mut Report,
) -> Option<Pagination> {
    let [Arg::Literal(Lit::Str(items)), rest @ ..] = args else {
        report.error(
            name,
            format!("the list of the response must be the first argument: write {PAGES}"),
        );
        return None;
    };
    let field = find(items, response, "response", report)?;
    let Some(item) = argument_of(&field.ty, "Vec") else {
        report
            .error(items, format!("`{}` is not a list: name a `Vec` of the response", field.wire));
        return None;
    };
    // A struct that is declared outside of the module is not known here.
    let item_name = last_segment(item).map(|segment| &segment.ident);
    let object = objects.iter().find(|object| Some(&object.ident) == item_name);
    let (items, item) = (field.ident.clone(), item.clone());
    let mut pages = Pagination { items, item, last: None, total: None, steps: Vec::new() };
    for arg in rest {
        match arg {
            Arg::Value(word, Lit::Str(name)) if word == "last" => {
                pages.last = find(name, response, "response", report)
                    .and_then(|field| flag(name, field, report))
                    .map(wire);
            }
            Arg::Value(word, Lit::Str(name)) if word == "total" => {
                pages.total = find(name, response, "response", report).map(wire);
            }
            Arg::List(word, args) if vocabulary::PAGES[2..].iter().any(|known| word == known) => {
                pages.steps.extend(check_step(word, args, [request, response], object, report));
            }
            other => report.error(other, unknown(other)),
        }
    }
    if pages.steps.is_empty() && report.is_clean() {
        report.error(
            name,
            format!(
                "`pages` needs `cursor`, `offset` or `descending` for the next page: write {PAGES}"
            ),
        );
    }
    Some(pages)
}

/// Returns the field if it is a `bool`.
fn flag<'a>(name: &LitStr, field: &'a Field, report: &mut Report) -> Option<&'a Field> {
    let ty = field.optional.as_ref().unwrap_or(&field.ty);
    if last_segment(ty).is_some_and(|segment| segment.ident == "bool") {
        return Some(field);
    }
    let wire = &field.wire;
    report.error(
        name,
        format!("`{wire}` is not a flag: name a `bool` of the response, or remove `last`, and paging ends at an empty page or a cursor of 0"),
    );
    None
}

fn unknown(arg: &Arg) -> String {
    let word = arg.name().map(ToString::to_string).unwrap_or_default();
    match names::did_you_mean(&word, vocabulary::PAGES.iter().copied()) {
        Some(hint) if !vocabulary::PAGES.contains(&word.as_str()) => {
            format!("unknown word `{word}`: {hint}")
        }
        _ => format!(
            "the arguments after the list are `last = \"..\"`, `total = \"..\"`, `cursor(\"..\")`, `offset(\"..\", limit = \"..\")` and `descending(\"..\", of = \"..\")`, such as {PAGES}"
        ),
    }
}

fn check_step(
    word: &Ident,
    args: &[Arg],
    [request, response]: [&Record; 2],
    item: Option<&Record>,
    report: &mut Report,
) -> Option<PageStep> {
    let (to, more) = match args {
        [Arg::Literal(Lit::Str(to))] => (to, None),
        [Arg::Literal(Lit::Str(to)), Arg::Value(key, Lit::Str(more))] => (to, Some((key, more))),
        _ => return wrong_step(word, report),
    };
    let field = wire(find(to, request, "request", report)?);
    match (word.to_string().as_str(), more) {
        ("cursor", None) => {
            let from = wire(find(to, response, "response", report)?);
            Some(PageStep::Cursor { to: field, from })
        }
        ("cursor", Some((key, from))) if key == "from" => {
            let from = wire(find(from, response, "response", report)?);
            Some(PageStep::Cursor { to: field, from })
        }
        ("offset", Some((key, limit))) if key == "limit" => {
            let limit = wire(find(limit, request, "request", report)?);
            Some(PageStep::Offset { to: field, limit })
        }
        ("descending", Some((key, of))) if key == "of" => {
            if let Some(item) = item {
                find(of, item, "item", report)?;
            }
            Some(PageStep::Descending { to: field, of: of.value() })
        }
        _ => wrong_step(word, report),
    }
}

fn wrong_step(word: &Ident, report: &mut Report) -> Option<PageStep> {
    let shape = match word.to_string().as_str() {
        "cursor" => {
            "`cursor(\"StartIndex\")`, or `cursor(\"StartIndex\", from = \"NextStartIndex\")` if the response uses another name"
        }
        "offset" => "`offset(\"Offset\", limit = \"Limit\")`",
        _ => "`descending(\"ReqMsgSeq\", of = \"MsgSeq\")`",
    };
    report.error(word, format!("wrong form of `{word}`: write {shape}"));
    None
}

/// Checks `batch(..)` against the fields that it names.
pub(super) fn check_batch(
    name: &Ident,
    args: &[Arg],
    request: &Record,
    response: &Record,
    report: &mut Report,
) -> Option<Batch> {
    let (items, size) = match args {
        [Arg::Literal(Lit::Str(items))] => (items, None),
        [Arg::Literal(Lit::Str(items)), Arg::Value(key, Lit::Int(size))] if key == "max" => {
            (items, Some(size))
        }
        _ => {
            report.error(
                name,
                "`batch` needs the list of the request to split: write `batch(\"To_Account\")`",
            );
            return None;
        }
    };
    let field = find(items, request, "request", report)?;
    let checked = field.constraints.iter().find_map(|constraint| match constraint {
        Constraint::Items(bounds) => bounds.max,
        _ => None,
    });
    let max = match size {
        Some(size) => check_batch_size(size, checked, report),
        None => checked,
    };
    let list = field.optional.as_ref().unwrap_or(&field.ty);
    let (Some(item), Some(max)) = (argument_of(list, "Vec"), max) else {
        report.error(
            items,
            format!(
                "`{}` cannot be split: a batch needs a `Vec` with `items(max = 100)`, or its own size, `batch(\"..\", max = 100)`",
                field.wire
            ),
        );
        return None;
    };
    if let Some(scalar) = response.fields.iter().find(|field| is_scalar(field)) {
        report.error(&scalar.ident, format!("`{}` cannot be joined from the responses of several calls: make it an `Option`, or remove `batch`", scalar.wire));
    }
    let (items, wire, item) = (field.ident.clone(), field.wire.clone(), item.clone());
    let is_optional = field.optional.is_some();
    Some(Batch { items, wire, item, is_optional, max: usize::try_from(max).ok()?, checked })
}

/// Returns the size of a batch, which must not exceed the checked number of items.
fn check_batch_size(size: &LitInt, checked: Option<u64>, report: &mut Report) -> Option<u64> {
    let max: u64 = report.unwrap(size.base10_parse())?;
    if max == 0 {
        report.error(size, "a batch must have at least 1 item");
    }
    if let Some(checked) = checked
        && max > checked
    {
        report.error(
            size,
            format!("a batch of {max} items is too large: the list has at most {checked}"),
        );
    }
    Some(max)
}

/// Returns `true` if the field of a response is neither a list nor optional.
fn is_scalar(field: &Field) -> bool {
    let is = |wrapper: &str| argument_of(&field.ty, wrapper).is_some();
    !is("Vec") && !is("Option")
}

fn wire(field: &Field) -> String {
    field.wire.clone()
}

/// Returns the field with that wire name.
fn find<'a>(
    name: &LitStr,
    record: &'a Record,
    whose: &str,
    report: &mut Report,
) -> Option<&'a Field> {
    let wanted = name.value();
    let found = record.fields.iter().find(|field| field.wire == wanted);
    if found.is_none() {
        let known = record.fields.iter().map(|field| field.wire.as_str());
        let hint = names::did_you_mean(&wanted, known);
        let hint = hint.unwrap_or_else(|| "write the wire name of one of its fields".to_owned());
        report.error(name, format!("the {whose} has no `{wanted}`: {hint}"));
    }
    found
}
