//! Writes declarations in the language of the specs.

use std::time::Duration;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use tencent_chat_specs::schema::{
    BoolRepr, Bounds, Constraint, EnumTable, FieldRole, FieldSpec, PageStep, Pagination, WireValue,
};
use tencent_chat_specs::{EndpointSpec, ErrorCode};

use super::contract::{Endpoint, Struct};

#[path = "../../../api-macros/src/names.rs"]
#[allow(dead_code, reason = "the macros need more of it")]
mod names;

/// Returns the module of an endpoint. The number is appended to its path, so that paths are unique.
pub(crate) fn module(endpoint: &Endpoint, number: usize) -> Result<TokenStream, String> {
    let spec = endpoint.spec;
    let (doc, name) = (doc(spec.doc()), format_ident!("{}", spec.name()));
    let path = format!("{}_{number:04}", spec.path());
    let options = options(spec);
    let lists = lists(spec);
    let structs = endpoint.structs.iter().map(structure).collect::<Result<Vec<_>, _>>()?;
    let errors =
        spec.errors().iter().map(|code| error(spec, *code)).collect::<Result<Vec<_>, _>>()?;
    Ok(quote! {
        #doc
        #[endpoint(#path #(, #options)*)]
        #lists
        pub mod #name {
            #(#structs)*

            pub const ERRORS: &[ErrorCode] = &[#(#errors),*];
        }
    })
}

