//! Expands the constraints of fields: their description, and their entry in the table.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Bounds, Constraint, CratePath, WireValue};

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

/// Expands a constraint for the table.
pub(super) fn expand_constraint(constraint: &Constraint, chat: &CratePath) -> TokenStream {
    let (variant, content) = match constraint {
        Constraint::Items(bounds) => (quote!(Items), expand_bounds(*bounds, chat)),
        Constraint::Bytes(bounds) => (quote!(Bytes), expand_bounds(*bounds, chat)),
        Constraint::Chars(bounds) => (quote!(Chars), expand_bounds(*bounds, chat)),
        Constraint::Range(bounds) => (quote!(Range), expand_bounds(*bounds, chat)),
        Constraint::OneOf(values) => {
            let values = values.iter().map(|value| expand_value(value, chat));
            (quote!(OneOf), quote!(&[#(#values),*]))
        }
        Constraint::Each(constraints) => {
            let constraints = constraints.iter().map(|each| expand_constraint(each, chat));
            (quote!(Each), quote!(&[#(#constraints),*]))
        }
    };
    quote!(#chat::__private::Constraint::#variant(#content))
}

fn expand_bounds(bounds: Bounds, chat: &CratePath) -> TokenStream {
    let ty = quote!(#chat::__private::Bounds);
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) if min == max => quote!(#ty::exactly(#min)),
        (Some(min), Some(max)) => quote!(#ty::between(#min, #max)),
        (Some(min), None) => quote!(#ty::at_least(#min)),
        (None, max) => quote!(#ty::at_most(#max)),
    }
}

/// Expands a value on the wire.
pub(super) fn expand_value(value: &WireValue, chat: &CratePath) -> TokenStream {
    match value {
        WireValue::Text(text) => quote!(#chat::__private::WireValue::Text(#text)),
        WireValue::Integer(number) => quote!(#chat::__private::WireValue::Integer(#number)),
    }
}
