//! Generates a crate with any number of endpoints, by repeating the real ones in rounds.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Expr, Item, ItemMod};

use super::derived;
use super::specs::{File, Kind, Meaning, Place, Specs};

/// A way to declare endpoints.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Variant {
    /// Plain structs with constructors and setters.
    Plain,
    /// Structs with serde's derives, and with the envelope's fields in each response.
    Serde,
    /// The unchanged specs, as in a user's crate.
    Ours,
    /// The unchanged specs with client methods, as in the crates of this workspace.
    OursWithMethods,
}

impl Variant {
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::Serde, Self::Ours, Self::OursWithMethods];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Serde => "serde",
            Self::Ours => "ours",
            Self::OursWithMethods => "ours_with_methods",
        }
    }

    pub(crate) fn is_ours(self) -> bool {
        matches!(self, Self::Ours | Self::OursWithMethods)
    }
}

/// Returns the source of a crate with `count` endpoints.
pub(crate) fn library(specs: &Specs, variant: Variant, count: usize) -> String {
    let endpoints: Vec<_> = specs.endpoints().collect();
    let rounds = (0..count).step_by(endpoints.len()).enumerate().map(|(round, before)| {
        let wanted = &endpoints[..endpoints.len().min(count - before)];
        Round { specs, variant, number: round, kept: keep(specs, wanted, variant) }.emit()
    });
    let file = syn::parse_quote! {
        #![allow(unused)]

        // This is in all variants, because loading the client's crate is not a cost of the endpoints.
        pub use client::{Call, Client};

        #(#rounds)*
    };
    prettyplease::unparse(&file)
}

/// The declarations of a round.
struct Kept {
    whole: BTreeSet<Place>,
    /// Endpoints of which only the list of errors is declared, because others refer to it.
    lists: BTreeSet<Place>,
}

/// Returns the wanted endpoints and all declarations that they use.
fn keep(specs: &Specs, wanted: &[Place], variant: Variant) -> Kept {
    let mut kept = Kept { whole: BTreeSet::new(), lists: BTreeSet::new() };
    let mut left = wanted.to_vec();
    while let Some(place) = left.pop() {
        let is_endpoint = specs.at(place).kind == Kind::Endpoint;
        let set =
            if !is_endpoint || wanted.contains(&place) { &mut kept.whole } else { &mut kept.lists };
        if !set.insert(place) {
            continue;
        }
        for (_, meaning) in specs.meanings(place) {
            if let Meaning::Declared(place) = meaning
                && (variant.is_ours() || specs.at(place).kind != Kind::Endpoint)
            {
                left.push(place);
            }
        }
    }
    kept
}

struct Round<'a> {
    specs: &'a Specs,
    variant: Variant,
    number: usize,
    kept: Kept,
}

