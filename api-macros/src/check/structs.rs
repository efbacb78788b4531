//! Checks how the structs of a module hang together: each is used, and none contains itself.

use syn::{GenericArgument, Ident, PathArguments, Type};

use super::types::last_segment;
use crate::model::{Field, Record};
use crate::report::Report;
use crate::suggest;

/// Reports a struct that a module lacks.
pub(super) fn check_present(
    name: &str,
    is_present: bool,
    objects: &[Record],
    module: &Ident,
    report: &mut Report,
) {
    if is_present {
        return;
    }
    let is_meant = |object: &&Record| suggest::closest(&object.ident.to_string(), [name]).is_some();
    match objects.iter().find(is_meant) {
        Some(object) => {
            let found = &object.ident;
            report.error(found, format!("`{module}` has no `{name}`: rename `{found}` to `{name}`"));
        }
        None => report.error(
            module,
            format!("`{module}` has no `{name}`: add `pub struct {name} {{ .. }}`, empty if it has no fields"),
        ),
    }
}

/// Reports structs that none of the two main structs contains. `neither` names these two.
pub(super) fn check_used<'a>(
    main: impl IntoIterator<Item = &'a Record>,
    neither: &str,
    objects: &'a [Record],
    report: &mut Report,
) {
    let used = reached(main, objects);
    let is_used = |object: &Record| used.iter().any(|used| used.ident == object.ident);
    for object in objects.iter().filter(|object| !is_used(object)) {
        let name = &object.ident;
        report.error(
            name,
            format!("{neither} contains `{name}`: make it the type of a field, or remove it"),
        );
    }
}

/// Returns the structs of the module that others contain.
pub(super) fn reached<'a>(
    from: impl IntoIterator<Item = &'a Record>,
    objects: &'a [Record],
) -> Vec<&'a Record> {
    let mut reached: Vec<&Record> = Vec::new();
    let mut open: Vec<&Record> = from.into_iter().collect();
    while let Some(record) = open.pop() {
        for name in record.fields.iter().flat_map(|field| names_in(&field.ty)) {
            if let Some(object) = objects.iter().find(|object| object.ident == *name)
                && !reached.iter().any(|reached| reached.ident == object.ident)
            {
                reached.push(object);
                open.push(object);
            }
        }
    }
    reached
}

/// Reports structs that contain themselves outside of a list or a map, so that their size is infinite.
pub(super) fn check_finite<'a>(records: impl IntoIterator<Item = &'a Record>, report: &mut Report) {
    let records: Vec<&Record> = records.into_iter().collect();
    for start in &records {
        let mut seen: Vec<&Ident> = Vec::new();
        let mut open = vec![*start];
        while let Some(record) = open.pop() {
            for ty in record.fields.iter().map(|field| field.optional.as_ref().unwrap_or(&field.ty))
            {
                let Some(name) = last_segment(ty).map(|segment| &segment.ident) else { continue };
                if *name == start.ident {
                    let message = format!(
                        "`{name}` contains itself, so its size is infinite: write `Vec<{name}>`"
                    );
                    // Each other struct of the circle would repeat the message.
                    return report.error(ty, message);
                }
                if let Some(next) = records.iter().find(|next| next.ident == *name)
                    && !seen.contains(&&next.ident)
                {
                    seen.push(&next.ident);
                    open.push(next);
                }
            }
        }
    }
}

/// Reports `per_item` if certainly no item of the response has a status. A struct that is declared outside of the module
/// may have one.
pub(super) fn check_has_status(
    per_item: &Ident,
    response: &Record,
    objects: &[Record],
    report: &mut Report,
) {
    const WITHOUT: &[&str] = &[
        "Option",
        "Vec",
        "BTreeMap",
        "String",
        "bool",
        "i8",
        "i16",
        "i32",
        "i64",
        "u8",
        "u16",
        "u32",
        "u64",
        "f64",
        "UserId",
        "GroupId",
        "TopicId",
        "PermissionGroupId",
        "MsgKey",
        "ErrorCode",
    ];
    let mut seen: Vec<&Ident> = Vec::new();
    let mut open = vec![response];
    while let Some(record) = open.pop() {
        if record.fields.iter().any(Field::is_status) {
            return;
        }
        for name in record.fields.iter().flat_map(|field| names_in(&field.ty)) {
            match objects.iter().find(|object| object.ident == *name) {
                Some(object) if !seen.contains(&&object.ident) => {
                    seen.push(&object.ident);
                    open.push(object);
                }
                None if !WITHOUT.iter().any(|known| name == known) => return,
                _ => {}
            }
        }
    }
    report.error(
        per_item,
        "no item of the response has a status: write `status` at the field that has it, such as `#[wire(\"ResultCode\", status)]`, or remove `per_item`",
    );
}

/// Returns the names of all types in a type.
fn names_in(ty: &Type) -> Vec<&Ident> {
    let Some(segment) = last_segment(ty) else { return Vec::new() };
    let mut names = vec![&segment.ident];
    if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
        for argument in &arguments.args {
            if let GenericArgument::Type(ty) = argument {
                names.extend(names_in(ty));
            }
        }
    }
    names
}
