//! The parts of the documentation that follow from the spec: constraints, retries, errors and source.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Ident;
use syn::ext::IdentExt;

use crate::constraint::Constraint;
use crate::model::{Batch, Endpoint, Field, FieldRole, Options, OwnCode, RecordKind};

/// The sections behind the author's own words on an endpoint.
pub(super) fn endpoint_sections(endpoint: &Endpoint) -> TokenStream {
    let mut lines = vec![String::new()];
    lines.extend(series_lines(endpoint));
    lines.extend(["# Limits".to_owned(), String::new()]);
    lines.extend(limit_lines(endpoint));
    lines.extend([String::new(), "# Retries".to_owned(), String::new()]);
    lines.push(retry_line(endpoint));
    lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
    lines.extend(error_lines(endpoint));
    lines.extend([String::new(), "# Source".to_owned(), String::new()]);
    lines.push(source_line(endpoint));
    as_docs(&lines)
}

/// The line behind the author's own words on a field.
pub(super) fn field_line(field: &Field, kind: RecordKind) -> TokenStream {
    let mut line = format!("On the wire: `{}`", field.wire);
    if kind != RecordKind::Response {
        line += if field.optional.is_some() { ", optional" } else { ", required" };
    }
    if !field.aliases.is_empty() {
        line += &format!(", also read as `{}`", field.aliases.join("` or `"));
    }
    if let Some((on, off)) = &field.switch {
        line += &format!(", {} or {}", on.in_words(), off.in_words());
    }
    match field.role {
        FieldRole::Query => line += ", in the query of the URL",
        FieldRole::Random => line += ", drawn by the client where it is not given",
        FieldRole::Sequence => line += ", counted upward by the client where it is not given",
        FieldRole::Data | FieldRole::Status | FieldRole::StatusUnless(_) => {}
    }
    if !field.constraints.is_empty() {
        line += &format!("; {}, checked before anything is sent", in_words(&field.constraints));
    }
    as_docs(&[String::new(), line + "."])
}

/// What there is to say of lists that one call does not hold.
fn series_lines(endpoint: &Endpoint) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(pages) = &endpoint.options.pages {
        lines.extend([
            "# Paging".to_owned(),
            String::new(),
            format!(
                "Awaited, the call reads one page; its `items()` yields the `{}` of this page and all that follow, and nothing else of the responses.",
                pages.items
            ),
            String::new(),
        ]);
    }
    if let Some(batch) = &endpoint.options.batch {
        lines.extend(["# Batches".to_owned(), String::new(), batch_line(batch), String::new()]);
    }
    if endpoint.response.is_judged_per_item {
        lines.extend([
            "# Judgement".to_owned(),
            String::new(),
            "The call succeeds if the response has items, whatever its own code says: each item has a code of its own, and `failed_items()` finds those that failed."
                .to_owned(),
            String::new(),
        ]);
    }
    lines
}

/// How many items a call takes, and how many a batch has where that is less.
fn batch_line(batch: &Batch) -> String {
    let Batch { items, max, checked, .. } = batch;
    match checked {
        Some(checked) if *checked != *max as u64 => format!(
            "One call takes at most {checked} `{items}`; the call's `batches()` sends at most {max} in each of several calls and joins the responses.",
        ),
        Some(_) => format!(
            "One call takes at most {max} `{items}`; the call's `batches()` spreads more over several calls and joins the responses.",
        ),
        None => format!(
            "The number of `{items}` is not checked; the call's `batches()` sends at most {max} in each of several calls and joins the responses.",
        ),
    }
}

fn limit_lines(endpoint: &Endpoint) -> Vec<String> {
    let limited = |field: &&Field| !field.constraints.is_empty();
    let mut lines: Vec<_> = endpoint
        .request
        .fields
        .iter()
        .filter(limited)
        .map(|field| {
            format!(
                "- `{}`: {}; checked before anything is sent.",
                field.wire,
                in_words(&field.constraints)
            )
        })
        .collect();
    lines.push(match endpoint.options.per_second {
        Some(rate) => format!("- {rate} calls a second, by the documents; the client's limiter makes calls wait for it."),
        None => "- The documents give no rate.".to_owned(),
    });
    lines
}

/// Whether and when the client retries the call by itself.
fn retry_line(endpoint: &Endpoint) -> String {
    let Options { idempotent, deduplicated, .. } = &endpoint.options;
    match (idempotent, deduplicated) {
        (true, _) => "Idempotent: retried after timeouts and connection errors too. If an earlier attempt succeeded unnoticed, a retry may report that there was nothing left to do.".to_owned(),
        (false, Some(seconds)) => format!("Deduplicated: the service drops copies of a call for {seconds} s. Retried after timeouts and connection errors too, if the retry arrives within that time even when it takes as long as an attempt may."),
        (false, None) => "Not idempotent: retried only where the attempt before certainly took no effect.".to_owned(),
    }
}

fn error_lines(endpoint: &Endpoint) -> Vec<String> {
    let errors = &endpoint.errors;
    let mut lines: Vec<_> = if !errors.names.is_empty() || !errors.own.is_empty() {
        let link = |name| format!("- [`{name}`](api_core::ErrorCode::{name})");
        let own = errors.own.iter().map(|code| {
            let OwnCode { number, name, meaning, .. } = code;
            format!("- {} `{}`: {}.", number.base10_digits(), name.value(), meaning.value())
        });
        errors.names.iter().map(link).chain(own).collect()
    } else if let Some(syn::Expr::Path(shared)) = &errors.expr {
        let path = shared.to_token_stream().to_string().replace(' ', "");
        vec![format!("Those of `{path}`.")]
    } else {
        Vec::new()
    };
    let beside = if lines.is_empty() { "The" } else { "Beside these, the" };
    lines.push(String::new());
    lines.push(format!(
        "{beside} common codes 60002 to 60028, and those of signatures, 70001 to 70500."
    ));
    lines
}

fn source_line(endpoint: &Endpoint) -> String {
    let path = &endpoint.options.path;
    match &endpoint.options.page {
        Some(page) => format!("`POST {path}`, page {}, read on {}.", page.number, page.read),
        None => format!("`POST {path}`, which has no page."),
    }
}

/// A search alias for what the API calls the item, unless a search for that finds the item by its own name: rustdoc
/// ignores case and underscores.
pub(super) fn alias(of_api: &str, name: &Ident) -> Option<TokenStream> {
    let searched = |name: &str| name.replace('_', "").to_lowercase();
    let is_found = searched(of_api) == searched(&name.unraw().to_string());
    let is_allowed = |c: char| !c.is_whitespace() && c != '"' && c != '\'';
    let is_alias = !of_api.is_empty() && of_api.chars().all(is_allowed) && !is_found;
    is_alias.then(|| quote!(#[doc(alias = #of_api)]))
}

/// A search alias for the command of an endpoint.
pub(super) fn command_alias(endpoint: &Endpoint) -> Option<TokenStream> {
    let command = endpoint.options.path.rsplit('/').next().unwrap_or_default();
    alias(command, &endpoint.ident)
}

fn in_words(constraints: &[Constraint]) -> String {
    constraints.iter().map(Constraint::in_words).collect::<Vec<_>>().join(", ")
}

fn as_docs(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| if line.is_empty() { line.clone() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
