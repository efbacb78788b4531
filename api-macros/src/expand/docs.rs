//! Generates the documentation of constraints, rate limits, retries, errors and source from the spec.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Ident, Path};

use crate::model::{
    Batch, Code, Constraint, Endpoint, Field, FieldRole, Options, OwnCode, RecordKind, Webhook,
    WebhookOptions, WireValue,
};
use crate::suggest;

/// Returns the sections that follow the author's text on an endpoint: those of its module and those of its method, which
/// differ in the path of the macro that documents a set.
pub(super) fn endpoint_sections(
    endpoint: &Endpoint,
    set_docs: [fn(&Path) -> TokenStream; 2],
) -> [TokenStream; 2] {
    let mut lines = vec![String::new()];
    if let Some(successor) = &endpoint.options.superseded_by {
        lines.extend([
            format!("Superseded by `{successor}`: new code should call that instead."),
            String::new(),
        ]);
    }
    lines.extend(list_lines(endpoint));
    lines.extend(constraint_lines(endpoint));
    lines.extend(["# Rate limit".to_owned(), String::new()]);
    lines.push(rate_line(endpoint));
    lines.extend([String::new(), "# Retries".to_owned(), String::new()]);
    lines.push(retry_line(endpoint));
    lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
    let before = as_docs(&lines);
    let after = as_docs(&[
        String::new(),
        "Any call can also fail with the common codes 60002 to 60028 and the UserSig codes 70001 to 70500."
            .to_owned(),
        String::new(),
        "# Source".to_owned(),
        String::new(),
        source_line(endpoint),
    ]);
    set_docs.map(|set_docs| {
        let errors = error_docs(endpoint, set_docs);
        quote!(#before #errors #after)
    })
}

/// Returns the line that follows the author's text on a field.
pub(super) fn field_line(field: &Field, kind: RecordKind) -> TokenStream {
    let mut line = format!("Wire name: `{}`", field.wire);
    if !matches!(kind, RecordKind::Response | RecordKind::Event) {
        line += if field.optional.is_some() { ", optional" } else { ", required" };
    }
    if !field.aliases.is_empty() {
        line += &format!(", also read as `{}`", field.aliases.join("` or `"));
    }
    match &field.bool_repr {
        Some((WireValue::Bool(_), _)) => line += ", a JSON boolean",
        Some((on, off)) => {
            line += &format!("; {} for `true`, {} for `false`", on.describe(), off.describe());
        }
        None => {}
    }
    match field.role {
        FieldRole::Query => line += "; sent in the query of the URL",
        FieldRole::Random => line += "; by default the client sends a random number",
        FieldRole::AppId => line += "; by default the client sends its SDKAppID",
        FieldRole::Sequence => line += "; by default the client sends the next number of a counter",
        FieldRole::Data | FieldRole::Status | FieldRole::StatusFailedIf(_) => {}
    }
    if !field.constraints.is_empty() {
        line += &format!(
            ". Constraint: {}, checked before the request is sent",
            describe(&field.constraints)
        );
    }
    as_docs(&[String::new(), line + "."])
}

/// Describes lists that are too long for one call.
fn list_lines(endpoint: &Endpoint) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(pages) = &endpoint.options.pages {
        let lists = pages.lists.iter().map(|list| list.ident.to_string()).collect::<Vec<_>>();
        let kinds = if lists.len() > 1 { ", each as an `Item` that tells its list" } else { "" };
        let lists = suggest::listed(lists.iter().map(String::as_str));
        lines.extend([
            "# Paging".to_owned(),
            String::new(),
            format!(
                "Awaiting the call reads one page. The call's `items()` returns a stream of the {lists} of this page and all later ones, without the other fields of the responses{kinds}.",
            ),
            String::new(),
        ]);
    }
    if let Some(batch) = &endpoint.options.batch {
        lines.extend(["# Batching".to_owned(), String::new(), batch_line(batch), String::new()]);
    }
    if endpoint.response.is_judged_per_item {
        lines.extend([
            "# Failed items".to_owned(),
            String::new(),
            "The call succeeds if the response has items, even if its own code is an error. Each item has a separate code; the response's `failed_items()` returns those that failed."
                .to_owned(),
            String::new(),
        ]);
    }
    lines
}

