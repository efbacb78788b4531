//! Checks the arguments of `#[endpoint(..)]`.

use proc_macro2::Span;
use syn::{Ident, Lit, LitInt, LitStr};

use super::crate_path::check_crate_path;
use crate::arg::Arg;
use crate::model::{CratePath, Options, Page};
use crate::parse::List;
use crate::report::Report;
use crate::suggest;
use crate::vocabulary::{BESIDE, ENDPOINT};

fn words() -> impl Iterator<Item = &'static str> {
    ENDPOINT.iter().map(|(word, _)| *word)
}

/// Checks the path and the words after it, and the attributes under them. The fields that `pages` and `batch` name are looked up in the structs later.
pub(super) fn check_options(
    args: &[Arg],
    lists: Vec<List>,
    module: &Ident,
    report: &mut Report,
) -> (Words, Option<Options>) {
    let (path, rest) = match args {
        [Arg::Literal(Lit::Str(path)), rest @ ..] => (check_path(path, report), rest),
        _ => {
            let message = "the path must be the first argument: write `#[endpoint(\"v4/service/command\", ..)]`";
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
    for list in lists {
        words.read_list(list, report);
    }
    let page = check_page(words.page.take(), words.read.take(), report);
    let superseded_by = words.superseded_by.take();
    if let (Some(path), Some(successor)) = (&path, &superseded_by)
        && *path == successor.value()
    {
        let message =
            "an endpoint does not supersede itself: write the path of the endpoint to call instead";
        report.error(successor, message);
    }
    let options = path.map(|path| Options {
        path,
        page,
        per_second: words.per_second,
        idempotent: words.idempotent.is_some(),
        is_partial: words.partial.is_some(),
        superseded_by: superseded_by.map(|path| path.value()),
        deduplicated: words.deduplicated.as_ref().map(|(_, seconds)| *seconds),
        pages: None,
        batch: None,
    });
    (words, options)
}

/// The words read so far, some with their spans.
#[derive(Default)]
pub(super) struct Words {
    seen: Vec<String>,
    page: Option<(u32, Span)>,
    read: Option<(String, Span)>,
    per_second: Option<u32>,
    pub(super) idempotent: Option<Ident>,
    pub(super) deduplicated: Option<(Ident, u32)>,
    pub(super) crate_path: Option<CratePath>,
    pub(super) per_item: Option<Ident>,
    pub(super) partial: Option<Ident>,
    superseded_by: Option<LitStr>,
    pub(super) pages: Option<List>,
    pub(super) batch: Option<List>,
}

impl Words {
    fn read(&mut self, arg: &Arg, report: &mut Report) {
        let Some(name) = arg.name() else {
            let message = format!(
                "unexpected literal: the arguments after the path are {}",
                suggest::listed(words())
            );
            report.error(arg, message);
            return;
        };
        let word = name.to_string();
        if let Some((_, shape)) = BESIDE.iter().find(|(known, _)| *known == word) {
            let message = format!(
                "`{word}` is a separate attribute: write `{shape}` under `#[endpoint(..)]`"
            );
            report.error(name, message);
            return;
        }
        let Some(shape) = shape_of(name, ENDPOINT, "an endpoint", report) else { return };
        if !is_first(&mut self.seen, name, report) {
            return;
        }
        match (word.as_str(), arg) {
            ("page", Arg::Value(_, Lit::Int(number))) => {
                self.page = report.unwrap(number.base10_parse()).map(|page| (page, name.span()));
            }
            ("read", Arg::Value(_, Lit::Str(date))) => {
                self.read = Some((check_date(date, report), name.span()));
            }
            ("rate", Arg::Value(_, Lit::Int(rate))) => self.per_second = check_rate(rate, report),
            ("idempotent", Arg::Word(_)) => self.idempotent = Some(name.clone()),
            ("deduplicated", Arg::Word(_)) => self.deduplicated = Some((name.clone(), u32::MAX)),
            ("deduplicated", Arg::List(_, args)) if args.len() == 1 => {
                let seconds = check_deduplicated(name, &args[0], report);
                self.deduplicated = seconds.map(|seconds| (name.clone(), seconds));
            }
            ("per_item", Arg::Word(_)) => self.per_item = Some(name.clone()),
            ("partial", Arg::Word(_)) => self.partial = Some(name.clone()),
            ("superseded_by", Arg::Value(_, Lit::Str(path))) => {
                self.superseded_by = check_path(path, report).map(|_| path.clone());
            }
            ("crate", Arg::Value(_, Lit::Str(path))) => {
                self.crate_path = Some(check_crate_path(path, report));
            }
            _ => report.error(arg, format!("wrong form of `{word}`: write `{shape}`")),
        }
    }

    fn read_list(&mut self, list: List, report: &mut Report) {
        if is_first(&mut self.seen, &list.name, report) {
            let place = if list.name == "pages" { &mut self.pages } else { &mut self.batch };
            *place = Some(list);
        }
    }
}

/// Returns the example of a word, or reports that it is unknown. `whose` words they are is an endpoint or a webhook.
pub(super) fn shape_of(
    name: &Ident,
    words: &'static [(&str, &str)],
    whose: &str,
    report: &mut Report,
) -> Option<&'static str> {
    let word = name.to_string();
    let shape = words.iter().find(|(known, _)| *known == word).map(|(_, shape)| *shape);
    if shape.is_none() {
        let words = || words.iter().map(|(word, _)| *word);
        let hint = suggest::did_you_mean(&word, words())
            .unwrap_or_else(|| format!("the words of {whose} are {}", suggest::listed(words())));
        report.error(name, format!("unknown word `{word}`: {hint}"));
    }
    shape
}

/// Reports a word that was there before.
pub(super) fn is_first(seen: &mut Vec<String>, name: &Ident, report: &mut Report) -> bool {
    let is_first = !seen.iter().any(|seen| name == seen);
    if is_first {
        seen.push(name.to_string());
    } else {
        report.error(name, format!("`{name}` is given twice: keep one"));
    }
    is_first
}

/// Checks that a path is `v4/service/command`, without a slash at either end and without a query.
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
        "the client adds the query"
    } else if path.starts_with('/') || path.ends_with('/') {
        "without a slash at either end"
    } else if path.contains("://") {
        "the region determines the host"
    } else {
        "three parts of letters, digits and `_`, the first of them `v4`"
    };
    report
        .error(literal, format!("`{path}` is not an API path: write `v4/service/command`, {hint}"));
    None
}