impl Round<'_> {
    fn emit(&self) -> TokenStream {
        let name = format_ident!("round_{:04}", self.number);
        let files = (0..self.specs.files.len()).filter_map(|file| self.emit_file(file));
        quote!(pub mod #name { #(#files)* })
    }

    fn emit_file(&self, file: usize) -> Option<TokenStream> {
        let File { module, items, .. } = &self.specs.files[file];
        let mut imports = BTreeMap::new();
        let mut emitted = Vec::new();
        for (index, declared) in items.iter().enumerate() {
            let place = (file, index);
            let is_whole = self.kept.whole.contains(&place);
            if !is_whole && !self.kept.lists.contains(&place) {
                continue;
            }
            imports.extend(self.imports(place));
            emitted.push(if is_whole {
                self.emit_item(place)
            } else {
                errors_only(&declared.item)
            });
        }
        if emitted.is_empty() {
            return None;
        }
        let name = flat(module);
        let imports = imports.values();
        let handle = (self.variant == Variant::OursWithMethods).then(|| {
            quote! {
                use crate::Call;

                pub struct Handle {
                    client: crate::Client,
                }
            }
        });
        Some(quote!(pub mod #name { #(#imports)* #handle #(#emitted)* }))
    }

    fn imports(&self, place: Place) -> BTreeMap<String, TokenStream> {
        let meanings = self.specs.meanings(place).into_iter();
        let imports = meanings.filter_map(|(name, meaning)| {
            let ident = format_ident!("{name}");
            let import = match meaning {
                Meaning::Declared((file, _)) if file == place.0 => return None,
                Meaning::Declared(there) => {
                    let is_kept =
                        self.kept.whole.contains(&there) || self.kept.lists.contains(&there);
                    let module = flat(&self.specs.files[there.0].module);
                    is_kept.then(|| quote!(use super::#module::#ident;))?
                }
                Meaning::Foreign(path) if path[0] == "std" => {
                    let path = path.iter().map(|name| format_ident!("{name}"));
                    quote!(use #(::#path)*;)
                }
                Meaning::Foreign(_) if !self.variant.is_ours() && self.is_rewritten(&name) => {
                    quote!(use ::support::#ident;)
                }
                Meaning::Foreign(path) => {
                    let path = path.iter().map(|name| format_ident!("{name}"));
                    quote!(use ::tencent_chat #(::#path)*;)
                }
            };
            Some((name, import))
        });
        imports.collect()
    }

    /// Returns `true` if a type of the contract has no serde code, so that `support` has another one.
    fn is_rewritten(&self, name: &str) -> bool {
        name == "ErrorCode" || self.specs.identifiers.contains(name)
    }

    fn emit_item(&self, place: Place) -> TokenStream {
        let declared = self.specs.at(place);
        let name = format_ident!("{}", declared.name);
        let derives = self.variant == Variant::Serde;
        let item = match (&declared.item, self.variant) {
            (Item::Mod(module), Variant::Ours | Variant::OursWithMethods) => {
                let module = renumbered(module, self.number);
                let method = (self.variant == Variant::OursWithMethods)
                    .then(|| quote!(impl Handle { #name::method! { #name } }));
                quote!(#module #method)
            }
            (item, Variant::Ours | Variant::OursWithMethods) => quote!(#item),
            (Item::Mod(module), _) => derived::module(module, derives),
            (Item::Struct(item), _) => derived::object(item, derives),
            (Item::Enum(item), _) => derived::open_enum(item, derives),
            _ => TokenStream::new(),
        };
        let calls = (declared.kind == Kind::Endpoint).then(|| self.calls(&declared.name));
        quote!(#item #calls)
    }

    /// Returns functions that encode the request and decode the response, as a client does.
    fn calls(&self, name: &str) -> TokenStream {
        let (module, encode, decode) = (
            format_ident!("{name}"),
            format_ident!("encode_{name}"),
            format_ident!("decode_{name}"),
        );
        match self.variant {
            Variant::Plain => TokenStream::new(),
            Variant::Serde => quote! {
                pub fn #encode(request: &#module::Request) -> Result<Vec<u8>, ::serde_json::Error> {
                    ::serde_json::to_vec(request)
                }
                pub fn #decode(body: &[u8]) -> Result<#module::Response, ::serde_json::Error> {
                    ::serde_json::from_slice(body)
                }
            },
            Variant::Ours | Variant::OursWithMethods => quote! {
                pub fn #encode(request: &#module::Request) -> Result<Vec<u8>, ::tencent_chat::codec::EncodeError> {
                    ::tencent_chat::codec::to_json(::tencent_chat::schema::RecordRef::new(request))
                }
                pub fn #decode(body: &[u8]) -> Result<#module::Response, ::tencent_chat::codec::ResponseError> {
                    ::tencent_chat::codec::read_response(body, ::tencent_chat::codec::Strictness::Lenient)
                        .map(|(response, _)| response)
                }
            },
        }
    }
}

fn flat(module: &[String]) -> proc_macro2::Ident {
    format_ident!("{}", module.join("_"))
}

/// Returns the endpoint with the number appended to its path, so that paths are unique.
fn renumbered(module: &ItemMod, number: usize) -> ItemMod {
    let mut module = module.clone();
    for attr in module.attrs.iter_mut().filter(|attr| super::specs::is(attr, "endpoint")) {
        if let syn::Meta::List(list) = &mut attr.meta {
            let mut tokens: Vec<_> = list.tokens.clone().into_iter().collect();
            if let Some(first) = tokens.first_mut() {
                let path = first.to_string();
                let path = format!("{}_{number:04}", path.trim_matches('"'));
                *first = proc_macro2::Literal::string(&path).into();
            }
            list.tokens = tokens.into_iter().collect();
        }
    }
    module
}

/// Returns only the list of errors of an endpoint.
fn errors_only(item: &Item) -> TokenStream {
    let Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) = item else {
        return TokenStream::new();
    };
    let list = items.iter().find_map(|item| match item {
        Item::Const(item) if item.ident == "ERRORS" => Some(&*item.expr),
        _ => None,
    });
    let none: Expr = syn::parse_quote!(&[]);
    let list = list.unwrap_or(&none);
    quote! {
        pub mod #ident {
            use super::*;

            pub const ERRORS: &[::tencent_chat::ErrorCode] = #list;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Compared variants must have the same fields, because a variant that lacks one would look cheaper.
    #[test]
    fn every_variant_has_the_fields_of_the_specs() -> Result<(), String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-specs/src");
        let specs = Specs::read(&folder)?;
        let count = specs.endpoints().count();
        let fields = |variant| {
            let file = syn::parse_file(&library(&specs, variant, count));
            file.map(|file| fields_in(&file.items)).map_err(|error| error.to_string())
        };
        let ours = fields(Variant::Ours)?;
        assert!(ours > count);
        assert_eq!(fields(Variant::Plain)?, ours);
        assert_eq!(fields(Variant::Serde)?, ours + 4 * count, "the envelope has four fields");
        Ok(())
    }

    fn fields_in(items: &[Item]) -> usize {
        let count = |item: &Item| match item {
            Item::Mod(ItemMod { content: Some((_, items)), .. }) => fields_in(items),
            Item::Struct(item) => item.fields.len(),
            _ => 0,
        };
        items.iter().map(count).sum()
    }
}
