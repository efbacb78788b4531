//! Parses tokens to the shape of a spec. The meaning of the shape is not checked here.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{
    Attribute, Expr, Fields, Ident, Item, ItemConst, ItemEnum, ItemMod, ItemStruct, Meta, Type,
    Variant, Visibility,
};

use crate::arg::{self, Arg};
use crate::report::Report;
use crate::vocabulary::BESIDE;

/// An endpoint or a webhook as written.
pub(crate) struct Module {
    pub(crate) args: Vec<Arg>,
    /// `#[pages(..)]` and `#[batch(..)]`.
    pub(crate) lists: Vec<List>,
    /// The other attributes.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) structs: Vec<Record>,
    pub(crate) consts: Vec<Const>,
}

/// `#[pages(..)]` or `#[batch(..)]` as written.
pub(crate) struct List {
    pub(crate) name: Ident,
    pub(crate) args: Vec<Arg>,
}

/// A constant as written. The only valid one is `ERRORS`.
pub(crate) struct Const {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) expr: Expr,
}

/// An object as written.
pub(crate) struct Object {
    pub(crate) args: Vec<Arg>,
    pub(crate) record: Record,
}

/// A struct as written.
pub(crate) struct Record {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
}

/// A field as written.
pub(crate) struct Field {
    /// The attributes, without `#[wire(..)]`.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The arguments of each `#[wire(..)]`.
    pub(crate) wires: Vec<Wire>,
}

/// One `#[wire(..)]` as written.
pub(crate) struct Wire {
    pub(crate) span: Span,
    pub(crate) args: Vec<Arg>,
}

/// A union as written.
pub(crate) struct Union {
    pub(crate) args: Vec<Arg>,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) members: Vec<Member>,
}

/// A member of a union as written.
pub(crate) struct Member {
    /// The attributes, without `#[wire(..)]`.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) content: Type,
    /// The arguments of each `#[wire(..)]`.
    pub(crate) wires: Vec<Wire>,
}

/// A set of codes as written.
pub(crate) struct CodeSet {
    pub(crate) args: Vec<Arg>,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) expr: Expr,
}

/// An open enumeration as written.
pub(crate) struct Enum {
    pub(crate) args: Vec<Arg>,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) values: Vec<Value>,
}

/// A value of an open enumeration as written.
pub(crate) struct Value {
    /// The attributes, without `#[wire(..)]`.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    /// The expression after `=`.
    pub(crate) number: Option<Expr>,
    /// The arguments of each `#[wire(..)]`.
    pub(crate) wires: Vec<Wire>,
}

/// Parses `#[endpoint(args)] item` or `#[webhook(args)] item`.
pub(crate) fn module(
    attribute: &str,
    args: TokenStream,
    item: TokenStream,
    report: &mut Report,
) -> Option<Module> {
    let args = report.unwrap(arg::parse_list.parse2(args));
    let Ok(module) = syn::parse2::<ItemMod>(item.clone()) else {
        if !is_item(&item, "mod") {
            let message = format!(
                "`#[{attribute}]` must be on an inline module: write `pub mod name {{ .. }}`"
            );
            report.error(item, message);
        }
        return None;
    };
    let Some((_, items)) = module.content else {
        report.error(
            module.ident,
            "the spec must be inline: write `pub mod name { .. }`, not `mod name;`",
        );
        return None;
    };
    let mut structs = Vec::new();
    let mut consts = Vec::new();
    for item in items {
        match item {
            Item::Struct(item) => structs.extend(parse_struct(item, report)),
            Item::Const(ItemConst { ident, ty, expr, .. }) => {
                consts.push(Const { ident, ty: *ty, expr: *expr });
            }
            other => report.error(
                other,
                "a spec contains only structs and `ERRORS`: move this item out of the module",
            ),
        }
    }
    let (lists, attrs) = split_lists(module.attrs, report);
    let (vis, ident) = (module.vis, module.ident);
    report.is_clean().then_some(Module { args: args?, lists, attrs, vis, ident, structs, consts })
}

/// Parses `#[object(args)] item`.
pub(crate) fn object(args: TokenStream, item: TokenStream, report: &mut Report) -> Option<Object> {
    let args = report.unwrap(arg::parse_list.parse2(args));
    let Ok(item) = syn::parse2::<ItemStruct>(item.clone()) else {
        if !is_item(&item, "struct") {
            report.error(item, "`#[object]` must be on a struct with named fields");
        }
        return None;
    };
    let record = parse_struct(item, report);
    report.is_clean().then_some(Object { args: args?, record: record? })
}

/// Parses `#[open_enum(args)] item`.
pub(crate) fn open_enum(args: TokenStream, item: TokenStream, report: &mut Report) -> Option<Enum> {
    let args = report.unwrap(arg::parse_list.parse2(args));
    let Ok(item) = syn::parse2::<ItemEnum>(item.clone()) else {
        if !is_item(&item, "enum") {
            report.error(item, "`#[open_enum]` must be on an enum");
        }
        return None;
    };
    if !item.generics.params.is_empty() {
        report
            .error(&item.generics, "an enum in a spec must not be generic: remove the parameters");
    }
    let values = item.variants.into_iter().map(|variant| parse_value(variant, report)).collect();
    let (attrs, vis, ident) = (item.attrs, item.vis, item.ident);
    report.is_clean().then_some(Enum { args: args?, attrs, vis, ident, values })
}

