//! Expands the constraints of fields: their description, and their entry in the table.

use proc_macro2::TokenStream;
use quote::quote;

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
            WireValue::Bool(value) => format!("`{value}`"),
        }
    }
}

/// Expands a constraint for the table. `__chat` is in scope there.
pub(super) fn expand_constraint(constraint: &Constraint) -> TokenStream {
    let (variant, content) = match constraint {
        Constraint::Items(bounds) => (quote!(Items), expand_bounds(*bounds)),
        Constraint::Bytes(bounds) => (quote!(Bytes), expand_bounds(*bounds)),
        Constraint::Chars(bounds) => (quote!(Chars), expand_bounds(*bounds)),
        Constraint::Range(bounds) => (quote!(Range), expand_bounds(*bounds)),
        Constraint::OneOf(values) => {
            let values = values.iter().map(expand_value);
            (quote!(OneOf), quote!(&[#(#values),*]))
        }
        Constraint::Each(constraints) => {
            let constraints = constraints.iter().map(expand_constraint);
            (quote!(Each), quote!(&[#(#constraints),*]))
        }
    };
    quote!(__chat::Constraint::#variant(#content))
}

/// Expands bounds as a literal, because a table is a constant and may call nothing.
fn expand_bounds(Bounds { min, max }: Bounds) -> TokenStream {
    let [min, max] = [min, max].map(|bound| match bound {
        Some(bound) => quote!(::core::option::Option::Some(#bound)),
        None => quote!(::core::option::Option::None),
    });
    quote!(__chat::Bounds { min: #min, max: #max })
}

/// Expands a value on the wire. `__chat` is in scope there.
pub(super) fn expand_value(value: &WireValue) -> TokenStream {
    match value {
        WireValue::Text(text) => quote!(__chat::WireValue::Text(#text)),
        WireValue::Integer(number) => quote!(__chat::WireValue::Integer(#number)),
        WireValue::Bool(value) => quote!(__chat::WireValue::Bool(#value)),
    }
}
