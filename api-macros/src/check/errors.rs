//! Checks the error table of an endpoint: names from the code table, and codes that are classified in place.

use quote::ToTokens;
use syn::{Expr, ExprCall, Ident, Lit};

use crate::model::{Errors, OwnCode};
use crate::names;
use crate::parse::Const;
use crate::report::Report;

/// Checks `ERRORS`, which is required if the spec names a page.
pub(super) fn check_errors(
    consts: Vec<Const>,
    has_page: bool,
    module: &Ident,
    report: &mut Report,
) -> Errors {
    let mut errors = Errors { expr: None, names: Vec::new(), own: Vec::new() };
    for Const { ident, expr } in consts {
        if ident != "ERRORS" {
            let hint = names::did_you_mean(&ident.to_string(), ["ERRORS"]);
            let hint = hint.unwrap_or_else(|| "a spec has only `ERRORS`".to_owned());
            report.error(&ident, format!("unexpected constant `{ident}`: {hint}"));
        } else if errors.expr.is_some() {
            report.error(&ident, "`ERRORS` is declared twice: keep one");
        } else {
            (errors.names, errors.own) = check_codes(&expr, report);
            errors.expr = Some(expr);
        }
    }
    if has_page && errors.expr.is_none() {
        report.error(
            module,
            format!("`{module}` has no `ERRORS`: add the error codes of the page, `pub const ERRORS: &[ErrorCode] = &[ErrorCode::..];`, or `&[]` if it lists none"),
        );
    }
    errors
}

/// Returns the names and own codes of a list `&[ErrorCode::A, ErrorCode::own(..)]`. A path, which names a shared list,
/// has none.
fn check_codes(expr: &Expr, report: &mut Report) -> (Vec<Ident>, Vec<OwnCode>) {
    let mut names: Vec<Ident> = Vec::new();
    let mut own: Vec<OwnCode> = Vec::new();
    let array = match expr {
        Expr::Reference(reference) => &*reference.expr,
        Expr::Path(_) => return (names, own),
        other => other,
    };
    let Expr::Array(array) = array else {
        report.error(expr, "`ERRORS` must be `&[ErrorCode::..]` or the name of a shared list");
        return (names, own);
    };
    for element in &array.elems {
        let taken = match element {
            Expr::Path(path) => {
                let Some(last) = path.path.segments.last() else { continue };
                let taken = names.contains(&last.ident);
                names.push(last.ident.clone());
                taken
            }
            Expr::Call(call) => {
                let Some(code) = check_own(call, report) else { continue };
                let number = code.number.base10_digits();
                let taken = own.iter().any(|other| other.number.base10_digits() == number);
                own.push(code);
                taken
            }
            _ => {
                report.error(
                    element,
                    "expected `ErrorCode::NAME`: add a code without a name to the code table, or classify it here with `ErrorCode::own(..)`",
                );
                continue;
            }
        };
        if taken {
            let name = element.to_token_stream().to_string().replace(' ', "");
            report.error(element, format!("`{name}` is listed twice: keep one"));
        }
    }
    (names, own)
}

/// Checks `ErrorCode::own(number, name, kind, retry, meaning)`.
fn check_own(call: &ExprCall, report: &mut Report) -> Option<OwnCode> {
    let is_own = matches!(&*call.func, Expr::Path(path)
        if path.path.segments.last().is_some_and(|last| last.ident == "own"));
    let args: Vec<_> = call.args.iter().collect();
    if is_own
        && let [number, name, kind @ Expr::Path(_), retry @ Expr::Path(_), meaning] = args[..]
        && let (Some(Lit::Int(number)), Some(Lit::Str(name)), Some(Lit::Str(meaning))) =
            (literal(number), literal(name), literal(meaning))
    {
        let (kind, retry) = (kind.clone(), retry.clone());
        return Some(OwnCode { number, name, kind, retry, meaning });
    }
    report.error(
        call,
        "a code that is classified here is written `ErrorCode::own(120001, \"SHOP_CLOSED\", CodeKind::Webhook, RetryClass::Permanent, \"the shop is closed\")`",
    );
    None
}

fn literal(expr: &Expr) -> Option<Lit> {
    if let Expr::Lit(literal) = expr { Some(literal.lit.clone()) } else { None }
}
