//! Checks `crate = ".."`: the path of the crate whose items the expansion names.

use syn::{Lit, LitStr, Path};

use crate::arg::Arg;
use crate::model::CratePath;
use crate::report::Report;

/// Checks the arguments of `#[object]` and `#[open_enum]`, which take only this path.
pub(super) fn check_alone(args: &[Arg], attribute: &str, report: &mut Report) -> CratePath {
    let mut path = None;
    for arg in args {
        match arg {
            Arg::Value(name, Lit::Str(literal)) if name == "crate" => {
                if path.replace(check_crate_path(literal, report)).is_some() {
                    report.error(name, "`crate` is given twice: keep one");
                }
            }
            other => report.error(
                other,
                format!(
                    "`#[{attribute}]` takes only the path of the crate: write `crate = \"chat\"`"
                ),
            ),
        }
    }
    path.unwrap_or_default()
}

/// Checks a path.
pub(super) fn check_crate_path(literal: &LitStr, report: &mut Report) -> CratePath {
    let path = literal.parse_with(Path::parse_mod_style).ok().filter(is_absolute);
    if path.is_none() {
        report.error(
            literal,
            format!(
                "`{}` is not the path of a crate: write the name of the dependency, `crate = \"chat\"`, or a path that begins with `crate`",
                literal.value()
            ),
        );
    }
    CratePath(path)
}

/// Returns `true` if a path means the same in every module, because the expansion uses it in two.
fn is_absolute(path: &Path) -> bool {
    let is_first = |index| index == 0 && path.leading_colon.is_none();
    path.segments.iter().enumerate().all(|(index, segment)| {
        match segment.ident.to_string().as_str() {
            "crate" => is_first(index),
            "self" | "super" | "Self" => false,
            _ => true,
        }
    })
}
