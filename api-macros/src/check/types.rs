//! Reads the types of fields, by their names, and reports those that no field can have.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

use crate::report::Report;

/// The integers that a field can be, with their largest values.
const INTEGERS: &[(&str, u64)] = &[
    ("i8", i8::MAX as u64),
    ("i16", i16::MAX as u64),
    ("i32", i32::MAX as u64),
    ("i64", i64::MAX as u64),
    ("u8", u8::MAX as u64),
    ("u16", u16::MAX as u64),
    ("u32", u32::MAX as u64),
    ("u64", u64::MAX),
];

/// Types that no field can have, with those that hold the same.
const REPLACED: &[(&str, &str)] = &[
    ("str", "String"),
    ("char", "String"),
    ("OsString", "String"),
    ("PathBuf", "String"),
    ("usize", "u64"),
    ("u128", "u64"),
    ("isize", "i64"),
    ("i128", "i64"),
    ("f32", "f64"),
];

/// Types that hold one value and nothing more.
const WRAPPERS: &[&str] =
    &["Box", "Rc", "Arc", "Cow", "Cell", "RefCell", "Mutex", "RwLock", "OnceCell", "Pin"];

/// Types of lists other than `Vec`.
const LISTS: &[&str] = &["HashSet", "BTreeSet", "IndexSet", "VecDeque", "LinkedList", "BinaryHeap"];

/// Types of maps other than `BTreeMap`.
const MAPS: &[&str] = &["HashMap", "IndexMap"];

/// The type that a constraint applies to, as far as its name tells.
pub(super) enum Target {
    List(Box<Target>),
    /// An integer, by its name and its largest value.
    Integer(&'static str, u64),
    /// A number with a fraction.
    Fraction,
    Flag,
    Text,
    /// A type that the macro does not know.
    Named(Box<Type>),
}

/// Reports the first part of a type that makes it impossible for a field.
pub(super) fn check_type(ty: &Type, report: &mut Report) {
    if let Some((at, message)) = find_mistake(ty) {
        report.error(at, message);
    }
}

/// Returns `true` unless a type is known to be impossible for a field.
pub(crate) fn is_possible(ty: &Type) -> bool {
    find_mistake(ty).is_none()
}

fn find_mistake(ty: &Type) -> Option<(&Type, String)> {
    if let Some(inner) = wrapped(ty)
        && replacement(inner).is_none()
        && let Some(mistake) = find_mistake(inner)
    {
        return Some(mistake);
    }
    if let Some(instead) = replacement(ty) {
        return Some((ty, format!("`{}` is not a type for a field: write `{instead}`", text(ty))));
    }
    let message = match ty {
        Type::Path(_) => return find_mistake_within(ty),
        Type::Paren(ty) => return find_mistake(&ty.elem),
        Type::Group(ty) => return find_mistake(&ty.elem),
        Type::Tuple(tuple) if tuple.elems.is_empty() => "`()` holds no value: remove the field",
        Type::Tuple(_) => {
            "a tuple has no wire names: declare a struct under `#[object]`, and write its name"
        }
        _ => {
            "this is not a type for a field: write `String`, `bool`, `u32`, `i64`, `f64`, a struct under `#[object]`, an enum under `#[open_enum]`, or `Option`, `Vec` or `BTreeMap<String, _>` of one of these"
        }
    };
    Some((ty, message.to_owned()))
}

/// Looks for a mistake in the arguments of `Option`, `Vec` and `BTreeMap`.
fn find_mistake_within(ty: &Type) -> Option<(&Type, String)> {
    let segment = last_segment(ty)?;
    let name = segment.ident.to_string();
    if !matches!(name.as_str(), "Option" | "Vec" | "BTreeMap") {
        return None;
    }
    let arguments: Vec<&Type> = arguments_of(segment).collect();
    match (name.as_str(), &arguments[..]) {
        ("BTreeMap", [key, value]) => {
            if !is_named(key, "String") {
                let message = format!(
                    "the keys of an object are texts: write `BTreeMap<String, {}>`",
                    text(value)
                );
                return Some((key, message));
            }
        }
        ("Option" | "Vec", [_]) => {}
        ("BTreeMap", _) => {
            let message = "`BTreeMap` needs two types: write `BTreeMap<String, u32>`";
            return Some((ty, message.to_owned()));
        }
        _ => {
            let message = format!("`{name}` needs the type of its value: write `{name}<String>`");
            return Some((ty, message));
        }
    }
    let inner = *arguments.last()?;
    // A struct that holds itself does so in an `Option<Box<_>>`.
    if name == "Option"
        && let Some(boxed) = argument_of(inner, "Box")
        && replacement(boxed).is_none()
    {
        return find_mistake(boxed);
    }
    if is_named(inner, "Option") {
        let message = "`Option` must be outermost and not nested: items of a list are required";
        return Some((inner, message.to_owned()));
    }
    find_mistake(inner)
}

/// Returns the type in a wrapper, a list or a map that no field can be.
fn wrapped(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty)?;
    let is_wrapper = [WRAPPERS, LISTS, MAPS].concat().iter().any(|name| segment.ident == name);
    arguments_of(segment).last().filter(|_| is_wrapper)
}

/// Returns the type to write instead of one that no field can have, if there is one.
fn replacement(ty: &Type) -> Option<String> {
    let element = match ty {
        Type::Reference(reference) => return Some(replaced(&reference.elem)),
        Type::Slice(slice) => &slice.elem,
        Type::Array(array) => &array.elem,
        _ => {
            let segment = last_segment(ty)?;
            let name = segment.ident.to_string();
            let argument = arguments_of(segment).last();
            let is_in = |names: &[&str]| names.contains(&name.as_str());
            return match (REPLACED.iter().find(|(known, _)| *known == name), argument) {
                (Some((_, instead)), None) => Some((*instead).to_owned()),
                (None, Some(value)) if is_in(WRAPPERS) => Some(replaced(value)),
                (None, Some(value)) if is_in(LISTS) => Some(format!("Vec<{}>", replaced(value))),
                (None, Some(value)) if is_in(MAPS) => {
                    Some(format!("BTreeMap<String, {}>", replaced(value)))
                }
                _ => None,
            };
        }
    };
    Some(format!("Vec<{}>", replaced(element)))
}

/// Returns the type as it is to be written.
fn replaced(ty: &Type) -> String {
    replacement(ty).unwrap_or_else(|| text(ty))
}

/// Returns the source text of a type, without its spaces.
fn text(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    text.replace(" < ", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" :: ", "::")
        .replace(" ,", ",")
        .replace(" ;", ";")
        .replace("& ", "&")
        .replace("' ", "'")
}

/// Returns the kind of constraints that a type can have, by its name.
pub(super) fn target_of(ty: &Type) -> Target {
    let named = || Target::Named(Box::new(ty.clone()));
    let Some(name) = last_segment(ty) else { return named() };
    match name.ident.to_string().as_str() {
        name @ ("Vec" | "BTreeMap") => {
            argument_of(ty, name).map_or_else(named, |item| Target::List(Box::new(target_of(item))))
        }
        "String" => Target::Text,
        "bool" => Target::Flag,
        "f64" => Target::Fraction,
        name => match INTEGERS.iter().find(|(known, _)| *known == name) {
            Some((name, max)) => Target::Integer(name, *max),
            None => named(),
        },
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

/// Returns the types between the angle brackets of a segment.
fn arguments_of(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments.args.iter()),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// Returns `true` if the last segment of a type is `name`.
pub(super) fn is_named(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name)
}

pub(super) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last()
}