/// Describes how many items a call takes, and how many a batch has if that is less.
fn batch_line(batch: &Batch) -> String {
    let Batch { items, max, checked, .. } = batch;
    match checked {
        Some(checked) if *checked != *max as u64 => format!(
            "One call takes at most {checked} `{items}`. For more, the call's `batches()` makes several calls with at most {max} each, and joins the responses.",
        ),
        Some(_) => format!(
            "One call takes at most {max} `{items}`. For more, the call's `batches()` makes several calls and joins the responses.",
        ),
        None => format!(
            "The number of `{items}` is not checked. The call's `batches()` makes several calls with at most {max} each, and joins the responses.",
        ),
    }
}

/// Lists the constraints of the request's fields, if it has any.
fn constraint_lines(endpoint: &Endpoint) -> Vec<String> {
    let constrained = |field: &&Field| !field.constraints.is_empty();
    let rows: Vec<_> = endpoint
        .request
        .fields
        .iter()
        .filter(constrained)
        .map(|field| format!("- `{}`: {}.", field.wire, describe(&field.constraints)))
        .collect();
    if rows.is_empty() {
        return rows;
    }
    let mut lines = vec![
        "# Constraints".to_owned(),
        String::new(),
        "The client checks these before it sends the request:".to_owned(),
        String::new(),
    ];
    lines.extend(rows);
    lines.push(String::new());
    lines
}

fn rate_line(endpoint: &Endpoint) -> String {
    match endpoint.options.per_second {
        Some(rate) => format!(
            "{rate} calls per second, as documented. The client's rate limiter delays calls that exceed it.",
        ),
        None => "No rate limit is documented.".to_owned(),
    }
}

/// Describes when the client retries the call.
fn retry_line(endpoint: &Endpoint) -> String {
    let Options { idempotent, deduplicated, .. } = &endpoint.options;
    match (idempotent, deduplicated) {
        (true, _) => "Idempotent: retried after timeouts and connection errors too. If an earlier attempt succeeded unnoticed, a retry may report that there was nothing left to do.".to_owned(),
        (false, Some(u32::MAX)) => "Deduplicated: the service drops copies of a call. Retried after timeouts and connection errors too.".to_owned(),
        (false, Some(seconds)) => format!("Deduplicated: the service drops copies of a call for {seconds} seconds. Retried after timeouts and connection errors too, but only if the retry is sure to arrive within that time, even if it takes a full attempt timeout."),
        (false, None) => "Not idempotent: retried only if the previous attempt certainly had no effect.".to_owned(),
    }
}

