//! The error table of an endpoint: names from the one table of codes.

use syn::{Expr, Ident};

use crate::model::Errors;
use crate::parse::Const;
use crate::report::Report;

/// Checks `ERRORS`, which every documented page has.
pub(super) fn check_errors(
    consts: Vec<Const>,
    has_page: bool,
    module: &Ident,
    report: &mut Report,
) -> Errors {
    let mut errors = Errors { expr: None, names: Vec::new() };
    for Const { ident, expr } in consts {
        if ident != "ERRORS" {
            report.error(
                &ident,
                format!("`{ident}` has no place in a spec: the only constant is `ERRORS`"),
            );
        } else if errors.expr.is_some() {
            report.error(&ident, "`ERRORS` is declared twice: keep one");
        } else {
            errors.names = check_codes(&expr, report);
            errors.expr = Some(expr);
        }
    }
    if has_page && errors.expr.is_none() {
        report.error(
            module,
            "list the page's error table: `pub const ERRORS: &[ErrorCode] = &[ErrorCode::..];`, `&[]` if it has none",
        );
    }
    errors
}

/// The names of a list `&[ErrorCode::A, ErrorCode::B]`; another expression names a shared list.
fn check_codes(expr: &Expr, report: &mut Report) -> Vec<Ident> {
    let array = match expr {
        Expr::Reference(reference) => &*reference.expr,
        Expr::Path(_) => return Vec::new(),
        other => other,
    };
    let Expr::Array(array) = array else {
        report.error(expr, "`ERRORS` is `&[ErrorCode::..]` or the name of a shared list");
        return Vec::new();
    };
    let mut names: Vec<Ident> = Vec::new();
    for element in &array.elems {
        let Expr::Path(path) = element else {
            report.error(
                element,
                "name the code, `ErrorCode::..`; one without a name gets a row in the table of codes first",
            );
            continue;
        };
        let Some(last) = path.path.segments.last() else { continue };
        if names.contains(&last.ident) {
            report.error(element, format!("`{}` is listed twice: keep one", last.ident));
            continue;
        }
        names.push(last.ident.clone());
    }
    names
}
