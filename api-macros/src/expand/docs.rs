//! The parts of the documentation that follow from the spec: limits, errors and source.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::limit::Limit;
use crate::model::{Endpoint, Field, Role};

/// The sections behind the author's own words on an endpoint.
pub(super) fn endpoint_sections(endpoint: &Endpoint) -> TokenStream {
    let mut lines = vec![String::new(), "# Limits".to_owned(), String::new()];
    lines.extend(limit_lines(endpoint));
    lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
    lines.extend(error_lines(endpoint));
    lines.extend([String::new(), "# Source".to_owned(), String::new()]);
    lines.push(source_line(endpoint));
    as_docs(&lines)
}

/// The line behind the author's own words on a field.
pub(super) fn field_line(field: &Field, role: Role) -> TokenStream {
    let mut line = format!("On the wire: `{}`", field.wire);
    if role != Role::Response {
        line += if field.optional.is_some() { ", optional" } else { ", required" };
    }
    if !field.limits.is_empty() {
        line += &format!("; {}, checked before anything is sent", in_words(&field.limits));
    }
    as_docs(&[String::new(), line + "."])
}

fn limit_lines(endpoint: &Endpoint) -> Vec<String> {
    let limited = |field: &&Field| !field.limits.is_empty();
    let mut lines: Vec<_> = endpoint
        .request
        .fields
        .iter()
        .filter(limited)
        .map(|field| {
            format!(
                "- `{}`: {}; checked before anything is sent.",
                field.wire,
                in_words(&field.limits)
            )
        })
        .collect();
    lines.push(match endpoint.options.per_second {
        Some(rate) => format!("- {rate} calls a second, by the documents; checked by the service."),
        None => "- The documents give no rate.".to_owned(),
    });
    lines
}

fn error_lines(endpoint: &Endpoint) -> Vec<String> {
    let errors = &endpoint.errors;
    let mut lines = if !errors.names.is_empty() {
        let link = |name| format!("- [`{name}`](api_core::ErrorCode::{name})");
        errors.names.iter().map(link).collect()
    } else if let Some(syn::Expr::Path(shared)) = &errors.expr {
        let path = shared.to_token_stream().to_string().replace(' ', "");
        vec![format!("Those of `{path}`.")]
    } else {
        Vec::new()
    };
    let beside = if lines.is_empty() { "The" } else { "Beside these, the" };
    lines.push(String::new());
    lines.push(format!(
        "{beside} common codes 60002 to 60021, and those of signatures, 70001 to 70500."
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

fn in_words(limits: &[Limit]) -> String {
    limits.iter().map(Limit::in_words).collect::<Vec<_>>().join(", ")
}

fn as_docs(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| if line.is_empty() { line.clone() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
