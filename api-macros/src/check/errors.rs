//! Checks the errors of an endpoint, and sets of codes: names from the code table, sets, and codes that are classified
//! in place.

use quote::ToTokens;
use syn::{Expr, ExprCall, ExprPath, ExprRange, Ident, Lit, RangeLimits};

use super::attributes::{check_attrs, check_public};
use super::crate_path;
use crate::model::{Code, CodeSet, Errors, OwnCode};
use crate::parse::{self, Const};
use crate::report::Report;
use crate::suggest;

/// Checks `ERRORS`, which is required if the spec names a page.
pub(super) fn check_errors(
    consts: Vec<Const>,
    has_page: bool,
    module: &Ident,
    report: &mut Report,
) -> Errors {
    let mut errors = None;
    for Const { ident, ty, expr } in consts {
        if ident != "ERRORS" {
            let hint = suggest::did_you_mean(&ident.to_string(), ["ERRORS"]);
            let hint = hint.unwrap_or_else(|| "a spec has only `ERRORS`".to_owned());
            report.error(&ident, format!("unexpected constant `{ident}`: {hint}"));
        } else if errors.is_some() {
            report.error(&ident, "`ERRORS` is declared twice: keep one");
        } else {
            errors = Some(Errors { ty: Some(ty), codes: check_codes(&ident, &expr, report) });
        }
    }
    if has_page && errors.is_none() {
        report.error(
            module,
            format!("`{module}` has no `ERRORS`: add the error codes of the page, `pub const ERRORS: &[ErrorCode] = &[ErrorCode::..];`, or `&[]` if it lists none"),
        );
    }
    errors.unwrap_or_default()
}

/// Checks a set of codes.
pub(super) fn check_set(written: parse::CodeSet, report: &mut Report) -> Option<CodeSet> {
    let parse::CodeSet { args, attrs, vis, ident, ty, expr } = written;
    let crate_path = crate_path::check_alone(&args, "codes", report);
    check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub const", report);
    let mut codes = Vec::new();
    for code in check_codes(&ident, &expr, report) {
        match code {
            Code::Named(path) => codes.push(path),
            Code::Set(path) => report.error(
                path,
                "a set has no other sets in it: write its codes, or name both sets in `ERRORS`",
            ),
            Code::Own(code) => report.error(
                code.function,
                "a code that is classified here belongs to one endpoint: move it to the `ERRORS` of that endpoint",
            ),
        }
    }
    report.is_clean().then_some(CodeSet { crate_path, attrs, vis, ident, ty, codes })
}

/// Checks a list `&[..SET, ErrorCode::A, ErrorCode::own(..)]`.
fn check_codes(name: &Ident, expr: &Expr, report: &mut Report) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let Some(elements) = elements_of(expr) else {
        let hint = match expr {
            Expr::Path(_) => {
                ". Codes that several endpoints share are a set under `#[codes]`: write `&[..SHARED_CODES]`"
            }
            _ => "",
        };
        report.error(expr, format!("`{name}` must be a list, `&[ErrorCode::..]`{hint}"));
        return codes;
    };
    for element in elements {
        let code = match element {
            Expr::Path(ExprPath { path, .. }) => Code::Named(path.clone()),
            Expr::Range(range) if let Some(path) = set_of(range) => Code::Set(path.path.clone()),
            Expr::Call(call) => match check_own(call, report) {
                Some(code) => Code::Own(Box::new(code)),
                None => continue,
            },
            _ => {
                report.error(
                    element,
                    "expected `ErrorCode::NAME`: add a code without a name to the code table, or classify it here with `ErrorCode::own(..)`",
                );
                continue;
            }
        };
        if codes.iter().any(|other| is_same(other, &code)) {
            let name = shown(element);
            report.error(element, format!("`{name}` is listed twice: keep one"));
        }
        codes.push(code);
    }
    codes
}

/// Returns the elements of a list, with or without `&`.
fn elements_of(expr: &Expr) -> Option<impl Iterator<Item = &Expr>> {
    let list = if let Expr::Reference(reference) = expr { &reference.expr } else { expr };
    if let Expr::Array(array) = list { Some(array.elems.iter()) } else { None }
}

/// Returns the path of a set, `..SET`.
fn set_of(range: &ExprRange) -> Option<&ExprPath> {
    match (&range.start, &range.limits, range.end.as_deref()) {
        (None, RangeLimits::HalfOpen(_), Some(Expr::Path(path))) => Some(path),
        _ => None,
    }
}

fn is_same(one: &Code, other: &Code) -> bool {
    match (one, other) {
        (Code::Named(one), Code::Named(other)) => {
            let name = |path: &syn::Path| path.segments.last().map(|last| last.ident.clone());
            name(one) == name(other)
        }
        (Code::Set(one), Code::Set(other)) => shown(one) == shown(other),
        (Code::Own(one), Code::Own(other)) => {
            one.number.base10_digits() == other.number.base10_digits()
        }
        _ => false,
    }
}

fn shown(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

/// Checks `ErrorCode::own(number, name, kind, retry, meaning)`.
fn check_own(call: &ExprCall, report: &mut Report) -> Option<OwnCode> {
    let args: Vec<_> = call.args.iter().collect();
    if let Expr::Path(ExprPath { path, .. }) = &*call.func
        && path.segments.last().is_some_and(|last| last.ident == "own")
        && let [number, name, kind @ Expr::Path(_), retry @ Expr::Path(_), meaning] = args[..]
        && let (Some(Lit::Int(number)), Some(Lit::Str(name)), Some(Lit::Str(meaning))) =
            (literal(number), literal(name), literal(meaning))
    {
        let (function, kind, retry) = (path.clone(), kind.clone(), retry.clone());
        return Some(OwnCode { function, number, name, kind, retry, meaning });
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
