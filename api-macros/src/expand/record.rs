//! Expands a struct: the struct, its constructor and setters, its table and accessors, and the thin impls over them.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::docs;
use crate::check::doc_summary;
use crate::model::{Field, FieldRole, Record, RecordKind};

/// Expands one struct.
pub(crate) fn record(record: &Record) -> TokenStream {
    let item = expand_struct(record);
    let constructor = expand_constructor(record);
    let table = expand_record_impl(record);
    let ident = &record.ident;
    let shims = quote!(::tencent_chat::__private::shims! { #ident });
    let failures = expand_failures(record);
    quote!(#item #constructor #failures #table #shims)
}

fn expand_struct(record: &Record) -> TokenStream {
    let Record { kind, attrs, vis, ident, fields, .. } = record;
    let doc = match kind {
        _ if !doc_summary(attrs).is_empty() => None,
        RecordKind::Request => Some(quote!(#[doc = " The request of [the endpoint](self)."])),
        RecordKind::Response => Some(quote!(#[doc = " The response of [the endpoint](self)."])),
        RecordKind::Object => None,
    };
    let fields = fields.iter().map(|field| {
        let Field { attrs, vis, ident, ty, wire, .. } = field;
        let line = docs::field_line(field, *kind);
        let alias = docs::alias(wire, ident);
        quote!(#(#attrs)* #line #alias #vis #ident: #ty)
    });
    quote! {
        #(#attrs)*
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        #vis struct #ident {
            #(#fields,)*
        }
    }
}

fn expand_constructor(record: &Record) -> TokenStream {
    let ident = &record.ident;
    let required = record.fields.iter().filter(|field| field.optional.is_none());
    let parameters = required.map(|Field { ident, ty, .. }| {
        quote_spanned!(ty.span()=> #ident: impl ::tencent_chat::IntoField<#ty>)
    });
    let values = record.fields.iter().map(|Field { ident, optional, .. }| match optional {
        Some(_) => quote!(#ident: ::core::option::Option::None),
        None => quote!(#ident: ::tencent_chat::IntoField::into_field(#ident)),
    });
    let doc = if record.fields.iter().any(|field| field.optional.is_some()) {
        " Takes the required fields. Optional fields have setters."
    } else {
        " Takes all fields."
    };
    let setters = record.fields.iter().filter_map(expand_setter);
    let default = record.fields.iter().all(|field| field.optional.is_some()).then(|| {
        quote! {
            #[automatically_derived]
            impl ::core::default::Default for #ident {
                #[inline]
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        #[allow(clippy::too_many_arguments, reason = "the API defines the fields")]
        impl #ident {
            #[doc = #doc]
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }

        #default
    }
}

fn expand_setter(field: &Field) -> Option<TokenStream> {
    let Field { ident, optional, .. } = field;
    let ty = optional.as_ref()?;
    let doc = format!(" Sets [`{ident}`](Self#structfield.{ident}).");
    let parameter = quote_spanned!(ty.span()=> #ident: impl ::tencent_chat::IntoField<#ty>);
    Some(quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #ident(mut self, #parameter) -> Self {
            self.#ident = ::core::option::Option::Some(::tencent_chat::IntoField::into_field(#ident));
            self
        }
    })
}

/// Expands the methods that find failed items.
fn expand_failures(record: &Record) -> Option<TokenStream> {
    let ident = &record.ident;
    if record.kind == RecordKind::Response {
        return Some(quote! {
            impl #ident {
                /// Returns all items of the response that failed although the call succeeded.
                #[must_use]
                pub fn failed_items(&self) -> ::std::vec::Vec<::tencent_chat::FailedItem<'_>> {
                    ::tencent_chat::__private::failed_items(self)
                }
            }
        });
    }
    if !record.fields.iter().any(Field::is_status) {
        return None;
    }
    Some(quote! {
        impl #ident {
            /// Returns `true` if this item failed. The call may have succeeded nevertheless.
            #[must_use]
            pub fn is_failed(&self) -> bool {
                ::tencent_chat::__private::is_failed(self)
            }
        }
    })
}

fn expand_record_impl(record: &Record) -> TokenStream {
    let Record { kind, attrs, ident, fields, .. } = record;
    let name = ident.to_string();
    let doc = doc_summary(attrs);
    let per_item = record.is_judged_per_item.then(|| quote!(.judged_per_item()));
    let kind = match kind {
        RecordKind::Request => quote!(Request),
        RecordKind::Response => quote!(Response),
        RecordKind::Object => quote!(Object),
    };
    let rows = fields.iter().map(expand_row);
    let empty = fields.iter().map(|Field { ident, ty, .. }| {
        quote_spanned!(ty.span()=> #ident: <#ty as ::tencent_chat::__private::Field>::empty())
    });
    let visits = fields.iter().enumerate().map(|(index, Field { ident, ty, .. })| {
        quote_spanned!(ty.span()=> <#ty as ::tencent_chat::__private::Field>::visit(&self.#ident, #index, visitor);)
    });
    let field_mut = fields.iter().enumerate().map(|(index, Field { ident, ty, .. })| {
        quote_spanned!(ty.span()=> #index => <#ty as ::tencent_chat::__private::Field>::field_mut(&mut self.#ident))
    });
    let clear = fields.iter().enumerate().map(|(index, Field { ident, ty, .. })| {
        quote_spanned!(ty.span()=> #index => <#ty as ::tencent_chat::__private::Field>::clear(&mut self.#ident))
    });
    // Not inlined, because otherwise each crate that uses the struct compiles the accessors of all its fields again.
    quote! {
        #[automatically_derived]
        impl ::tencent_chat::__private::Record for #ident {
            #[inline(never)]
            fn table() -> &'static ::tencent_chat::__private::Table {
                static TABLE: ::tencent_chat::__private::Table = ::tencent_chat::__private::Table::new(
                    #name,
                    #doc,
                    ::tencent_chat::__private::RecordKind::#kind,
                    &[#(#rows),*],
                )
                #per_item;
                &TABLE
            }

            #[inline(never)]
            fn empty() -> Self {
                Self { #(#empty),* }
            }

            #[inline(never)]
            fn visit<'a>(&'a self, visitor: &mut dyn ::tencent_chat::__private::Visitor<'a>) {
                #(#visits)*
            }

            #[inline(never)]
            fn field_mut(&mut self, index: usize) -> ::tencent_chat::__private::FieldMut<'_> {
                match index {
                    #(#field_mut,)*
                    _ => ::tencent_chat::__private::FieldMut::Skip,
                }
            }

            #[inline(never)]
            fn clear(&mut self, index: usize) {
                match index {
                    #(#clear,)*
                    _ => {}
                }
            }
        }
    }
}

/// Expands one row of the table.
fn expand_row(field: &Field) -> TokenStream {
    let Field { attrs, ident, ty, wire, role, aliases, bool_repr, constraints, .. } = field;
    let name = ident.to_string();
    let key = format!(",\"{wire}\":\"");
    let doc = doc_summary(attrs);
    let role = expand_role(*role);
    let aliases = (!aliases.is_empty()).then(|| quote!(.with_aliases(&[#(#aliases),*])));
    let bool_repr = bool_repr.as_ref().map(|(on, off)| quote!(.with_switch(#on, #off)));
    let constraints =
        (!constraints.is_empty()).then(|| quote!(.with_constraints(&[#(#constraints),*])));
    quote_spanned! {ty.span()=>
        ::tencent_chat::__private::FieldSpec::new(
            #name,
            #wire,
            #key,
            #doc,
            <#ty as ::tencent_chat::__private::Field>::TYPE,
            <#ty as ::tencent_chat::__private::Field>::REQUIRED,
        )
        #role
        #aliases
        #bool_repr
        #constraints
    }
}

fn expand_role(role: FieldRole) -> Option<TokenStream> {
    let role = match role {
        FieldRole::Data => return None,
        FieldRole::Status => quote!(Status),
        FieldRole::StatusFailedIf(failed) => quote!(StatusFailedIf(#failed)),
        FieldRole::Query => quote!(Query),
        FieldRole::Random => quote!(Random),
        FieldRole::Sequence => quote!(Sequence),
    };
    Some(quote!(.with_role(::tencent_chat::__private::FieldRole::#role)))
}