/// Returns `true` if an item that cannot be parsed begins like a module, a struct or an enum. It has a mistake of syntax
/// then, which the compiler has reported, because it parses an item before it calls the macro.
fn is_item(item: &TokenStream, keyword: &str) -> bool {
    let mut before_name = item.clone().into_iter().map_while(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => None,
        token => Some(token),
    });
    before_name.any(|token| matches!(token, TokenTree::Ident(word) if word == keyword))
}

/// Parses `#[union(args)] item`.
pub(crate) fn union(args: TokenStream, item: TokenStream, report: &mut Report) -> Option<Union> {
    let args = report.unwrap(arg::parse_list.parse2(args));
    let Ok(item) = syn::parse2::<ItemEnum>(item.clone()) else {
        report.error(item, "`#[union]` must be on an enum");
        return None;
    };
    if !item.generics.params.is_empty() {
        report
            .error(&item.generics, "an enum in a spec must not be generic: remove the parameters");
    }
    let members = item.variants.into_iter().filter_map(|variant| parse_member(variant, report));
    let members = members.collect();
    let (attrs, vis, ident) = (item.attrs, item.vis, item.ident);
    report.is_clean().then_some(Union { args: args?, attrs, vis, ident, members })
}

fn parse_member(variant: Variant, report: &mut Report) -> Option<Member> {
    let Variant { attrs, ident, fields, discriminant, .. } = variant;
    let (wires, attrs) = split_wires(attrs, report);
    let mut contents = match fields {
        Fields::Unnamed(fields) => fields.unnamed,
        Fields::Named(_) | Fields::Unit => Default::default(),
    };
    match (contents.pop(), contents.is_empty(), discriminant) {
        (Some(content), true, None) => Some(Member { attrs, ident, content: content.ty, wires }),
        _ => {
            report.error(
                &ident,
                format!("a member must have one content: write `{ident}(TextElement)`"),
            );
            None
        }
    }
}

/// Parses `#[codes(args)] item`.
pub(crate) fn codes(args: TokenStream, item: TokenStream, report: &mut Report) -> Option<CodeSet> {
    let args = report.unwrap(arg::parse_list.parse2(args));
    let Ok(item) = syn::parse2::<ItemConst>(item.clone()) else {
        report.error(
            item,
            "`#[codes]` must be on a constant: write `pub const NAME_CODES: &[ErrorCode] = &[ErrorCode::..];`",
        );
        return None;
    };
    let ItemConst { attrs, vis, ident, ty, expr, .. } = item;
    let (ty, expr) = (*ty, *expr);
    report.is_clean().then_some(CodeSet { args: args?, attrs, vis, ident, ty, expr })
}

fn parse_value(variant: Variant, report: &mut Report) -> Value {
    if !matches!(variant.fields, Fields::Unit) {
        let name = &variant.ident;
        report.error(name, format!("a value must be a variant without fields: write `{name}`"));
    }
    let (wires, attrs) = split_wires(variant.attrs, report);
    let number = variant.discriminant.map(|(_, number)| number);
    Value { attrs, ident: variant.ident, number, wires }
}

fn parse_struct(item: ItemStruct, report: &mut Report) -> Option<Record> {
    if !item.generics.params.is_empty() {
        report.error(item.generics, "a struct in a spec must not be generic: name the types");
    }
    let fields = match item.fields {
        Fields::Named(fields) => fields.named,
        Fields::Unit | Fields::Unnamed(_) => {
            let name = item.ident;
            let message =
                format!("`{name}` must have named fields: write `pub struct {name} {{}}`");
            report.error(name, message);
            return None;
        }
    };
    let fields = fields.into_iter().filter_map(|field| parse_field(field, report)).collect();
    Some(Record { attrs: item.attrs, vis: item.vis, ident: item.ident, fields })
}

fn parse_field(field: syn::Field, report: &mut Report) -> Option<Field> {
    let ident = field.ident?;
    let (wires, attrs) = split_wires(field.attrs, report);
    Some(Field { attrs, vis: field.vis, ident, ty: field.ty, wires })
}

/// Splits attributes into `#[pages(..)]` and `#[batch(..)]`, and the others.
fn split_lists(attrs: Vec<Attribute>, report: &mut Report) -> (Vec<List>, Vec<Attribute>) {
    let (mut lists, mut others) = (Vec::new(), Vec::new());
    for attr in attrs {
        let name = attr.path().get_ident().cloned();
        match name.zip(BESIDE.iter().find(|(word, _)| attr.path().is_ident(word))) {
            Some((name, (word, shape))) => match &attr.meta {
                Meta::List(list) => {
                    let args = report.unwrap(list.parse_args_with(arg::parse_list));
                    lists.extend(args.map(|args| List { name, args }));
                }
                _ => report.error(name, format!("wrong form of `{word}`: write `{shape}`")),
            },
            None => others.push(attr),
        }
    }
    (lists, others)
}

/// Splits attributes into `#[wire(..)]` and the others.
fn split_wires(attrs: Vec<Attribute>, report: &mut Report) -> (Vec<Wire>, Vec<Attribute>) {
    let (wires, attrs): (Vec<_>, Vec<_>) =
        attrs.into_iter().partition(|attr| attr.path().is_ident("wire"));
    (wires.iter().filter_map(|attr| parse_wire(attr, report)).collect(), attrs)
}

fn parse_wire(attr: &Attribute, report: &mut Report) -> Option<Wire> {
    if !matches!(attr.meta, Meta::List(_)) {
        report.error(
            attr,
            "`#[wire]` is empty: write `#[wire(..)]` with a wire name or other words, or remove it",
        );
        return None;
    }
    let args = report.unwrap(attr.parse_args_with(arg::parse_list))?;
    Some(Wire { span: attr.path().segments[0].ident.span(), args })
}