/// Lists the errors. The lines of a set come from its macro.
fn error_docs(endpoint: &Endpoint, set_docs: impl Fn(&Path) -> TokenStream) -> TokenStream {
    let chat = endpoint.crate_path.link();
    let docs = endpoint.errors.codes.iter().map(|code| match code {
        Code::Named(path) => {
            let name = path.segments.last().map(|last| &last.ident).to_token_stream();
            as_docs(&[format!("- [`{name}`]({chat}::ErrorCode::{name})")])
        }
        Code::Set(path) => {
            let set = set_docs(path);
            quote!(#[doc = #set!()])
        }
        Code::Own(code) => {
            let OwnCode { number, name, meaning, .. } = &**code;
            let (number, name, meaning) = (number.base10_digits(), name.value(), meaning.value());
            as_docs(&[format!("- {number} `{name}`: {meaning}.")])
        }
    });
    docs.collect()
}

fn source_line(endpoint: &Endpoint) -> String {
    let path = &endpoint.options.path;
    let source = match &endpoint.options.page {
        Some(page) => format!("`POST {path}`, page {}.", page.number),
        None => format!("`POST {path}`, not documented on a page."),
    };
    if endpoint.options.is_partial {
        return source
            + " Known in part: a response may lack fields, or have more of them, and may have error codes that are not listed here.";
    }
    source
}

/// Returns the sections that follow the author's text on a webhook.
pub(super) fn webhook_sections(webhook: &Webhook) -> TokenStream {
    let WebhookOptions { command, is_before, page, own_codes, discards, is_per_item, is_partial } =
        &webhook.options;
    let mut lines = vec![String::new(), "# Reply".to_owned(), String::new()];
    if *is_before {
        lines.extend([
            "The service waits for the reply, 2 seconds by default, and then lets the action pass. The event has:"
                .to_owned(),
            String::new(),
            "- `allow()`: the action takes place.".to_owned(),
        ]);
        lines.extend(
            (!is_per_item)
                .then(|| "- `forbid(words)`: it does not, and the user gets an error.".to_owned()),
        );
        lines.extend(own_codes.map(|(min, max)| {
            format!(
                "- `forbid_with(code, words)`: the user gets the app's own code, {min} to {max}."
            )
        }));
        lines.extend(discards.then(|| {
            "- `discard()`: it does not take place, and the user is not told.".to_owned()
        }));
        lines.extend(webhook.reply.as_ref().map(|_| {
            if *is_per_item {
                "- `reply(reply)`: the [`Reply`] has a verdict for each item.".to_owned()
            } else {
                "- `reply(reply)`: it takes place with the changes of the [`Reply`].".to_owned()
            }
        }));
        lines.extend([
            String::new(),
            "A field may be empty because its value was odd. A handler that must not let anything pass unread checks `delivery.oddities.is_empty()` first, and forbids otherwise."
                .to_owned(),
        ]);
    } else {
        lines.push("The service tells of the action afterwards, and ignores the reply.".to_owned());
    }
    lines.extend([String::new(), "# Source".to_owned(), String::new()]);
    let source = page.as_ref().map_or_else(
        || "not documented on a page".to_owned(),
        |page| format!("page {}", page.number),
    );
    let part = if *is_partial {
        " Known in part: an event may lack fields, or have more of them."
    } else {
        ""
    };
    lines.push(format!("`{command}`, {source}.{part}"));
    as_docs(&lines)
}

/// Returns a search alias for the command of a webhook, without its first part.
pub(super) fn webhook_alias(webhook: &Webhook) -> Option<TokenStream> {
    let command = webhook.options.command.rsplit('.').next().unwrap_or_default();
    alias(command, &webhook.ident)
}

/// Returns a search alias for the API's name of an item. It is not needed if rustdoc finds the item by that name,
/// because its search ignores case and underscores.
pub(super) fn alias(of_api: &str, name: &Ident) -> Option<TokenStream> {
    let searched = |name: &str| name.replace('_', "").to_lowercase();
    let is_found = searched(of_api) == searched(&name.unraw().to_string());
    let is_allowed = |c: char| !c.is_whitespace() && c != '"' && c != '\'';
    let is_alias = !of_api.is_empty() && of_api.chars().all(is_allowed) && !is_found;
    is_alias.then(|| quote!(#[doc(alias = #of_api)]))
}

/// Returns a search alias for the command of an endpoint.
pub(super) fn command_alias(endpoint: &Endpoint) -> Option<TokenStream> {
    let command = endpoint.options.path.rsplit('/').next().unwrap_or_default();
    alias(command, &endpoint.ident)
}

fn describe(constraints: &[Constraint]) -> String {
    constraints.iter().map(Constraint::describe).collect::<Vec<_>>().join(", ")
}

fn as_docs(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| if line.is_empty() { line.clone() } else { format!(" {line}") });
    // One attribute costs the compiler less than one for each line.
    let text = lines.collect::<Vec<_>>().join("\n");
    quote!(#[doc = #text])
}
