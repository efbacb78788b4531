//! The macros: for any input they emit Rust or an error, and never panic.

use std::str::FromStr;

use api_macros_library as macros;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

use crate::mutate;

/// The number of tokens of the largest spec that is mutated. Larger ones only take longer.
const MAX_TOKENS: usize = 400;

/// The depth to which brackets may nest. At some thousands syn overflows the stack, like the compiler itself.
const MAX_DEPTH: usize = 64;

/// The number of signs among sibling tokens that nest without brackets, as in `&&&u8`. More overflow the stack too.
const MAX_SIGNS: usize = 256;

/// Sources with real specs.
const SPECS: &[&str] = &[
    include_str!("../../api-specs/src/endpoints/conversation/contact_group.rs"),
    include_str!("../../api-specs/src/endpoints/group/topic.rs"),
    include_str!("../../api-specs/src/endpoints/message/group.rs"),
    include_str!("../../api-specs/src/endpoints/account.rs"),
    include_str!("../../api-specs/src/endpoints/message/element.rs"),
    include_str!("../../tests/compile/ui/pass/own_endpoint.rs"),
];

/// The attributes of the language.
const MACROS: [&str; 5] = ["endpoint", "object", "open_enum", "union", "codes"];

thread_local! {
    static ITEMS: Vec<TokenStream> = SPECS
        .iter()
        .flat_map(|source| items(source))
        .filter(|item| mutate::count(item) <= MAX_TOKENS)
        .collect();
}

/// Checks an input: a zero byte and mutations of a real spec, or else the text of a spec.
pub fn check(input: &[u8]) {
    let spec = match input {
        [0, changes @ ..] => ITEMS.with(|items| mutate::mutate(items, changes)),
        text => TokenStream::from_str(&String::from_utf8_lossy(text)).ok(),
    };
    if let Some(spec) = spec
        && is_shallow(&spec)
    {
        check_spec(spec);
    }
}

/// Returns the items of a source that have one of our attributes.
fn items(source: &str) -> Vec<TokenStream> {
    let file = syn::parse_file(source).expect("the sources of the repository are Rust");
    let attrs = |item: &syn::Item| match item {
        syn::Item::Mod(item) => item.attrs.clone(),
        syn::Item::Struct(item) => item.attrs.clone(),
        syn::Item::Enum(item) => item.attrs.clone(),
        syn::Item::Const(item) => item.attrs.clone(),
        _ => Vec::new(),
    };
    let is_ours = |item: &syn::Item| {
        attrs(item).iter().any(|attr| MACROS.iter().any(|name| attr.path().is_ident(name)))
    };
    file.items.into_iter().filter(is_ours).map(ToTokens::into_token_stream).collect()
}

/// Returns `true` if syn can parse the tokens without overflowing the stack.
fn is_shallow(tokens: &TokenStream) -> bool {
    let mut open = vec![(tokens.clone(), 0)];
    while let Some((tokens, depth)) = open.pop() {
        let mut signs = 0;
        for token in tokens {
            match token {
                TokenTree::Group(group) => open.push((group.stream(), depth + 1)),
                TokenTree::Punct(sign) if "&*!-<|".contains(sign.as_char()) => signs += 1,
                _ => {}
            }
        }
        if depth > MAX_DEPTH || signs > MAX_SIGNS {
            return false;
        }
    }
    true
}

/// Expands the spec with the macro whose attribute it has, or with every macro if it has none.
fn check_spec(spec: TokenStream) {
    let mut item = Vec::new();
    let mut tokens = spec.into_iter().peekable();
    let mut found = None;
    while let Some(token) = tokens.next() {
        let is_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        let attribute = tokens.peek().filter(|_| is_hash && found.is_none()).and_then(attribute);
        match attribute {
            Some(attribute) => {
                found = Some(attribute);
                tokens.next();
            }
            None => item.push(token),
        }
    }
    let item = TokenStream::from_iter(item);
    match found {
        Some((name, args)) => check_macro(&name, args, item),
        None => {
            for name in MACROS {
                check_macro(name, TokenStream::new(), item.clone());
            }
        }
    }
}

/// Returns the name and the arguments of an attribute in brackets, if it is one of ours.
fn attribute(token: &TokenTree) -> Option<(String, TokenStream)> {
    let TokenTree::Group(group) = token else { return None };
    let mut tokens = group.stream().into_iter();
    let name = tokens.next()?.to_string();
    let is_ours = group.delimiter() == Delimiter::Bracket && MACROS.contains(&&*name);
    let args = match tokens.next() {
        Some(TokenTree::Group(args)) => args.stream(),
        _ => TokenStream::new(),
    };
    is_ours.then_some((name, args))
}

fn check_macro(name: &str, args: TokenStream, item: TokenStream) {
    let output = match name {
        "endpoint" => macros::endpoint(args, item.clone()),
        "object" => macros::object(args, item.clone()),
        "union" => macros::union(args, item.clone()),
        "codes" => {
            let docs = macros::code_docs(item.clone());
            TokenStream::from_iter([macros::codes(args, item.clone()), docs])
        }
        _ => macros::open_enum(args, item.clone()),
    };
    if let Err(error) = syn::parse2::<syn::File>(output.clone()) {
        panic!("{name} emits invalid Rust: {error}\nfor: {item}\noutput: {output}");
    }
}
