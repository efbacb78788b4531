//! Expands the constraints of fields: their description, and their entry in the table.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::{Bounds, Constraint, WireValue};

impl Constraint {
    /// Describes the constraint for the docs.
    pub(crate) fn describe(&self) -> String {
        match self {
            Constraint::Items(bounds) => bounds.describe("items"),
            Constraint::Bytes(bounds) => bounds.describe("bytes"),
            Constraint::Chars(bounds) => bounds.describe("characters"),
            Constraint::Range(Bounds { min: Some(min), max: Some(max) }) => {
                format!("{min} to {max}")
            }
            Constraint::Range(bounds) => bounds.describe("").trim_end().to_owned(),
            Constraint::OneOf(values) => {
                let values: Vec<_> = values.iter().map(WireValue::describe).collect();
                format!("one of {}", values.join(", "))
            }
            Constraint::Each(constraints) => {
                let constraints: Vec<_> = constraints.iter().map(Constraint::describe).collect();
                format!("each {}", constraints.join(", "))
            }
        }
    }
}

impl Bounds {
    fn describe(self, unit: &str) -> String {
        let singular = |count: u64| if count == 1 { unit.trim_end_matches('s') } else { unit };
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => format!("exactly {min} {}", singular(min)),
            (Some(min), Some(max)) => format!("{min} to {max} {unit}"),
            (Some(min), None) => format!("at least {min} {}", singular(min)),
            (None, Some(max)) => format!("at most {max} {}", singular(max)),
            (None, None) => String::new(),
        }
    }
}

impl WireValue {
    pub(crate) fn describe(&self) -> String {
        match self {
            WireValue::Text(text) => format!("`{text}`"),
            WireValue::Integer(value) => format!("`{value}`"),
        }
    }
}

/// Expands the constraint for the table.
impl ToTokens for Constraint {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let constraint = quote!(::tencent_chat::__private::Constraint);
        tokens.extend(match self {
            Constraint::Items(bounds) => quote!(#constraint::Items(#bounds)),
            Constraint::Bytes(bounds) => quote!(#constraint::Bytes(#bounds)),
            Constraint::Chars(bounds) => quote!(#constraint::Chars(#bounds)),
            Constraint::Range(bounds) => quote!(#constraint::Range(#bounds)),
            Constraint::OneOf(values) => quote!(#constraint::OneOf(&[#(#values),*])),
            Constraint::Each(constraints) => quote!(#constraint::Each(&[#(#constraints),*])),
        });
    }
}

impl ToTokens for Bounds {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let bounds = quote!(::tencent_chat::__private::Bounds);
        tokens.extend(match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => quote!(#bounds::exactly(#min)),
            (Some(min), Some(max)) => quote!(#bounds::between(#min, #max)),
            (Some(min), None) => quote!(#bounds::at_least(#min)),
            (None, max) => quote!(#bounds::at_most(#max)),
        });
    }
}

impl ToTokens for WireValue {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let wire_value = quote!(::tencent_chat::__private::WireValue);
        tokens.extend(match self {
            WireValue::Text(text) => quote!(#wire_value::Text(#text)),
            WireValue::Integer(value) => quote!(#wire_value::Integer(#value)),
        });
    }
}
