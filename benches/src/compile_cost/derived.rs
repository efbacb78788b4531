//! Turns the declarations of a spec into handwritten-style code: structs with constructors and setters, enumerations
//! with conversions, and optionally serde's derives.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Field, GenericArgument, Ident, Item, ItemEnum, ItemMod, ItemStruct, Lit,
    PathArguments, Type,
};

use super::specs::is;

/// Returns the module of an endpoint, with its structs.
pub(crate) fn module(module: &ItemMod, derives: bool) -> TokenStream {
    let ItemMod { attrs, ident, content, .. } = module;
    let docs = docs(attrs);
    let items = content.iter().flat_map(|(_, items)| items);
    let structs = items.filter_map(|item| match item {
        Item::Struct(item) => Some(object(item, derives)),
        _ => None,
    });
    quote! {
        #(#docs)*
        pub mod #ident {
            use super::*;

            #(#structs)*
        }
    }
}

/// Returns a struct. A response with derives also has the envelope's fields.
pub(crate) fn object(item: &ItemStruct, derives: bool) -> TokenStream {
    let ItemStruct { attrs, ident, fields, .. } = item;
    let docs = docs(attrs);
    let is_request = ident == "Request";
    let has_envelope = derives && ident == "Response";
    let serde = derives.then(|| quote!(, ::serde::Serialize, ::serde::Deserialize));
    let declared = fields.iter().map(|field| {
        let Field { attrs, ident, ty, .. } = field;
        let docs = self::docs(attrs);
        let rename = derives.then(|| serde_attribute(field, is_request));
        quote!(#(#docs)* #rename pub #ident: #ty)
    });
    let required = fields.iter().filter(|field| optional(&field.ty).is_none());
    let parameters =
        required.map(|Field { ident, ty, .. }| quote!(#ident: impl ::core::convert::Into<#ty>));
    let values = fields.iter().map(|Field { ident, ty, .. }| match optional(ty) {
        Some(_) => quote!(#ident: ::core::option::Option::None),
        None => quote!(#ident: ::core::convert::Into::into(#ident)),
    });
    let setters = fields.iter().filter_map(setter);
    let (envelope, no_envelope) = has_envelope.then(envelope).unzip();
    quote! {
        #(#docs)*
        #[derive(Clone, Debug, PartialEq #serde)]
        #[non_exhaustive]
        pub struct #ident {
            #(#declared,)*
            #envelope
        }

        impl #ident {
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values,)* #no_envelope }
            }
            #(#setters)*
        }
    }
}

/// Returns the envelope's fields, and their values in a response without them.
fn envelope() -> (TokenStream, TokenStream) {
    let fields = [
        ("action_status", "ActionStatus", quote!(::std::string::String)),
        ("error_code", "ErrorCode", quote!(i32)),
        ("error_info", "ErrorInfo", quote!(::std::string::String)),
        ("error_display", "ErrorDisplay", quote!(::std::string::String)),
    ];
    fields
        .map(|(name, wire, ty)| {
            let ident = format_ident!("{name}");
            let declared = quote! {
                #[serde(rename = #wire, skip_serializing_if = "Option::is_none")]
                pub #ident: ::core::option::Option<#ty>,
            };
            (declared, quote!(#ident: ::core::option::Option::None,))
        })
        .into_iter()
        .unzip()
}

fn setter(field: &Field) -> Option<TokenStream> {
    let Field { ident, ty, .. } = field;
    let ty = optional(ty)?;
    Some(quote! {
        #[must_use]
        pub fn #ident(mut self, #ident: impl ::core::convert::Into<#ty>) -> Self {
            self.#ident = ::core::option::Option::Some(::core::convert::Into::into(#ident));
            self
        }
    })
}

/// Returns serde's attribute for a field.
fn serde_attribute(field: &Field, is_request: bool) -> TokenStream {
    let words = wire(&field.attrs);
    let mut words = words.into_iter();
    let name = words.next().map(|name| quote!(rename = #name));
    let words: Vec<_> = words.collect();
    let is = |wanted: &str| {
        words.iter().any(|word| matches!(word, TokenTree::Ident(word) if word == wanted))
    };
    if is("query") {
        return quote!(#[serde(skip)]);
    }
    let aliases = words.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(word), TokenTree::Group(names)] if word == "alias" => {
            Some(names.stream())
        }
        _ => None,
    });
    let aliases = aliases.flatten().filter(|token| matches!(token, TokenTree::Literal(_)));
    let aliases = aliases.map(|alias| quote!(, alias = #alias));
    let is_optional = optional(&field.ty).is_some();
    let skip = is_optional.then(|| quote!(, skip_serializing_if = "Option::is_none"));
    let may_be_missing =
        !is_request && ["Vec", "BTreeMap"].iter().any(|name| argument(&field.ty, name).is_some());
    let default = may_be_missing.then(|| quote!(, default));
    quote!(#[serde(#name #skip #default #(#aliases)*)])
}

/// Returns an enumeration that keeps unknown values.
pub(crate) fn open_enum(item: &ItemEnum, derives: bool) -> TokenStream {
    let ItemEnum { attrs, ident, variants, .. } = item;
    let docs = docs(attrs);
    let names: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let wires: Vec<_> = variants.iter().map(|variant| wire(&variant.attrs)).collect();
    let wires: Vec<_> = wires.iter().filter_map(|words| words.first()).collect();
    let is_text = wires
        .first()
        .is_some_and(|wire| matches!(syn::parse2((*wire).to_token_stream()), Ok(Lit::Str(_))));
    let declared = variants.iter().map(|variant| {
        let (docs, ident) = (self::docs(&variant.attrs), &variant.ident);
        quote!(#(#docs)* #ident)
    });
    let (ty, copy) = if is_text { ("String", None) } else { ("i64", Some(quote!(Copy,))) };
    let other = format_ident!("{ty}");
    let serde = derives.then(|| {
        quote! {
            #[derive(::serde::Serialize, ::serde::Deserialize)]
            #[serde(from = #ty, into = #ty)]
        }
    });
    let conversions =
        if is_text { texts(ident, &names, &wires) } else { integers(ident, &names, &wires) };
    let owned = derives.then(|| if is_text { owned_texts(ident) } else { owned_integers(ident) });
    quote! {
        #(#docs)*
        #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #serde
        #[non_exhaustive]
        pub enum #ident {
            #(#declared,)*
            Other(#other),
        }
        #conversions
        #owned
    }
}

fn texts(ident: &Ident, names: &[&Ident], wires: &[&TokenTree]) -> TokenStream {
    quote! {
        impl #ident {
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl ::core::convert::From<&str> for #ident {
            fn from(word: &str) -> Self {
                match word {
                    #(#wires => Self::#names,)*
                    other => Self::Other(::std::string::String::from(other)),
                }
            }
        }
    }
}

fn integers(ident: &Ident, names: &[&Ident], wires: &[&TokenTree]) -> TokenStream {
    quote! {
        impl #ident {
            #[must_use]
            pub const fn value(self) -> i64 {
                match self {
                    #(Self::#names => #wires,)*
                    Self::Other(value) => value,
                }
            }
        }

        impl ::core::convert::From<i64> for #ident {
            fn from(value: i64) -> Self {
                match value {
                    #(#wires => Self::#names,)*
                    other => Self::Other(other),
                }
            }
        }
    }
}

fn owned_texts(ident: &Ident) -> TokenStream {
    quote! {
        impl ::core::convert::From<::std::string::String> for #ident {
            fn from(word: ::std::string::String) -> Self {
                Self::from(word.as_str())
            }
        }

        impl ::core::convert::From<#ident> for ::std::string::String {
            fn from(word: #ident) -> Self {
                word.as_str().to_owned()
            }
        }
    }
}

fn owned_integers(ident: &Ident) -> TokenStream {
    quote! {
        impl ::core::convert::From<#ident> for i64 {
            fn from(value: #ident) -> Self {
                value.value()
            }
        }
    }
}

fn docs(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| is(attr, "doc"))
}

/// Returns the tokens in `#[wire(..)]`.
fn wire(attrs: &[Attribute]) -> Vec<TokenTree> {
    let lists = attrs
        .iter()
        .filter(|attr| is(attr, "wire"))
        .filter_map(|attr| attr.meta.require_list().ok());
    lists.flat_map(|list| list.tokens.clone()).collect()
}

/// Returns the type within `Option<..>`.
pub(crate) fn optional(ty: &Type) -> Option<&Type> {
    argument(ty, "Option")
}

/// Returns the last type within `name<..>`.
pub(crate) fn argument<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
