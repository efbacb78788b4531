//! Turns the tables into handwritten-style code: structs with constructors and setters, enumerations with conversions,
//! and optionally serde's derives.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use tencent_chat_specs::schema::{EnumTable, FieldRole, FieldSpec, FieldType, RecordKind, Table};

use super::contract::{Endpoint, Struct};
use super::declared::{doc, ident, value};

/// Returns the module of an endpoint, with its structs.
pub(crate) fn module(endpoint: &Endpoint, derives: bool) -> TokenStream {
    let docs = doc(endpoint.spec.doc());
    let name = format_ident!("{}", endpoint.spec.name());
    let structs = endpoint.structs.iter().map(|item| structure(item, derives));
    quote! {
        #docs
        pub mod #name {
            use super::*;

            #(#structs)*
        }
    }
}

/// Returns a struct. A response with derives also has the envelope's fields.
pub(crate) fn structure(item: &Struct, derives: bool) -> TokenStream {
    let (name, docs) = (&item.name, doc(item.table.doc));
    let has_envelope = derives && item.table.kind == RecordKind::Response;
    // Ours have these traits too.
    let hash = is_hashable(item.table, &mut Vec::new()).then(|| quote!(, Eq, Hash));
    let serde = derives.then(|| quote!(, ::serde::Serialize, ::serde::Deserialize));
    let declared = item.fields().map(|(field, ty)| {
        let (docs, name) = (doc(field.doc), ident(field));
        let rename = derives.then(|| serde_attribute(field, item.table));
        let ty = if field.required { quote!(#ty) } else { quote!(Option<#ty>) };
        quote!(#docs #rename pub #name: #ty)
    });
    let required = item.fields().filter(|(field, _)| field.required);
    let parameters = required.map(|(field, ty)| parameter(field, ty));
    let values = item.table.fields.iter().map(|field| {
        let name = ident(field);
        match field.required {
            true if is_plain(field) => quote!(#name),
            true => quote!(#name: ::core::convert::Into::into(#name)),
            false => quote!(#name: ::core::option::Option::None),
        }
    });
    let setters = item.fields().filter(|(field, _)| !field.required);
    let setters = setters.map(|(field, ty)| setter(field, ty));
    let (envelope, no_envelope) = has_envelope.then(envelope).unzip();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq #hash #serde)]
        #[non_exhaustive]
        pub struct #name {
            #(#declared,)*
            #envelope
        }

        impl #name {
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values,)* #no_envelope }
            }
            #(#setters)*
        }
    }
}

/// Returns `true` if the values of all fields can be derived to be hashed.
fn is_hashable(table: &'static Table, around: &mut Vec<*const Table>) -> bool {
    let address = std::ptr::from_ref(table);
    if around.contains(&address) {
        return true;
    }
    around.push(address);
    let is_hashable = table.fields.iter().all(|field| {
        let mut ty = &field.ty;
        while let FieldType::List(inner) | FieldType::Map(inner) = ty {
            ty = inner;
        }
        match ty {
            FieldType::Object(table) => is_hashable(table(), around),
            FieldType::Number | FieldType::Dynamic { .. } | FieldType::Union(_) => false,
            _ => true,
        }
    });
    around.pop();
    is_hashable
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

fn setter(field: &FieldSpec, ty: &TokenStream) -> TokenStream {
    let (name, parameter) = (ident(field), parameter(field, ty));
    let value =
        if is_plain(field) { quote!(#name) } else { quote!(::core::convert::Into::into(#name)) };
    quote! {
        #[must_use]
        pub fn #name(mut self, #parameter) -> Self {
            self.#name = ::core::option::Option::Some(#value);
            self
        }
    }
}

fn parameter(field: &FieldSpec, ty: &TokenStream) -> TokenStream {
    let name = ident(field);
    if is_plain(field) {
        quote!(#name: #ty)
    } else {
        quote!(#name: impl ::core::convert::Into<#ty>)
    }
}

/// Returns `true` if ours take the type itself for this field.
fn is_plain(field: &FieldSpec) -> bool {
    matches!(field.ty, FieldType::Integer { .. } | FieldType::Number | FieldType::Flag)
}

/// Returns serde's attribute for a field.
fn serde_attribute(field: &FieldSpec, table: &Table) -> TokenStream {
    if field.words.role == FieldRole::Query {
        return quote!(#[serde(skip)]);
    }
    let (wire, aliases) = (field.wire, field.words.aliases);
    let skip = (!field.required).then(|| quote!(, skip_serializing_if = "Option::is_none"));
    let may_be_absent = field.required && field.may_be_absent(table.kind);
    let default = may_be_absent.then(|| quote!(, default));
    quote!(#[serde(rename = #wire #skip #default #(, alias = #aliases)*)])
}

/// Returns an enumeration that keeps unknown values.
pub(crate) fn open_enum(ident: &Ident, table: &EnumTable, derives: bool) -> TokenStream {
    let docs = doc(table.doc);
    let names: Vec<_> = table.values.iter().map(|known| format_ident!("{}", known.name)).collect();
    let wires: Vec<_> = table.values.iter().map(|known| value(known.value)).collect();
    let is_text = !table.has_integers();
    let declared = table.values.iter().zip(&names).map(|(known, name)| {
        let docs = doc(known.doc);
        quote!(#docs #name)
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
        #docs
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

fn texts(ident: &Ident, names: &[Ident], wires: &[TokenStream]) -> TokenStream {
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

fn integers(ident: &Ident, names: &[Ident], wires: &[TokenStream]) -> TokenStream {
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
