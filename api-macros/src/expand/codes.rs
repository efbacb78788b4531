//! Expands lists of error codes: the errors of an endpoint, and sets of codes with the macros that document them.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{LitStr, Path};

use crate::model::{Code, CodeSet, CratePath, Endpoint, Errors, OwnCode};

/// Expands the errors of an endpoint.
pub(super) fn errors(endpoint: &Endpoint) -> TokenStream {
    let chat = &endpoint.crate_path;
    let Errors { ty, codes } = &endpoint.errors;
    let ty = match ty {
        Some(ty) => ty.to_token_stream(),
        None => quote!(&[#chat::ErrorCode]),
    };
    let list = expand_list(codes, chat);
    quote! {
        /// The documented error codes of this endpoint.
        pub const ERRORS: #ty = #list;
    }
}

/// Returns the path of the macro that documents a set, as seen from outside of the endpoint's module.
pub(super) fn docs_beside_module(set: &Path) -> TokenStream {
    let segments = set.segments.iter();
    let is_super = set.segments.first().is_some_and(|first| first.ident == "super");
    let segments = segments.skip(usize::from(is_super));
    let colon = set.leading_colon;
    quote!(#colon #(#segments)::*)
}

/// Returns the path of the macro that documents a set, as seen from a `macro_rules` of the crate that another crate
/// expands.
pub(super) fn docs_from_macro(set: &Path) -> TokenStream {
    let exported = set.segments.last().map(|last| exported_name(&last.ident));
    quote!($crate::#exported)
}

/// Expands a list. Sets are joined with what stands between them.
fn expand_list(codes: &[Code], chat: &CratePath) -> TokenStream {
    if let [Code::Set(path)] = codes {
        return path.to_token_stream();
    }
    let is_set = |code: &Code| matches!(code, Code::Set(_));
    if !codes.iter().any(is_set) {
        let codes = codes.iter().map(expand_code);
        return quote!(&[#(#codes),*]);
    }
    let parts =
        codes.chunk_by(|one, other| !is_set(one) && !is_set(other)).map(|part| match part {
            [Code::Set(path)] => path.to_token_stream(),
            part => {
                let part = part.iter().map(expand_code);
                quote!(&[#(#part),*])
            }
        });
    let alone = codes.iter().filter(|code| !is_set(code)).count();
    let sets = codes.iter().filter(|code| is_set(code)).map(expand_code);
    let counts = (alone > 0).then(|| quote!(#alone)).into_iter();
    let counts = counts.chain(sets.map(|set| quote!(#set.len())));
    quote! {
        &#chat::__private::join_codes::<{ #(#counts)+* }>(&[#(#parts),*])
    }
}

/// Expands a code. Of one that is classified in place, only the number is in the list; the rest goes into the description.
fn expand_code(code: &Code) -> TokenStream {
    match code {
        Code::Named(path) | Code::Set(path) => path.to_token_stream(),
        Code::Own(code) => {
            let OwnCode { function, number, .. } = &**code;
            let mut new: Path = function.clone();
            if let Some(last) = new.segments.last_mut() {
                last.ident = format_ident!("new", span = last.ident.span());
            }
            quote!(#new(#number))
        }
    }
}

/// Expands a set: the constant, and a macro of the same name that documents its members.
pub(crate) fn codes(set: &CodeSet) -> TokenStream {
    let CodeSet { crate_path: chat, attrs, vis, ident, ty, codes } = set;
    let names = codes.iter().filter_map(|path| path.segments.last()).map(|last| &last.ident);
    quote! {
        #(#attrs)*
        #vis const #ident: #ty = &[#(#codes),*];

        #chat::__private::for_each_code! { [#chat::__private::code_docs] #ident [#(#names)*] }
    }
}

/// Defines the macro that documents a set: its name, its members in brackets, and the rows of the table.
///
/// The documentation is one literal, because that is what a `#[doc = ..]` of another crate can hold.
pub(crate) fn code_docs(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let (Some(TokenTree::Ident(set)), Some(TokenTree::Group(members))) =
        (tokens.next(), tokens.next())
    else {
        return TokenStream::new();
    };
    let members: Vec<String> = idents(&members).map(|member| member.to_string()).collect();
    let rows = rows(tokens, &members);
    let lines = members.iter().filter_map(|member| {
        let row = rows.iter().find(|row| row.name == *member)?;
        Some(format!(" - {} `{member}`: {}.", row.number, row.meaning))
    });
    docs_macro(&set, &lines.collect::<Vec<_>>().join("\n"))
}

/// Defines a macro that expands to the documentation of a set, under the name of the set.
pub(super) fn docs_macro(set: &Ident, docs: &str) -> TokenStream {
    let exported = exported_name(set);
    quote! {
        #[doc(hidden)]
        #[macro_export]
        macro_rules! #exported {
            () => { #docs };
        }
        #[doc(hidden)]
        #[allow(unused_imports, reason = "it is used where the set is")]
        pub use #exported as #set;
    }
}

fn exported_name(set: &Ident) -> Ident {
    format_ident!("__codes_{set}", span = set.span())
}

/// A row of the table of codes.
struct Row {
    number: String,
    name: String,
    meaning: String,
}

/// Reads the rows of these names: each ends with a text, and its number ends where its name begins. The other rows are
/// passed over, because each set is given the whole table.
fn rows(tokens: impl Iterator<Item = TokenTree>, names: &[String]) -> Vec<Row> {
    let (mut rows, mut number, mut name) = (Vec::new(), Vec::new(), None);
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(name.get_or_insert(ident)),
            TokenTree::Literal(literal) if name.is_some() => {
                let name = name.take().map(|name| name.to_string()).unwrap_or_default();
                let number = std::mem::take(&mut number);
                if names.contains(&name)
                    && let Ok(meaning) = syn::parse2::<LitStr>(literal.into_token_stream())
                {
                    let number = number.iter().map(TokenTree::to_string).collect();
                    rows.push(Row { number, name, meaning: meaning.value() });
                }
            }
            other => number.push(other),
        }
    }
    rows
}

fn idents(group: &Group) -> impl Iterator<Item = Ident> {
    group.stream().into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    })
}
