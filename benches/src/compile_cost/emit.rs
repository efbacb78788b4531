//! Generates a crate with any number of endpoints, by repeating the real ones in rounds.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::contract::{Contract, Declared, Endpoint, HANDWRITTEN};
use super::{declared, derived};

/// A way to declare endpoints.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Variant {
    /// Plain structs with constructors and setters.
    Plain,
    /// Structs with serde's derives, and with the envelope's fields in each response.
    Serde,
    /// Specs with a registry of them, as in a user's crate.
    Ours,
    /// The same with client methods, as in the crates of this workspace.
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
pub(crate) fn library(
    contract: &Contract,
    variant: Variant,
    count: usize,
) -> Result<String, String> {
    let endpoints = &contract.endpoints;
    let rounds = (0..count).step_by(endpoints.len()).enumerate().map(|(number, before)| {
        let wanted = &endpoints[..endpoints.len().min(count - before)];
        Round { contract, variant, number, endpoints: wanted }
    });
    let rounds: Vec<_> = rounds.collect();
    let registry = variant.is_ours().then(|| registry(&rounds));
    let rounds = rounds.iter().map(Round::emit).collect::<Result<Vec<_>, _>>()?;
    let file = syn::parse_quote! {
        #![allow(unused)]

        // This is in all variants, because loading the client's crate is not a cost of the endpoints.
        pub use client::{Call, Client};

        #registry
        #(#rounds)*
    };
    Ok(prettyplease::unparse(&file))
}

