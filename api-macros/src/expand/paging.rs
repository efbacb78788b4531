//! Expands paging and batching: lists that are too long for one call.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::{Batch, CratePath, Endpoint, Field, PageStep, PagedList, Pagination};

/// Expands the traits of an endpoint with paging or batching.
pub(super) fn expand(endpoint: &Endpoint) -> TokenStream {
    let chat = &endpoint.crate_path;
    let paged = endpoint.options.pages.as_ref().map(|pages| expand_paged(pages, chat));
    let batched = endpoint.options.batch.as_ref().map(|batch| expand_batched(endpoint, batch));
    quote!(#paged #batched)
}

/// Expands the paging rules for the description.
pub(super) fn expand_pages(pages: &Pagination, chat: &CratePath) -> TokenStream {
    let Pagination { lists, last, total, steps } = pages;
    let steps = steps.iter().map(|step| expand_step(step, chat));
    let items = lists.iter().map(|list| &list.wire);
    let optional = |name: &Option<String>| match name {
        Some(name) => quote!(::core::option::Option::Some(#name)),
        None => quote!(::core::option::Option::None),
    };
    let (last, total) = (optional(last), optional(total));
    quote! {
        Paged(&#chat::__private::Pagination {
            items: &[#(#items),*],
            last: #last,
            total: #total,
            steps: &[#(#steps),*],
        })
    }
}

fn expand_paged(pages: &Pagination, chat: &CratePath) -> TokenStream {
    let (item_enum, item, take) = match &pages.lists[..] {
        [PagedList { ident, item, .. }] => {
            (None, item.to_token_stream(), quote!(::core::mem::take(&mut response.#ident)))
        }
        lists => {
            let takes = lists.iter().map(|PagedList { ident, variant, .. }| {
                quote! {
                    items.extend(::core::mem::take(&mut response.#ident).into_iter().map(Item::#variant));
                }
            });
            let take = quote! {
                let mut items = ::std::vec::Vec::new();
                #(#takes)*
                items
            };
            (Some(expand_item(lists)), quote!(Item), take)
        }
    };
    quote! {
        #item_enum

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #chat::Paged for Request {
            type Item = #item;

            fn take_items(response: &mut Response) -> ::std::vec::Vec<#item> {
                #take
            }
        }
    }
}

/// Expands the enum over the items of several lists.
fn expand_item(lists: &[PagedList]) -> TokenStream {
    let variants = lists.iter().map(|PagedList { ident, item, variant, .. }| {
        let doc = format!(" An item of [`{ident}`](Response::{ident}).");
        quote!(#[doc = #doc] #variant(#item))
    });
    quote! {
        /// An item of a page, by the list of the response that it is in.
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        pub enum Item {
            #(#variants,)*
        }
    }
}

/// Expands the description of the list that batches are taken from.
pub(super) fn expand_batch(Batch { wire, max, .. }: &Batch) -> TokenStream {
    quote!(Batch(#wire, #max))
}

fn expand_batched(endpoint: &Endpoint, batch: &Batch) -> TokenStream {
    let chat = &endpoint.crate_path;
    let Batch { items, item, is_optional, .. } = batch;
    let joins = endpoint.response.fields.iter().map(|Field { ident, optional, .. }| {
        if optional.is_some() {
            quote! {
                if response.#ident != next.#ident {
                    response.#ident = ::core::option::Option::None;
                }
            }
        } else {
            quote!(response.#ident.extend(next.#ident);)
        }
    });
    let (take, set) = if *is_optional {
        (
            quote!(self.#items.take().unwrap_or_default()),
            quote!(if items.is_empty() {
                ::core::option::Option::None
            } else {
                ::core::option::Option::Some(items)
            }),
        )
    } else {
        (quote!(::core::mem::take(&mut self.#items)), quote!(items))
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #chat::Batched for Request {
            type Item = #item;

            fn take_list(&mut self) -> ::std::vec::Vec<#item> {
                #take
            }

            fn set_list(&mut self, items: ::std::vec::Vec<#item>) {
                self.#items = #set;
            }

            #[allow(unused_variables, reason = "a response may have no fields")]
            fn join(response: &mut Response, next: Response) {
                #(#joins)*
            }
        }
    }
}

fn expand_step(step: &PageStep, chat: &CratePath) -> TokenStream {
    let variant = quote!(#chat::__private::PageStep);
    match step {
        PageStep::Cursor { to, from } => quote!(#variant::Cursor { to: #to, from: #from }),
        PageStep::Offset { to, limit } => quote!(#variant::Offset { to: #to, limit: #limit }),
        PageStep::Descending { to, of } => quote!(#variant::Descending { to: #to, of: #of }),
    }
}
