//! The remains of an item with mistakes, in which the compiler and the editor still find its names.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Field, Fields, GenericArgument, Ident, Item, ItemMod, ItemStruct, PathArguments,
    Token, Type,
};

use super::codes::docs_macro;
use crate::check::is_possible;

/// Reduces an item with mistakes to its names. It leaves out everything that would cause further errors.
pub(crate) fn fallback(item: TokenStream) -> TokenStream {
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Mod(module)) => fallback_module(module).into_token_stream(),
        Ok(Item::Struct(mut item)) => {
            let name = item.ident.clone();
            strip_struct(&mut item, &[name]);
            item.into_token_stream()
        }
        Ok(Item::Enum(mut item)) => {
            strip_attrs(&mut item.attrs);
            for variant in &mut item.variants {
                strip_attrs(&mut variant.attrs);
                variant.discriminant = None;
            }
            item.variants = unique(item.variants, |variant| Some(variant.ident.clone()));
            item.into_token_stream()
        }
        Ok(Item::Const(mut item)) => {
            strip_attrs(&mut item.attrs);
            *item.expr = syn::parse_quote!(&[]);
            let docs = docs_macro(&item.ident, "");
            quote!(#item #docs)
        }
        Ok(other) => other.into_token_stream(),
        // The compiler has parsed the item before, and has reported the mistake.
        Err(_) => declare_names(item),
    }
}

fn fallback_module(mut module: ItemMod) -> ItemMod {
    strip_attrs(&mut module.attrs);
    let Some((_, items)) = &mut module.content else { return module };
    let structs: Vec<_> = items.iter().filter_map(name_of_struct).collect();
    let mut names = Vec::new();
    items.retain_mut(|item| match item {
        Item::Const(item) if is_list(&item.ty) => {
            *item.expr = syn::parse_quote!(&[]);
            true
        }
        Item::Const(_) => false,
        Item::Struct(item) => {
            strip_struct(item, &structs);
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

fn name_of_struct(item: &Item) -> Option<Ident> {
    if let Item::Struct(item) = item { Some(item.ident.clone()) } else { None }
}

/// Leaves out attributes, fields of impossible types, and fields that may make the size infinite: those that are other
/// structs of the same module.
fn strip_struct(item: &mut ItemStruct, structs: &[Ident]) {
    strip_attrs(&mut item.attrs);
    if let Fields::Named(fields) = &mut item.fields {
        let fields = &mut fields.named;
        fields.iter_mut().for_each(|field| strip_attrs(&mut field.attrs));
        let all = unique(std::mem::take(fields), |field| field.ident.clone());
        let is_kept =
            |field: &Field| is_possible(&field.ty) && !may_be_infinite(&field.ty, structs);
        *fields = all.into_iter().filter(is_kept).collect();
    }
}

/// Returns `true` for the name of a struct, also within an `Option`.
fn may_be_infinite(ty: &Type, structs: &[Ident]) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(segment) = path.path.segments.last() else { return false };
    let is_in_option = |argument: &GenericArgument| matches!(argument, GenericArgument::Type(ty) if may_be_infinite(ty, structs));
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            segment.ident == "Option" && arguments.args.iter().any(is_in_option)
        }
        _ => structs.contains(&segment.ident),
    }
}

/// Declares the names of an item that cannot be parsed: the module, and each struct and enum.
fn declare_names(item: TokenStream) -> TokenStream {
    let mut declared = TokenStream::new();
    let mut tokens = item.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(keyword) = token else { continue };
        let Some(TokenTree::Ident(name)) = tokens.peek().cloned() else { continue };
        if keyword == "struct" || keyword == "enum" {
            declared.extend(quote!(pub #keyword #name {}));
        } else if keyword == "mod" {
            let is_block = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            let block = tokens.find(is_block);
            let inner = block.map(|block| match block {
                TokenTree::Group(group) => declare_names(group.stream()),
                _ => TokenStream::new(),
            });
            declared.extend(quote!(pub mod #name { #inner }));
        }
    }
    declared
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