/// Returns the page with the day on which it was read.
pub(super) fn check_page(
    page: Option<(u32, Span)>,
    read: Option<(String, Span)>,
    report: &mut Report,
) -> Option<Page> {
    match (page, read) {
        (Some((number, at)), read) => Some(Page { number, at, read: read.map(|(date, _)| date) }),
        (None, Some((_, span))) => {
            report.error(
                Ident::new("read", span),
                "`read` needs the page that was read: add `page = 53441`",
            );
            None
        }
        (None, None) => None,
    }
}

fn check_deduplicated(name: &Ident, arg: &Arg, report: &mut Report) -> Option<u32> {
    match arg {
        Arg::Value(key, Lit::Int(literal)) if key == "seconds" => {
            let seconds = report.unwrap(literal.base10_parse())?;
            if seconds == 0 {
                report.error(
                    literal,
                    "copies that are dropped for 0 seconds are not dropped: remove `deduplicated`",
                );
            }
            Some(seconds)
        }
        _ => {
            report.error(
                name,
                "`deduplicated` needs the time during which copies are dropped: write `deduplicated(seconds = 300)`",
            );
            None
        }
    }
}

/// Returns the documented calls per second.
fn check_rate(rate: &LitInt, report: &mut Report) -> Option<u32> {
    let per_second: u32 = report.unwrap(rate.base10_parse())?;
    if per_second == 0 {
        report.error(
            rate,
            "a rate of 0 allows no call: remove `rate` if no rate limit is documented",
        );
    }
    Some(per_second)
}

/// Returns the day on which a page was read.
pub(super) fn check_date(date: &LitStr, report: &mut Report) -> String {
    if !is_date(&date.value()) {
        report.error(date, "`read` must be a date such as `\"2026-11-24\"`");
    }
    date.value()
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize, range: std::ops::RangeInclusive<u32>| {
        part.len() == digits && part.parse().is_ok_and(|number| range.contains(&number))
    };
    matches!(parts[..], [year, month, day]
        if number(year, 4, 2000..=2999) && number(month, 2, 1..=12) && number(day, 2, 1..=31))
}
