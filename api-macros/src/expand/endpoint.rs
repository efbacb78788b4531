//! Expands an endpoint: its module, its description at run time and its client method.

use super::record::{expand_type_checks, record};
use super::{codes, docs, paging};
use crate::check::doc_summary;
use crate::model::{CratePath, Endpoint, OwnCode, Page};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// Expands a whole endpoint.
pub(crate) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { attrs, vis, ident, crate_path: chat, .. } = endpoint;
    let set_docs = [codes::docs_beside_module, codes::docs_from_macro];
    let [sections, sections_of_method] = docs::endpoint_sections(endpoint, set_docs);
    let alias = docs::command_alias(endpoint);
    let request = record(&endpoint.request);
    let response = record(&endpoint.response);
    let objects = endpoint.objects.iter().map(record);
    let errors = codes::errors(endpoint);
    let description = expand_spec(endpoint);
    let validate = expand_validate(&endpoint.crate_path);
    let paging = paging::expand(endpoint);
    let type_checks = expand_type_checks(&endpoint.type_checks, &endpoint.crate_path);
    let method =
        endpoint.crate_path.is_default().then(|| expand_method(endpoint, &sections_of_method));
    quote! {
        #(#attrs)*
        #sections
        #alias
        #vis mod #ident {
            #[allow(unused_imports, reason = "a spec may use no item of its parent")]
            use super::*;
            use #chat::__private::{self as __chat, Field as __Field};

            #request
            #validate
            #response
            #(#objects)*
            #errors
            #description
            #paging
            #type_checks
            #method
        }
    }
}

fn expand_own(code: &OwnCode, chat: &CratePath) -> TokenStream {
    let OwnCode { number, name, kind, retry, meaning, .. } = code;
    quote!(#chat::CodeInfo::own(#number, #name, #kind, #retry, #meaning))
}

fn expand_spec(endpoint: &Endpoint) -> TokenStream {
    let chat = &endpoint.crate_path;
    let name = endpoint.ident.to_string();
    let path = &endpoint.options.path;
    let doc = doc_summary(&endpoint.attrs);
    let page = endpoint.options.page.as_ref().map(expand_page);
    let rate = endpoint.options.per_second.map(|rate| quote!(Rate(#rate)));
    let own: Vec<_> = endpoint.errors.own().map(|code| expand_own(code, chat)).collect();
    let own = (!own.is_empty()).then(|| quote!(OwnCodes(&[#(#own),*])));
    let pages = endpoint.options.pages.as_ref().map(|pages| paging::expand_pages(pages, chat));
    let idempotent = endpoint.options.idempotent.then(|| quote!(Idempotent));
    let deduplicated = endpoint.options.deduplicated;
    let deduplicated = deduplicated.map(|seconds| quote!(Deduplicated(#seconds)));
    let partial = endpoint.options.is_partial.then(|| quote!(Partial));
    let superseded = endpoint.options.superseded_by.as_ref();
    let superseded = superseded.map(|path| quote!(SupersededBy(#path)));
    let batch = endpoint.options.batch.as_ref().map(paging::expand_batch);
    let options = [page, rate, own, pages, batch, idempotent, deduplicated, partial, superseded];
    let options = options.iter().flatten();
    quote! {
        /// The spec of this endpoint.
        pub static SPEC: #chat::EndpointSpec = #chat::EndpointSpec::new(
            [#name, #path, #doc],
            [__chat::RecordType::of::<Request>(), __chat::RecordType::of::<Response>()],
            ERRORS,
            &[#(__chat::SpecOption::#options),*],
        );

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #chat::Endpoint for Request {
            type Response = Response;

            fn spec() -> &'static #chat::EndpointSpec {
                &SPEC
            }
        }
    }
}

/// Expands the page as an option of the spec.
pub(super) fn expand_page(page: &Page) -> TokenStream {
    let number = page.number;
    let read = match &page.read {
        Some(date) => date.to_token_stream(),
        None => {
            // An error about a file without the constant points to the page.
            let read = Ident::new("READ", Span::call_site().located_at(page.at));
            quote!(super::#read)
        }
    };
    quote!(Page(#number, #read))
}

fn expand_validate(chat: &CratePath) -> TokenStream {
    quote! {
        impl Request {
            /// Checks the documented constraints without sending the request. Every call also checks them.
            ///
            /// # Errors
            ///
            /// Fails with all violated constraints, each with its field and its actual size or value.
            pub fn validate(&self) -> ::core::result::Result<(), #chat::Violations> {
                #chat::__private::validate(self)
            }
        }
    }
}

/// Expands the client method as a macro that `tencent-chat` invokes in its `impl` block, because editors show only literal
/// documentation. In any other crate `client_method` expands to nothing, so an endpoint that names its crate has no such
/// macro.
fn expand_method(endpoint: &Endpoint, sections: &TokenStream) -> TokenStream {
    let Endpoint { crate_path: chat, attrs, ident, options, .. } = endpoint;
    let alias = docs::command_alias(endpoint);
    let name = format_ident!("__{}", options.path.replace('/', "_"));
    quote! {
        #chat::__private::client_method! {
            #name => {
                ($($module:tt)*) => {
                    #(#attrs)*
                    #sections
                    #alias
                    pub fn #ident(&self, request: $($module)*::Request) -> Call<$($module)*::Request> {
                        self.client.call(request)
                    }
                };
            }
        }
    }
}
