//! The arguments of `#[endpoint(..)]`.

use proc_macro2::Span;
use syn::{Ident, Lit, LitStr};

use crate::arg::Arg;
use crate::model::{Options, Page};
use crate::report::Report;

const KNOWN: &str =
    "`page = 53441`, `read = \"2026-11-24\"`, `rate(per_second = 200)` and `idempotent`";

/// Checks the path and the words behind it.
pub(super) fn check_options(args: &[Arg], module: &Ident, report: &mut Report) -> Option<Options> {
    let (path, rest) = match args {
        [Arg::Literal(Lit::Str(path)), rest @ ..] => (check_path(path, report), rest),
        _ => {
            let message = "the path stands first: `#[endpoint(\"v4/service/command\", ..)]`";
            match args.first() {
                Some(first) => report.error(first, message),
                None => report.error(module, message),
            }
            (None, args)
        }
    };
    let mut words = Words::default();
    for arg in rest {
        words.read(arg, report);
    }
    let page = check_page(words.page, words.read, report);
    let (per_second, idempotent) = (words.per_second, words.idempotent.is_some());
    Some(Options { path: path?, page, per_second, idempotent })
}

/// What was read so far, each with its place.
#[derive(Default)]
struct Words {
    page: Option<(u32, Span)>,
    read: Option<(String, Span)>,
    per_second: Option<u32>,
    rate: Option<Span>,
    idempotent: Option<Span>,
}

impl Words {
    fn read(&mut self, arg: &Arg, report: &mut Report) {
        let Some(name) = arg.name() else {
            report.error(arg, format!("only the path is a bare literal; after it come {KNOWN}"));
            return;
        };
        let word = name.to_string();
        let given = match word.as_str() {
            "page" => self.page.is_some(),
            "read" => self.read.is_some(),
            "rate" => self.rate.is_some(),
            "idempotent" => self.idempotent.is_some(),
            _ => {
                report.error(name, format!("unknown word `{word}`: an endpoint has {KNOWN}"));
                return;
            }
        };
        if given {
            report.error(name, format!("`{word}` is given twice: keep one"));
            return;
        }
        match (word.as_str(), arg) {
            ("page", Arg::Value(_, Lit::Int(number))) => {
                self.page = report.unwrap(number.base10_parse()).map(|page| (page, name.span()));
            }
            ("read", Arg::Value(_, Lit::Str(date))) => {
                if !is_date(&date.value()) {
                    report.error(date, "`read` is a day such as `\"2026-11-24\"`");
                }
                self.read = Some((date.value(), name.span()));
            }
            ("rate", Arg::List(_, args)) => {
                self.rate = Some(name.span());
                self.per_second = check_rate(name, args, report);
            }
            ("idempotent", Arg::Word(_)) => self.idempotent = Some(name.span()),
            _ => {
                report
                    .error(arg, format!("`{word}` is written otherwise: an endpoint has {KNOWN}"));
            }
        }
    }
}

/// A path is `v4/service/command`: no slash at its ends, no query.
fn check_path(literal: &LitStr, report: &mut Report) -> Option<String> {
    let path = literal.value();
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let parts: Vec<&str> = path.split('/').collect();
    if parts.len() == 3 && parts[0] == "v4" && parts.iter().all(|part| plain(part)) {
        return Some(path);
    }
    let hint = if path.contains('?') {
        "the client writes the query itself"
    } else if path.starts_with('/') || path.ends_with('/') {
        "no slash at either end"
    } else if path.contains("://") {
        "the host comes from the region"
    } else {
        "three parts of letters, digits and `_`, the first of them `v4`"
    };
    report.error(
        literal,
        format!("`{path}` is not a path of the API: write `v4/service/command`, {hint}"),
    );
    None
}

fn check_page(
    page: Option<(u32, Span)>,
    read: Option<(String, Span)>,
    report: &mut Report,
) -> Option<Page> {
    match (page, read) {
        (Some((number, _)), Some((read, _))) => Some(Page { number, read }),
        (Some((number, span)), None) => {
            let at = Ident::new("page", span);
            report.error(at, format!("say when page {number} was read: `read = \"2026-11-24\"`"));
            None
        }
        (None, Some((_, span))) => {
            report.error(Ident::new("read", span), "say which page was read: `page = 53441`");
            None
        }
        (None, None) => None,
    }
}

fn check_rate(name: &Ident, args: &[Arg], report: &mut Report) -> Option<u32> {
    match args {
        [Arg::Value(key, Lit::Int(rate))] if key == "per_second" => {
            let per_second: u32 = report.unwrap(rate.base10_parse())?;
            if per_second == 0 {
                report.error(
                    rate,
                    "a rate of 0 allows no call: leave `rate` out where none is documented",
                );
            }
            Some(per_second)
        }
        _ => {
            report.error(name, "write the documented calls per second: `rate(per_second = 200)`");
            None
        }
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize, range: std::ops::RangeInclusive<u32>| {
        part.len() == digits && part.parse().is_ok_and(|number| range.contains(&number))
    };
    matches!(parts[..], [year, month, day]
        if number(year, 4, 2000..=2999) && number(month, 2, 1..=12) && number(day, 2, 1..=31))
}
