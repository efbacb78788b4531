//! Expands the path of the crate whose items the expansion names.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

use crate::model::CratePath;

impl CratePath {
    /// Returns `true` if the attribute gives no path.
    pub(super) fn is_default(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the path with the position of other code, to which the compiler's errors then point.
    pub(super) fn at(&self, span: Span) -> TokenStream {
        let path = match &self.0 {
            Some(path) => path.to_token_stream(),
            None => quote!(::tencent_chat),
        };
        let tokens = path.into_iter().map(|mut token| {
            token.set_span(span);
            token
        });
        tokens.collect()
    }

    /// Returns the path as links of the documentation name it.
    pub(super) fn link(&self) -> String {
        let path = self.to_token_stream().to_string().replace(' ', "");
        path.trim_start_matches("::").to_owned()
    }
}

/// Errors about a path that the attribute gives point to it. It is resolved like the other names of the expansion.
impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let expansion = Span::call_site();
        let span = self.0.as_ref().map_or(expansion, |path| expansion.located_at(path.span()));
        tokens.extend(self.at(span));
    }
}
