//! Expands a union: the enum, its conversions, its table and its `Union` and `Field` impls.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::docs;
use super::record::as_field;
use crate::model::{CratePath, Member, Union};
use crate::names;

/// Expands a union.
pub(crate) fn union(union: &Union) -> TokenStream {
    let Union { crate_path: chat, ident, .. } = union;
    let declaration = expand_enum(union);
    let table = expand_table(union);
    let tag = expand_tag(union);
    let accessors = expand_accessors(union);
    let conversions = expand_conversions(union);
    quote! {
        #declaration

        const _: () = {
            #table
            #tag
            #accessors
            #conversions
        };

        #chat::__private::union_shims! { #ident }
    }
}

fn expand_enum(union: &Union) -> TokenStream {
    let Union { crate_path: chat, attrs, vis, ident, tag, content, members } = union;
    let doc =
        format!(" Wire names: `{tag}` for the kind of the member, `{content}` for its fields.");
    let members = members.iter().map(|member| {
        let Member { attrs, ident, content, tag: value } = member;
        let doc = format!(" `{tag}`: `{value}`.");
        let alias = docs::alias(value, ident);
        quote!(#(#attrs)* #[doc = ""] #[doc = #doc] #alias #ident(#content))
    });
    quote! {
        #(#attrs)*
        #[doc = ""]
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #vis enum #ident {
            #(#members,)*
            /// A member that has no name here, complete and unchanged.
            Other(#chat::__private::JsonMap),
        }
    }
}

fn expand_table(union: &Union) -> TokenStream {
    let Union { crate_path: chat, ident, tag, content, members, .. } = union;
    let name = names::spoken(&ident.to_string());
    let rows = members.iter().map(|member| {
        let Member { content: ty, tag: value, .. } = member;
        let head = format!("{{\"{tag}\":\"{value}\",\"{content}\":");
        let table = as_record(ty, chat);
        quote! {
            #chat::__private::Member { tag: #value, head: #head, table: #table::table }
        }
    });
    quote! {
        static TABLE: #chat::__private::UnionTable = #chat::__private::UnionTable {
            name: #name,
            tag: #tag,
            content: #content,
            members: &[#(#rows),*],
        };
    }
}

/// Expands the method that returns the tag. It is named after the tag.
fn expand_tag(union: &Union) -> TokenStream {
    let Union { ident, tag, members, .. } = union;
    let method = format_ident!("{}", names::field_name(tag));
    let doc = format!(" Returns its `{tag}`, or an empty string if it has none.");
    let arms = members.iter().map(|Member { ident, tag, .. }| quote!(Self::#ident(_) => #tag));
    quote! {
        impl #ident {
            #[doc = #doc]
            #[must_use]
            pub fn #method(&self) -> &str {
                match self {
                    #(#arms,)*
                    Self::Other(fields) => TABLE.tag_of(fields),
                }
            }
        }
    }
}

fn expand_accessors(union: &Union) -> TokenStream {
    let Union { crate_path: chat, ident, members, .. } = union;
    let names: Vec<_> = members.iter().map(|member| &member.ident).collect();
    let fields = members.iter().map(|member| as_field(&member.content, chat));
    let indexes: Vec<_> = (0..members.len()).collect();
    quote! {
        #[automatically_derived]
        impl #chat::__private::Union for #ident {
            fn table(&self) -> &'static #chat::__private::UnionTable {
                &TABLE
            }

            fn get(&self) -> #chat::__private::UnionRef<'_> {
                match self {
                    #(Self::#names(content) => #chat::__private::UnionRef::Member(
                        #indexes,
                        #chat::__private::RecordRef::new(content),
                    ),)*
                    Self::Other(fields) => #chat::__private::UnionRef::Other(fields),
                }
            }

            fn make(
                &mut self,
                member: usize,
            ) -> ::core::option::Option<#chat::__private::RecordMut<'_>> {
                *self = match member {
                    #(#indexes => Self::#names(#fields::empty()),)*
                    _ => return ::core::option::Option::None,
                };
                match self {
                    #(Self::#names(content) => {
                        ::core::option::Option::Some(#chat::__private::RecordMut::new(content))
                    })*
                    Self::Other(_) => ::core::option::Option::None,
                }
            }

            fn keep(&mut self, fields: #chat::__private::JsonMap) {
                *self = Self::Other(fields);
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #chat::__private::Field for #ident {
            const TYPE: #chat::__private::FieldType = #chat::__private::FieldType::Union(&TABLE);

            fn empty() -> Self {
                Self::Other(#chat::__private::JsonMap::new())
            }

            fn visit<'a>(
                &'a self,
                index: usize,
                visitor: &mut dyn #chat::__private::Visitor<'a>,
            ) {
                visitor.value(index, #chat::__private::Value::Union(self));
            }

            fn field_mut(&mut self) -> #chat::__private::FieldMut<'_> {
                #chat::__private::FieldMut::Union(self)
            }
        }
    }
}

/// Expands the conversions of contents into the union. A content that two members share has none.
fn expand_conversions(union: &Union) -> TokenStream {
    let Union { crate_path: chat, ident, members, .. } = union;
    let mut of_content: BTreeMap<String, Vec<&Member>> = BTreeMap::new();
    for member in members {
        of_content.entry(member.content.to_token_stream().to_string()).or_default().push(member);
    }
    let conversions = of_content.values().filter_map(|members| match members[..] {
        [Member { ident: member, content, .. }] => Some(quote! {
            #[automatically_derived]
            impl ::core::convert::From<#content> for #ident {
                fn from(content: #content) -> Self {
                    Self::#member(content)
                }
            }

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #chat::IntoField<#ident> for #content {
                fn into_field(self) -> #ident {
                    #ident::#member(self)
                }
            }
        }),
        _ => None,
    });
    conversions.collect()
}

/// Expands a type as a `Record`, so that an error about it points to the type.
fn as_record(ty: &Type, chat: &CratePath) -> TokenStream {
    let chat = chat.at(ty.span());
    quote_spanned!(ty.span()=> <#ty as #chat::__private::Record>)
}
