//! Expands an open enumeration: the enum, its conversions and its `Field` impl.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{LitInt, LitStr};

use super::docs;
use crate::check::doc_summary;
use crate::model::{OpenEnum, Value, Values};

/// Expands an open enumeration.
pub(crate) fn open_enum(item: &OpenEnum) -> TokenStream {
    match &item.values {
        Values::Texts(values) => expand_texts(item, values),
        Values::Integers(values) => expand_integers(item, values),
    }
}

fn expand_texts(spec: &OpenEnum, values: &[Value<LitStr>]) -> TokenStream {
    let OpenEnum { ident, .. } = spec;
    let wires: Vec<_> = values.iter().map(|value| &value.wire).collect();
    let names: Vec<_> = values.iter().map(|value| &value.ident).collect();
    let aliases = values.iter().map(|value| docs::alias(&value.wire.value(), &value.ident));
    let item = expand_enum(spec, values, aliases, &quote!(), &quote!(::std::string::String));
    let known = values.iter().map(|value| expand_value(&quote!(Text), value));
    let field = expand_field(
        spec,
        known,
        &quote!(::std::string::String::new()),
        &quote!(Text(self.as_str())),
        &quote!(Text),
    );
    quote! {
        #item

        impl #ident {
            /// Returns the string on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    Self::Other(word) => word,
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&str> for #ident {
            fn from(word: &str) -> Self {
                match word {
                    #(#wires => Self::#names,)*
                    other => Self::Other(::std::string::String::from(other)),
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<::std::string::String> for #ident {
            #[inline]
            fn from(word: ::std::string::String) -> Self {
                <Self as ::core::convert::From<&str>>::from(&word)
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<#ident> for ::std::string::String {
            #[inline]
            fn from(value: #ident) -> Self {
                <Self as ::core::convert::From<&str>>::from(value.as_str())
            }
        }

        ::tencent_chat::__private::text_shims! { #ident }
        #field

        #[automatically_derived]
        impl ::tencent_chat::__private::Text for #ident {
            fn set(&mut self, text: &str) {
                *self = <Self as ::core::convert::From<&str>>::from(text);
            }
        }
    }
}

fn expand_integers(spec: &OpenEnum, values: &[Value<LitInt>]) -> TokenStream {
    let OpenEnum { ident, .. } = spec;
    let wires: Vec<_> = values.iter().map(|value| &value.wire).collect();
    let names: Vec<_> = values.iter().map(|value| &value.ident).collect();
    let aliases = values.iter().map(|_| None);
    let item = expand_enum(spec, values, aliases, &quote!(Copy,), &quote!(i64));
    let known = values.iter().map(|value| expand_value(&quote!(Integer), value));
    let field = expand_field(spec, known, &quote!(0), &quote!(Int(self.value())), &quote!(Int));
    quote! {
        #item

        impl #ident {
            /// Returns the number on the wire.
            #[must_use]
            pub const fn value(self) -> i64 {
                match self {
                    #(Self::#names => #wires,)*
                    Self::Other(value) => value,
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<i64> for #ident {
            fn from(value: i64) -> Self {
                match value {
                    #(#wires => Self::#names,)*
                    other => Self::Other(other),
                }
            }
        }

        ::tencent_chat::__private::integer_shims! { #ident }
        #field

        #[automatically_derived]
        impl ::tencent_chat::__private::Int for #ident {
            fn set(&mut self, value: i128) -> bool {
                let value = <i64 as ::core::convert::TryFrom<i128>>::try_from(value);
                if let ::core::result::Result::Ok(value) = value {
                    *self = <Self as ::core::convert::From<i64>>::from(value);
                }
                value.is_ok()
            }
        }
    }
}

fn expand_enum<L>(
    item: &OpenEnum,
    values: &[Value<L>],
    aliases: impl Iterator<Item = Option<TokenStream>>,
    copy: &TokenStream,
    other: &TokenStream,
) -> TokenStream {
    let OpenEnum { attrs, vis, ident, .. } = item;
    let names = values
        .iter()
        .zip(aliases)
        .map(|(Value { attrs, ident, .. }, alias)| quote!(#(#attrs)* #alias #ident));
    quote! {
        #(#attrs)*
        #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #vis enum #ident {
            #(#names,)*
            /// A value that has no name here, unchanged.
            Other(#other),
        }
    }
}

/// Expands the description of a value.
fn expand_value<L: ToTokens>(variant: &TokenStream, value: &Value<L>) -> TokenStream {
    let Value { attrs, ident, wire } = value;
    let (name, doc) = (ident.to_string(), doc_summary(attrs));
    quote! {
        ::tencent_chat::__private::EnumValue::new(
            ::tencent_chat::__private::WireValue::#variant(#wire),
            #name,
            #doc,
        )
    }
}

fn expand_field(
    OpenEnum { attrs, ident, .. }: &OpenEnum,
    known: impl Iterator<Item = TokenStream>,
    empty: &TokenStream,
    value: &TokenStream,
    field_mut: &TokenStream,
) -> TokenStream {
    let (name, doc) = (ident.to_string(), doc_summary(attrs));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::tencent_chat::__private::Field for #ident {
            const TYPE: ::tencent_chat::__private::FieldType =
                ::tencent_chat::__private::FieldType::Enum(
                    &::tencent_chat::__private::EnumTable::new(#name, #doc, &[#(#known),*]),
                );

            fn empty() -> Self {
                Self::Other(#empty)
            }

            fn visit<'a>(
                &'a self,
                index: usize,
                visitor: &mut dyn ::tencent_chat::__private::Visitor<'a>,
            ) {
                visitor.value(index, ::tencent_chat::__private::Value::#value);
            }

            fn field_mut(&mut self) -> ::tencent_chat::__private::FieldMut<'_> {
                ::tencent_chat::__private::FieldMut::#field_mut(self)
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::tencent_chat::IntoField<#ident> for #ident {
            fn into_field(self) -> Self {
                self
            }
        }
    }
}
