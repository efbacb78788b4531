//! Collects the errors of a phase, so that all of them come out together.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Report {
    errors: Vec<syn::Error>,
}

impl Report {
    /// Notes a mistake at `tokens`. The message says what is wrong and what to write instead.
    pub(crate) fn error(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.errors.push(syn::Error::new_spanned(tokens, message));
    }

    /// Notes what syn could not parse, and passes on what it could.
    pub(crate) fn unwrap<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    /// Whether nothing was found so far: a phase that found something stops before the next one.
    pub(crate) fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// The errors as `compile_error!` invocations, or nothing.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        let all = self.errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        });
        all.map(|errors| errors.into_compile_error())
    }

    /// The errors one by one.
    #[cfg(test)]
    pub(crate) fn into_errors(self) -> Vec<syn::Error> {
        self.errors
    }
}