/// Returns a list of all specs, through which they are called by description.
fn registry(rounds: &[Round<'_>]) -> TokenStream {
    let specs = rounds.iter().flat_map(|round| {
        let name = round.name();
        round.endpoints.iter().map(move |Endpoint { family, spec, .. }| {
            let (family, endpoint) = (format_ident!("{family}"), format_ident!("{}", spec.name()));
            quote!(&#name::#family::#endpoint::SPEC)
        })
    });
    quote! {
        pub static ALL: &[&::tencent_chat::EndpointSpec] = &[#(#specs),*];
    }
}

struct Round<'a> {
    contract: &'a Contract,
    variant: Variant,
    number: usize,
    endpoints: &'a [Endpoint],
}

impl Round<'_> {
    fn name(&self) -> proc_macro2::Ident {
        format_ident!("round_{:04}", self.number)
    }

    fn emit(&self) -> Result<TokenStream, String> {
        let (name, imports) = (self.name(), self.imports());
        let shared = self.contract.shared_by(self.endpoints).map(|item| self.emit_shared(item));
        let shared = shared.collect::<Result<Vec<_>, _>>()?;
        let mut families = BTreeMap::<_, Vec<_>>::new();
        for endpoint in self.endpoints {
            families.entry(endpoint.family).or_default().push(self.emit_endpoint(endpoint)?);
        }
        let handle = (self.variant == Variant::OursWithMethods).then(|| {
            quote! {
                use crate::Call;

                pub struct Handle {
                    client: crate::Client,
                }
            }
        });
        let families = families.into_iter().map(|(family, endpoints)| {
            let family = format_ident!("{family}");
            quote!(pub mod #family { #imports use super::shared::*; #handle #(#endpoints)* })
        });
        Ok(quote!(pub mod #name { pub mod shared { #imports #(#shared)* } #(#families)* }))
    }

    /// Returns the imports of the types that are not declared here.
    fn imports(&self) -> TokenStream {
        let identifiers = self.contract.identifiers.iter().map(|name| format_ident!("{name}"));
        // The contract's own types have no serde code, so `support` has others.
        let (root, words) = if self.variant.is_ours() {
            (format_ident!("tencent_chat"), Some(quote!(endpoint, object, open_enum,)))
        } else {
            (format_ident!("support"), None)
        };
        let handwritten = HANDWRITTEN.map(|(_, path)| {
            let path = path.split("::").map(|part| format_ident!("{part}"));
            quote!(use #(::#path)*;)
        });
        quote! {
            use std::collections::BTreeMap;
            use ::#root::{#words ErrorCode, #(#identifiers),*};
            #(#handwritten)*
        }
    }

    fn emit_shared(&self, item: &Declared) -> Result<TokenStream, String> {
        let derives = self.variant == Variant::Serde;
        Ok(match item {
            Declared::Struct(item) if self.variant.is_ours() => declared::object(item)?,
            Declared::Struct(item) => derived::structure(item, derives),
            Declared::Enum(name, table) if self.variant.is_ours() => {
                declared::open_enum(name, table)
            }
            Declared::Enum(name, table) => derived::open_enum(name, table, derives),
        })
    }

    fn emit_endpoint(&self, endpoint: &Endpoint) -> Result<TokenStream, String> {
        let name = format_ident!("{}", endpoint.spec.name());
        let (encode, decode) = (format_ident!("encode_{name}"), format_ident!("decode_{name}"));
        let module = if self.variant.is_ours() {
            declared::module(endpoint, self.number)?
        } else {
            derived::module(endpoint, self.variant == Variant::Serde)
        };
        // The functions encode the request and decode the response, as a client does.
        Ok(match self.variant {
            Variant::Plain => module,
            Variant::Serde => quote! {
                #module
                pub fn #encode(request: &#name::Request) -> Result<Vec<u8>, ::serde_json::Error> {
                    ::serde_json::to_vec(request)
                }
                pub fn #decode(body: &[u8]) -> Result<#name::Response, ::serde_json::Error> {
                    ::serde_json::from_slice(body)
                }
            },
            Variant::Ours | Variant::OursWithMethods => {
                let method = (self.variant == Variant::OursWithMethods)
                    .then(|| quote!(impl Handle { #name::method! { #name } }));
                quote! {
                    #module
                    #method
                    pub fn #encode(request: &#name::Request) -> Result<Vec<u8>, ::tencent_chat::codec::EncodeError> {
                        ::tencent_chat::codec::to_json(::tencent_chat::schema::RecordRef::new(request))
                    }
                    pub fn #decode(body: &[u8]) -> Result<#name::Response, ::tencent_chat::codec::ResponseError> {
                        ::tencent_chat::codec::read_response(body, ::tencent_chat::codec::Strictness::Lenient)
                            .map(|(response, _)| response)
                    }
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use syn::{Item, ItemMod};
    use tencent_chat_specs::schema::Table;

    use super::*;

    /// Compared variants must have the same fields, because a variant that lacks one would look cheaper.
    #[test]
    fn every_variant_has_the_fields_of_the_specs() -> Result<(), String> {
        let contract = Contract::read()?;
        let count = contract.endpoints.len();
        let fields = |variant| {
            let file = syn::parse_file(&library(&contract, variant, count)?);
            file.map(|file| fields_in(&file.items)).map_err(|error| error.to_string())
        };
        let shared = contract.shared_by(&contract.endpoints).filter_map(|item| match item {
            Declared::Struct(item) => Some(item.table),
            Declared::Enum(..) => None,
        });
        let own = contract.endpoints.iter().flat_map(|endpoint| &endpoint.structs);
        let tables: Vec<&Table> = own.map(|item| item.table).chain(shared).collect();
        let expected: usize = tables.iter().map(|table| table.fields.len()).sum();
        assert!(expected > count);
        assert_eq!(fields(Variant::Ours)?, expected);
        assert_eq!(
            fields(Variant::OursWithMethods)?,
            expected + families(&contract),
            "the clients"
        );
        assert_eq!(fields(Variant::Plain)?, expected);
        assert_eq!(fields(Variant::Serde)?, expected + 4 * count, "the envelope has four fields");
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

    fn families(contract: &Contract) -> usize {
        let families = contract.endpoints.iter().map(|endpoint| endpoint.family);
        families.collect::<std::collections::BTreeSet<_>>().len()
    }
}
