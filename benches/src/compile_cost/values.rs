//! Generates values for the parameters of constructors, as a user writes them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Item, ItemStruct, Type};

use super::derived::{argument, optional};
use super::specs::{Kind, Meaning, Place, Specs};

/// A call of an endpoint.
pub(crate) struct Call {
    /// The name of the function that makes the call.
    pub(crate) name: syn::Ident,
    pub(crate) handle: syn::Ident,
    pub(crate) method: syn::Ident,
    /// A request with all required fields.
    pub(crate) request: TokenStream,
}

/// Returns the call of an endpoint, as a user writes it.
pub(crate) fn call(specs: &Specs, place: Place) -> Option<Call> {
    let Item::Mod(module) = &specs.at(place).item else { return None };
    let family = specs.files[place.0].module.first()?;
    let (handle, method) = (format_ident!("{family}"), module.ident.clone());
    let request = Values { specs, place }.constructed(&format_ident!("Request"))?;
    Some(Call { name: format_ident!("{handle}_{method}"), handle, method, request })
}

/// Generates values of the types that a declaration names.
struct Values<'a> {
    specs: &'a Specs,
    place: Place,
}

impl Values<'_> {
    /// Returns the constructor call of one of the endpoint's own structs.
    fn constructed(&self, name: &syn::Ident) -> Option<TokenStream> {
        let Item::Mod(module) = &self.specs.at(self.place).item else { return None };
        let (_, items) = module.content.as_ref()?;
        let item = items.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == *name => Some(item),
            _ => None,
        })?;
        let (path, ident) = (self.specs.public_path(self.place), &item.ident);
        let values = self.values(item);
        Some(quote!(#path::#ident::new(#(#values),*)))
    }

    fn values(&self, item: &ItemStruct) -> Vec<TokenStream> {
        let required = item.fields.iter().filter(|field| optional(&field.ty).is_none());
        required.map(|field| self.value(&field.ty)).collect()
    }

    fn value(&self, ty: &Type) -> TokenStream {
        if let Some(item) = argument(ty, "Vec") {
            let item = self.value(item);
            return quote!([#item]);
        }
        if let Some(value) = argument(ty, "BTreeMap") {
            let value = self.value(value);
            return quote!([("key", #value)]);
        }
        let name = ty.to_token_stream().to_string();
        match name.as_str() {
            "bool" => return quote!(true),
            "f64" => return quote!(1.0),
            "ErrorCode" => return quote!(::tencent_chat::ErrorCode::OK),
            "String" => return quote!("text"),
            name if integers().contains(name) => {
                return syn::parse_str(&format!("1{name}")).unwrap_or_default();
            }
            _ => {}
        }
        if let Some(own) = self.constructed(&format_ident!("{name}")) {
            return own;
        }
        match self.specs.meaning(self.place.0, &name) {
            Some(Meaning::Declared(place)) => self.declared(place),
            // All handwritten types can be made from a text.
            _ => quote!("text"),
        }
    }

    /// Returns a value of a type that is declared outside the endpoint.
    fn declared(&self, place: Place) -> TokenStream {
        let declared = self.specs.at(place);
        let path = self.specs.public_path(place);
        let values = Values { specs: self.specs, place };
        match &declared.item {
            Item::Struct(item) if declared.kind == Kind::Object => {
                let values = values.values(item);
                quote!(#path::new(#(#values),*))
            }
            Item::Enum(item) => {
                let first = item.variants.first().map(|variant| &variant.ident);
                quote!(#path::#first)
            }
            _ => TokenStream::new(),
        }
    }
}

fn integers() -> BTreeSet<&'static str> {
    ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"].into()
}
