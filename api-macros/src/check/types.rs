//! Reads the types of fields, by their names.

use syn::{GenericArgument, PathArguments, Type};

use crate::report::Report;

/// The type that a constraint applies to, as far as its name tells.
#[derive(PartialEq)]
pub(super) enum Target {
    List(Box<Target>),
    Number,
    Flag,
    Text,
    /// A type the macro does not know.
    Named,
}

/// Checks that `Option` is outermost and not nested, and that `Box` is in an `Option`.
pub(super) fn check_nesting(ty: &Type, report: &mut Report) {
    if argument_of(ty, "Box").is_some() {
        report.error(
            ty,
            "`Box` must be in an `Option`, as in `Option<Box<Part>>`: a struct that holds itself must end",
        );
        return;
    }
    let inner = ["Option", "Vec", "BTreeMap"].iter().find_map(|name| argument_of(ty, name));
    let Some(inner) = inner else { return };
    if argument_of(inner, "Option").is_some() {
        report.error(
            inner,
            "`Option` must be outermost and not nested: items of a list are required",
        );
    }
    let boxed = argument_of(ty, "Option").and_then(|inner| argument_of(inner, "Box"));
    check_nesting(boxed.unwrap_or(inner), report);
}

/// Returns the kind of constraints that a type can have, by its name.
pub(super) fn target_of(ty: &Type) -> Target {
    const NUMBERS: &[&str] =
        &["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
    let Some(name) = last_segment(ty) else { return Target::Named };
    match name.ident.to_string().as_str() {
        name @ ("Vec" | "BTreeMap") => {
            let item = argument_of(ty, name).map_or(Target::Named, target_of);
            Target::List(Box::new(item))
        }
        "String" => Target::Text,
        "bool" => Target::Flag,
        number if NUMBERS.contains(&number) => Target::Number,
        _ => Target::Named,
    }
}

/// Returns the `T` of `wrapper<T>` or `wrapper<K, T>`.
pub(super) fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let segment = last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.last() {
        Some(GenericArgument::Type(argument)) if segment.ident == wrapper => Some(argument),
        _ => None,
    }
}

pub(super) fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last()
}
