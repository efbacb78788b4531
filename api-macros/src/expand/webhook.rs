//! Expands a webhook: its module, its description at run time, and which replies it takes.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::endpoint::expand_page;
use super::record::record;
use crate::check::doc_summary;
use crate::model::{Webhook, WebhookOptions};

/// Expands a whole webhook.
pub(crate) fn webhook(webhook: &Webhook) -> TokenStream {
    let Webhook { attrs, vis, ident, crate_path: chat, event, reply, objects, .. } = webhook;
    let sections = docs::webhook_sections(webhook);
    let alias = docs::webhook_alias(webhook);
    let records = [event].into_iter().chain(reply).chain(objects).map(record);
    let spec = expand_spec(webhook);
    let replies = expand_replies(webhook);
    quote! {
        #(#attrs)*
        #sections
        #alias
        #vis mod #ident {
            #[allow(unused_imports, reason = "a spec may use no item of its parent")]
            use super::*;
            use #chat::__private::{self as __chat, Field as __Field};

            #(#records)*
            #spec
            #replies
        }
    }
}

fn expand_spec(webhook: &Webhook) -> TokenStream {
    let chat = &webhook.crate_path;
    let WebhookOptions { command, is_before, page, own_codes, discards, is_per_item, is_partial } =
        &webhook.options;
    let name = webhook.ident.to_string();
    let doc = doc_summary(&webhook.attrs);
    let page = page.as_ref().map(expand_page);
    let before = is_before.then(|| quote!(Before));
    let own_codes = own_codes.map(|(min, max)| quote!(OwnCodes(#min, #max)));
    let discards = discards.then(|| quote!(Discards));
    let partial = is_partial.then(|| quote!(Partial));
    let reply = webhook.reply.as_ref().map(|_| quote!(Reply(__chat::RecordType::of::<Reply>())));
    let forbids = (*is_before && !is_per_item).then(|| quote!(Forbids));
    let options = [page, before, forbids, own_codes, discards, partial, reply];
    let options = options.iter().flatten();
    quote! {
        /// The spec of this webhook.
        pub static SPEC: #chat::webhook::WebhookSpec = #chat::webhook::WebhookSpec::new(
            [#name, #command, #doc],
            __chat::RecordType::of::<Event>(),
            &[#(__chat::WebhookOption::#options),*],
        );

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #chat::webhook::WebhookEvent for Event {
            fn spec() -> &'static #chat::webhook::WebhookSpec {
                &SPEC
            }
        }
    }
}

/// Expands which replies the event takes. The methods themselves are written once, for all events.
fn expand_replies(webhook: &Webhook) -> Option<TokenStream> {
    let WebhookOptions { is_before, own_codes, discards, is_per_item, .. } = &webhook.options;
    let forbids = (!is_per_item).then(|| {
        quote! {
            #[automatically_derived]
            impl __chat::CanForbid for Event {}
        }
    });
    let own_codes = own_codes.map(|(min, max)| {
        quote! {
            #[automatically_derived]
            impl __chat::CanForbidWith for Event {
                type Code = __chat::OwnCode<#min, #max>;
            }
        }
    });
    let discards = discards.then(|| {
        quote! {
            #[automatically_derived]
            impl __chat::CanDiscard for Event {}
        }
    });
    let reply = webhook.reply.as_ref().map(|_| {
        quote! {
            #[automatically_derived]
            impl __chat::CanReply for Event {
                type Reply = Reply;
            }
        }
    });
    is_before.then(|| {
        quote! {
            #[automatically_derived]
            impl __chat::Before for Event {}
            #forbids
            #own_codes
            #discards
            #reply
        }
    })
}
