//! Expands an open enumeration: the enum, its conversions and its `Field` impl.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{LitInt, LitStr};

use super::docs;
use crate::check::doc_summary;
use crate::model::{CratePath, OpenEnum, Value, Values};

/// Expands an open enumeration.
pub(crate) fn open_enum(item: &OpenEnum) -> TokenStream {
    match &item.values {
        Values::Texts(values) => expand_texts(item, values),
        Values::Integers(values) => expand_integers(item, values),
    }
}

fn expand_texts(item: &OpenEnum, values: &[Value<LitStr>]) -> TokenStream {
    let OpenEnum { crate_path: chat, ident, .. } = item;
    let wires: Vec<_> = values.iter().map(|value| &value.wire).collect();
    let names: Vec<_> = values.iter().map(|value| &value.ident).collect();
    let aliases = values.iter().map(|value| docs::alias(&value.wire.value(), &value.ident));
    let declaration = expand_enum(item, values, aliases, &quote!(), &quote!(::std::string::String));
    let known = values.iter().map(|value| expand_value(chat, &quote!(Text), value));
    let field = expand_field(
        item,
        known,
        &quote!(::std::string::String::new()),
        &quote!(Text(self.as_str())),
        &quote!(Text),
    );
    quote! {
        #declaration

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

        #chat::__private::text_shims! { #ident }
        #field

        #[automatically_derived]
        impl #chat::__private::Text for #ident {
            fn set(&mut self, text: &str) {
                *self = <Self as ::core::convert::From<&str>>::from(text);
            }
        }
    }
}

fn expand_integers(item: &OpenEnum, values: &[Value<LitInt>]) -> TokenStream {
    let OpenEnum { crate_path: chat, ident, .. } = item;
    let wires: Vec<_> = values.iter().map(|value| &value.wire).collect();
    let names: Vec<_> = values.iter().map(|value| &value.ident).collect();
    let aliases = values.iter().map(|_| None);
    let declaration = expand_enum(item, values, aliases, &quote!(Copy,), &quote!(i64));
    let known = values.iter().map(|value| expand_value(chat, &quote!(Integer), value));
    let field = expand_field(item, known, &quote!(0), &quote!(Int(self.value())), &quote!(Int));
    quote! {
        #declaration

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

        #chat::__private::integer_shims! { #ident }
        #field

        #[automatically_derived]
        impl #chat::__private::Int for #ident {
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
fn expand_value<L: ToTokens>(
    chat: &CratePath,
    variant: &TokenStream,
    value: &Value<L>,
) -> TokenStream {
    let Value { attrs, ident, wire } = value;
    let (name, doc) = (ident.to_string(), doc_summary(attrs));
    quote! {
        #chat::__private::EnumValue::new(
            #chat::__private::WireValue::#variant(#wire),
            #name,
            #doc,
        )
    }
}

fn expand_field(
    item: &OpenEnum,
    known: impl Iterator<Item = TokenStream>,
    empty: &TokenStream,
    value: &TokenStream,
    field_mut: &TokenStream,
) -> TokenStream {
    let OpenEnum { crate_path: chat, attrs, ident, .. } = item;
    let (name, doc) = (ident.to_string(), doc_summary(attrs));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #chat::__private::Field for #ident {
            const TYPE: #chat::__private::FieldType =
                #chat::__private::FieldType::Enum(
                    &#chat::__private::EnumTable::new(#name, #doc, &[#(#known),*]),
                );

            fn empty() -> Self {
                Self::Other(#empty)
            }

            fn visit<'a>(
                &'a self,
                index: usize,
                visitor: &mut dyn #chat::__private::Visitor<'a>,
            ) {
                visitor.value(index, #chat::__private::Value::#value);
            }

            fn field_mut(&mut self) -> #chat::__private::FieldMut<'_> {
                #chat::__private::FieldMut::#field_mut(self)
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #chat::IntoField<#ident> for #ident {
            fn into_field(self) -> Self {
                self
            }
        }
    }
}
