//! Expands a checked spec to Rust: data and thin impls. This phase cannot fail.

mod constraint;
mod crate_path;
mod docs;
mod endpoint;
mod open_enum;
mod paging;
mod record;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, Ident, Item, ItemMod, ItemStruct, Token, Type};

pub(crate) use endpoint::endpoint;
pub(crate) use open_enum::open_enum;
pub(crate) use record::record;

/// Reduces an item with mistakes to its names, which the compiler and the editor still need. It leaves out everything
/// that would cause further errors.
pub(crate) fn fallback(item: TokenStream) -> TokenStream {
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Mod(module)) => fallback_module(module).into_token_stream(),
        Ok(Item::Struct(mut item)) => {
            strip_struct(&mut item);
            item.into_token_stream()
        }
        Ok(Item::Enum(mut item)) => {
            strip_attrs(&mut item.attrs);
            item.variants.iter_mut().for_each(|variant| strip_attrs(&mut variant.attrs));
            item.variants = unique(item.variants, |variant| Some(variant.ident.clone()));
            item.into_token_stream()
        }
        Ok(other) => other.into_token_stream(),
        // The compiler reports its syntax once, however often it parses it.
        Err(_) => item,
    }
}

fn fallback_module(mut module: ItemMod) -> ItemMod {
    strip_attrs(&mut module.attrs);
    let Some((_, items)) = &mut module.content else { return module };
    let mut names = Vec::new();
    items.retain_mut(|item| match item {
        Item::Const(item) if is_list(&item.ty) => {
            *item.expr = syn::parse_quote!(&[]);
            true
        }
        Item::Const(_) => false,
        Item::Struct(item) => {
            strip_struct(item);
            let is_new = !names.contains(&item.ident);
            names.push(item.ident.clone());
            is_new
        }
        _ => true,
    });
    let glob = syn::parse_quote! {
        #[allow(unused_imports, reason = "the spec has errors")]
        use super::*;
    };
    items.insert(0, glob);
    module
}

/// Returns `true` if a type is `&[..]`.
fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if matches!(*reference.elem, Type::Slice(_)))
}

fn strip_struct(item: &mut ItemStruct) {
    strip_attrs(&mut item.attrs);
    if let Fields::Named(fields) = &mut item.fields {
        fields.named.iter_mut().for_each(|field| strip_attrs(&mut field.attrs));
        fields.named = unique(std::mem::take(&mut fields.named), |field| field.ident.clone());
    }
}

/// Keeps the first part of each name.
fn unique<T>(
    parts: Punctuated<T, Token![,]>,
    name: impl Fn(&T) -> Option<Ident>,
) -> Punctuated<T, Token![,]> {
    let mut names = Vec::new();
    let mut is_first = |part: &T| {
        let name = name(part);
        let is_first = !names.contains(&name);
        names.push(name);
        is_first
    };
    parts.into_iter().filter(|part| is_first(part)).collect()
}

fn strip_attrs(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| attr.path().is_ident("doc"));
}
