//! Expands a struct: the struct, its constructor and setters, its table and accessors, and the thin impls over them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::constraint::{expand_constraint, expand_value};
use super::docs;
use crate::check::doc_summary;
use crate::model::{CratePath, Field, FieldRole, Known, Record, RecordKind, TypeCheck};

/// Expands a struct outside of an endpoint.
pub(crate) fn object(object: &Record) -> TokenStream {
    let chat = &object.crate_path;
    let (item, impls) = (expand_item(object), expand_impls(object));
    quote! {
        #item

        const _: () = {
            use #chat::__private::{self as __chat, Field as __Field};

            #impls
        };
    }
}

/// Expands a struct of an endpoint. Its module has the name `__chat`.
pub(super) fn record(record: &Record) -> TokenStream {
    let (item, impls) = (expand_item(record), expand_impls(record));
    quote!(#item #impls)
}

/// Expands the struct with its methods.
fn expand_item(record: &Record) -> TokenStream {
    let item = expand_struct(record);
    let constructor = expand_constructor(record);
    let failures = expand_failures(record);
    let type_checks = expand_type_checks(&record.type_checks, &record.crate_path);
    quote!(#item #constructor #failures #type_checks)
}

fn expand_struct(record: &Record) -> TokenStream {
    let Record { kind, attrs, vis, ident, fields, .. } = record;
    let doc = match kind {
        _ if !doc_summary(attrs).is_empty() => None,
        RecordKind::Request => Some(quote!(#[doc = " The request of [the endpoint](self)."])),
        RecordKind::Response => Some(quote!(#[doc = " The response of [the endpoint](self)."])),
        RecordKind::Event => Some(quote!(#[doc = " The event of [the webhook](self)."])),
        RecordKind::Reply => Some(
            quote!(#[doc = " The fields of the reply to [the webhook](self), besides its verdict."]),
        ),
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
        #[non_exhaustive]
        #vis struct #ident {
            #(#fields,)*
        }
    }
}

fn expand_constructor(record: &Record) -> TokenStream {
    let (ident, chat) = (&record.ident, &record.crate_path);
    let required = record.fields.iter().filter(|field| field.optional.is_none());
    let parameters = required.clone().map(|field| expand_parameter(field, &field.ty, chat));
    let values =
        record.fields.iter().map(|Field { ident, optional, known, .. }| match (optional, known) {
            (Some(_), _) => quote!(#ident: ::core::option::Option::None),
            (None, Known::Plain) => quote!(#ident),
            (None, _) => quote!(#ident: #chat::IntoField::into_field(#ident)),
        });
    let doc = if record.fields.iter().any(|field| field.optional.is_some()) {
        " Takes the required fields. Optional fields have setters."
    } else {
        " Takes all fields."
    };
    let lint = (required.clone().count() > 7).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the API defines the fields")]),
    );
    let setters = record.fields.iter().filter_map(|field| expand_setter(field, chat));
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
        #lint
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

/// Expands the parameter of a constructor or setter. A number or a `bool` is passed as itself: nothing else converts into
/// it, and with a generic parameter a setter costs the compiler half as much again.
fn expand_parameter(field: &Field, ty: &Type, chat: &CratePath) -> TokenStream {
    let (ident, at) = (&field.ident, ty.span());
    let chat = chat.at(at);
    match field.known {
        Known::Plain => quote_spanned!(at=> #ident: #ty),
        Known::Other | Known::Nothing => quote_spanned!(at=> #ident: impl #chat::IntoField<#ty>),
    }
}

fn expand_setter(field: &Field, chat: &CratePath) -> Option<TokenStream> {
    let Field { ident, optional, known, .. } = field;
    let ty = optional.as_ref()?;
    let doc = format!(" Sets [`{ident}`](Self#structfield.{ident}).");
    let parameter = expand_parameter(field, ty, chat);
    let value = match known {
        Known::Plain => quote!(::core::option::Option::Some(#ident)),
        Known::Other | Known::Nothing => quote!(#chat::__private::some(#ident)),
    };
    Some(quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #ident(mut self, #parameter) -> Self {
            self.#ident = #value;
            self
        }
    })
}

/// Expands the methods that find failed items.
fn expand_failures(record: &Record) -> Option<TokenStream> {
    let (ident, chat) = (&record.ident, &record.crate_path);
    if record.kind == RecordKind::Response {
        return Some(quote! {
            impl #ident {
                /// Returns all items of the response that failed although the call succeeded.
                #[must_use]
                pub fn failed_items(&self) -> ::std::vec::Vec<#chat::FailedItem<'_>> {
                    #chat::__private::failed_items(self)
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
                #chat::__private::is_failed(self)
            }
        }
    })
}

/// Expands the implementations over the table. They name what they use below `__chat`, which is shorter, because the
/// compiler reads a path for each field in each function.
fn expand_impls(record: &Record) -> TokenStream {
    let Record { kind, attrs, ident, fields, .. } = record;
    let name = ident.to_string();
    let doc = doc_summary(attrs);
    let is_judged_per_item = record.is_judged_per_item;
    let has_aliases = fields.iter().any(|field| !field.aliases.is_empty());
    let kind = match kind {
        RecordKind::Request => quote!(Request),
        RecordKind::Response => quote!(Response),
        RecordKind::Event => quote!(Event),
        RecordKind::Reply => quote!(Reply),
        RecordKind::Object => quote!(Object),
    };
    let rows = fields.iter().map(expand_row);
    let accessors = expand_accessors(fields);
    let empty = fields.iter().map(|Field { ident, ty, at, optional, .. }| match optional {
        Some(_) => quote!(#ident: ::core::option::Option::None),
        None => quote_spanned!(*at=> #ident: <#ty as __Field>::empty()),
    });
    quote! {
        #[automatically_derived]
        impl __chat::Record for #ident {
            #[inline(never)]
            fn table() -> &'static __chat::Table {
                &__chat::Table {
                    name: #name,
                    doc: #doc,
                    kind: __chat::RecordKind::#kind,
                    is_judged_per_item: #is_judged_per_item,
                    has_aliases: #has_aliases,
                    fields: &[#(#rows),*],
                }
            }

            #[inline(never)]
            fn make_empty() -> Self {
                Self { #(#empty),* }
            }

            #accessors
        }

        __chat::shims! { #ident }
    }
}

/// Expands the questions for the compiler about types that the macro does not know.
pub(super) fn expand_type_checks(checks: &[TypeCheck], chat: &CratePath) -> TokenStream {
    let checks = checks.iter().map(|TypeCheck { ty, question, at, message }| {
        let (field, question) = (as_field(ty, chat), Ident::new(question, *at));
        let chat = chat.at(*at);
        quote_spanned! {*at=>
            const _: () = ::core::assert!(#chat::__private::FieldType::#question(&#field::TYPE), #message);
        }
    });
    quote!(#(#checks)*)
}

/// Expands the functions over all fields. They are not inlined, because otherwise each crate that uses the struct compiles
/// the accessors of all its fields again.
fn expand_accessors(fields: &[Field]) -> TokenStream {
    let (this, visitor, access) = (local("self"), local("visitor"), local("access"));
    let visits = fields.iter().enumerate().map(|(index, Field { ty, at, value, .. })| {
        quote_spanned!(*at=> <#ty as __Field>::visit(&#this.#value, #index, #visitor);)
    });
    let accesses = fields.iter().enumerate().map(|(index, Field { ty, at, value, .. })| {
        quote_spanned!(*at=> #index => <#ty as __Field>::access(&mut #this.#value, #access))
    });
    quote! {
        #[inline(never)]
        fn visit<'a>(&'a self, visitor: &mut dyn __chat::Visitor<'a>) {
            #(#visits)*
        }

        #[inline(never)]
        fn access(&mut self, index: usize, access: __chat::Access) -> __chat::FieldMut<'_> {
            match index {
                #(#accesses,)*
                _ => __chat::FieldMut::Skip,
            }
        }
    }
}

/// Returns the name of a parameter. A `macro_rules` that passes the type of a field has other parameters.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Expands a type as a `Field`, so that an error about it points to the type.
pub(super) fn as_field(ty: &Type, chat: &CratePath) -> TokenStream {
    let chat = chat.at(ty.span());
    quote_spanned!(ty.span()=> <#ty as #chat::__private::Field>)
}

/// Expands one row of the table.
fn expand_row(field: &Field) -> TokenStream {
    let Field { attrs, ident, ty, at, wire, role, aliases, bool_repr, constraints, .. } = field;
    // A literal costs the compiler a fifth of a constant of the type.
    let required = match (&field.optional, field.known) {
        (Some(_), _) => quote!(false),
        (None, Known::Nothing) => quote_spanned!(*at=> <#ty as __Field>::REQUIRED),
        (None, Known::Plain | Known::Other) => quote!(true),
    };
    let name = ident.to_string();
    let key = format!(",\"{wire}\":\"");
    let doc = doc_summary(attrs);
    let role = expand_role(*role);
    let aliases = (!aliases.is_empty()).then(|| quote!(aliases: &[#(#aliases),*],));
    let bool_repr = bool_repr.as_ref().map(|(on, off)| {
        let (on, off) = (expand_value(on), expand_value(off));
        quote!(switch: __chat::BoolRepr { on: #on, off: #off },)
    });
    let constraints: Vec<_> = constraints.iter().map(expand_constraint).collect();
    let constraints = (!constraints.is_empty()).then(|| quote!(constraints: &[#(#constraints),*],));
    let words: Vec<_> = [role, aliases, bool_repr, constraints].into_iter().flatten().collect();
    let words = if words.is_empty() {
        quote!(__chat::NO_WORDS)
    } else {
        quote!(__chat::FieldWords { #(#words)* ..__chat::NO_WORDS })
    };
    quote_spanned! {*at=>
        __chat::FieldSpec {
            name: #name,
            wire: #wire,
            key: #key,
            doc: #doc,
            ty: <#ty as __Field>::TYPE,
            required: #required,
            words: #words,
        }
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
        FieldRole::AppId => quote!(AppId),
    };
    Some(quote!(role: __chat::FieldRole::#role,))
}