/// Returns the words after the path.
fn options(spec: &EndpointSpec) -> Vec<TokenStream> {
    let mut words = Vec::new();
    if let Some(page) = spec.page() {
        let (number, read) = (Literal::u32_unsuffixed(page.number), page.read);
        words.push(quote!(page = #number, read = #read));
    }
    if let Some(rate) = spec.rate_per_second() {
        let rate = Literal::u32_unsuffixed(rate);
        words.push(quote!(rate = #rate));
    }
    if spec.is_idempotent() {
        words.push(quote!(idempotent));
    }
    match spec.deduplication() {
        Duration::ZERO => {}
        Duration::MAX => words.push(quote!(deduplicated)),
        time => {
            let seconds = Literal::u64_unsuffixed(time.as_secs());
            words.push(quote!(deduplicated(seconds = #seconds)));
        }
    }
    if spec.response().is_judged_per_item {
        words.push(quote!(per_item));
    }
    if spec.is_partial() {
        words.push(quote!(partial));
    }
    if let Some(path) = spec.superseded_by() {
        words.push(quote!(superseded_by = #path));
    }
    words
}

/// Returns the attributes under `#[endpoint(..)]`.
fn lists(spec: &EndpointSpec) -> TokenStream {
    let pages = spec.pages().map(pages);
    let batch = spec.batch().map(|batch| {
        let (wire, max) = (batch.wire, Literal::usize_unsuffixed(batch.max));
        quote!(#[batch(#wire, max = #max)])
    });
    quote!(#pages #batch)
}

fn pages(rules: &Pagination) -> TokenStream {
    let lists = rules.items;
    let last = rules.last.map(|wire| quote!(last = #wire));
    let total = rules.total.map(|wire| quote!(total = #wire));
    let steps = rules.steps.iter().map(|step| match step {
        PageStep::Cursor { to, from } => quote!(cursor(#to, from = #from)),
        PageStep::Offset { to, limit } => quote!(offset(#to, limit = #limit)),
        PageStep::Descending { to, of } => quote!(descending(#to, of = #of)),
    });
    let args = last.into_iter().chain(total).chain(steps);
    quote!(#[pages(#(#lists,)* #(#args),*)])
}

/// Returns a code of a list.
fn error(spec: &EndpointSpec, code: ErrorCode) -> Result<TokenStream, String> {
    if let Some(info) = code.info() {
        let name = format_ident!("{}", info.name);
        return Ok(quote!(ErrorCode::#name));
    }
    let own = spec.info(code).ok_or_else(|| format!("{}: {code} has no name", spec.path()))?;
    let (number, name, meaning) = (Literal::i32_unsuffixed(code.get()), own.name, own.meaning);
    let (kind, retry) = (format!("{:?}", own.kind), format!("{:?}", own.retry));
    let (kind, retry) = (format_ident!("{kind}"), format_ident!("{retry}"));
    Ok(quote! {
        ErrorCode::own(
            #number,
            #name,
            ::tencent_chat::CodeKind::#kind,
            ::tencent_chat::RetryClass::#retry,
            #meaning,
        )
    })
}

/// Returns a struct outside the endpoints.
pub(crate) fn object(item: &Struct) -> Result<TokenStream, String> {
    let item = structure(item)?;
    Ok(quote!(#[object] #item))
}

fn structure(item: &Struct) -> Result<TokenStream, String> {
    let (name, docs) = (&item.name, doc(item.table.doc));
    let fields = item.fields().map(|(field, ty)| {
        let (docs, name, words) = (doc(field.doc), ident(field), words(field)?);
        let wire =
            (field.wire != names::wire_name(field.name)).then(|| field.wire.to_token_stream());
        let args: Vec<_> = wire.into_iter().chain(words).collect();
        let wire = (!args.is_empty()).then(|| quote!(#[wire(#(#args),*)]));
        let ty = if field.required { quote!(#ty) } else { quote!(Option<#ty>) };
        Ok(quote!(#docs #wire pub #name: #ty))
    });
    let fields = fields.collect::<Result<Vec<_>, String>>()?;
    Ok(quote!(#docs pub struct #name { #(#fields,)* }))
}

/// Returns the words after the wire name.
fn words(field: &FieldSpec) -> Result<Vec<TokenStream>, String> {
    let mut words = Vec::new();
    words.extend(match field.words.role {
        FieldRole::Data => None,
        FieldRole::Status => Some(quote!(status)),
        FieldRole::StatusFailedIf(value) => {
            let value = Literal::u64_unsuffixed(value);
            Some(quote!(status(failed = #value)))
        }
        FieldRole::Query => Some(quote!(query)),
        FieldRole::Random => Some(quote!(random)),
        FieldRole::Sequence => Some(quote!(sequence)),
        FieldRole::AppId => Some(quote!(app_id)),
        other => return Err(format!("`{}`: {other:?} is not a word of the language", field.wire)),
    });
    if !field.words.aliases.is_empty() {
        let aliases = field.words.aliases;
        words.push(quote!(alias(#(#aliases),*)));
    }
    if field.words.switch != BoolRepr::NUMBERS {
        let (on, off) = (value(field.words.switch.on), value(field.words.switch.off));
        words.push(quote!(flag(on = #on, off = #off)));
    }
    for rule in field.words.constraints {
        words.push(constraint(rule)?);
    }
    Ok(words)
}

fn constraint(rule: &Constraint) -> Result<TokenStream, String> {
    let (word, args) = match rule {
        Constraint::Items(limits) => ("items", bounds(*limits)),
        Constraint::Bytes(limits) => ("bytes", bounds(*limits)),
        Constraint::Chars(limits) => ("chars", bounds(*limits)),
        Constraint::Range(limits) => ("range", bounds(*limits)),
        Constraint::OneOf(choices) => ("one_of", choices.iter().copied().map(value).collect()),
        Constraint::Each(rules) => {
            ("each", rules.iter().map(constraint).collect::<Result<_, _>>()?)
        }
        other => return Err(format!("`{other}` is not a word of the language")),
    };
    let word = format_ident!("{word}");
    Ok(quote!(#word(#(#args),*)))
}

fn bounds(limits: Bounds) -> Vec<TokenStream> {
    let sides = [("min", limits.min), ("max", limits.max)];
    let side = |(word, limit): (&str, Option<u64>)| {
        let (word, limit) = (format_ident!("{word}"), Literal::u64_unsuffixed(limit?));
        Some(quote!(#word = #limit))
    };
    sides.into_iter().filter_map(side).collect()
}

/// Returns an open enumeration.
pub(crate) fn open_enum(name: &Ident, table: &EnumTable) -> TokenStream {
    let docs = doc(table.doc);
    let values = table.values.iter().map(|known| {
        let (docs, name) = (doc(known.doc), format_ident!("{}", known.name));
        match known.value {
            WireValue::Text(text) if text == known.name => quote!(#docs #name),
            WireValue::Text(text) => quote!(#docs #[wire(#text)] #name),
            WireValue::Integer(_) | WireValue::Bool(_) => {
                let number = value(known.value);
                quote!(#docs #name = #number)
            }
        }
    });
    quote!(#docs #[open_enum] pub enum #name { #(#values,)* })
}

/// Returns the doc comment, if there is one.
pub(crate) fn doc(text: &str) -> Option<TokenStream> {
    let text = format!(" {text}");
    (text != " ").then(|| quote!(#[doc = #text]))
}

/// Returns the name of a field.
pub(crate) fn ident(field: &FieldSpec) -> Ident {
    format_ident!("{}", field.name)
}

/// Returns a value on the wire.
pub(crate) fn value(value: WireValue) -> TokenStream {
    match value {
        WireValue::Text(text) => quote!(#text),
        WireValue::Bool(value) => quote!(#value),
        WireValue::Integer(number) => {
            let number = Literal::u64_unsuffixed(number);
            quote!(#number)
        }
    }
}
