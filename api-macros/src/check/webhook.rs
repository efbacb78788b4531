//! Checks the arguments of `#[webhook(..)]`.

use proc_macro2::Span;
use syn::{Ident, Lit, LitStr};

use super::crate_path::check_crate_path;
use super::options::{check_date, check_page, is_first, shape_of};
use crate::arg::Arg;
use crate::model::{CratePath, Record, WebhookOptions};
use crate::report::Report;
use crate::suggest;
use crate::vocabulary::WEBHOOK;

/// The words read so far, some with their spans.
#[derive(Default)]
pub(super) struct Words {
    seen: Vec<String>,
    is_before: Option<bool>,
    page: Option<(u32, Span)>,
    read: Option<(String, Span)>,
    own_codes: Option<(Ident, (u32, u32))>,
    discards: Option<Ident>,
    per_item: Option<Ident>,
    is_partial: bool,
    pub(super) crate_path: Option<CratePath>,
}

/// Checks the command and the words after it.
pub(super) fn check_options(
    args: &[Arg],
    module: &Ident,
    report: &mut Report,
) -> (Words, Option<WebhookOptions>) {
    let (command, rest) = match args {
        [Arg::Literal(Lit::Str(command)), rest @ ..] => (check_command(command, report), rest),
        _ => {
            let message = "the command must be the first argument: write `#[webhook(\"C2C.CallbackAfterSendMsg\", after, ..)]`";
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
    let page = check_page(words.page.take(), words.read.take(), report);
    if words.is_before.is_none() {
        let message = "write `before` if the service asks before the action, or `after` if it tells of it afterwards";
        report.error(module, message);
    }
    if words.is_before == Some(false) {
        for name in words.of_verdict().chain(&words.per_item) {
            report.error(
                name,
                format!("`{name}` is about the reply, and nothing is decided `after` the action: remove it"),
            );
        }
    }
    if words.per_item.is_some() && words.is_before != Some(false) {
        for name in words.of_verdict() {
            report.error(
                name,
                format!("`{name}` is about the whole action, and with `per_item` each item has a verdict: remove one of them"),
            );
        }
    }
    let options = command.zip(words.is_before).map(|(command, is_before)| WebhookOptions {
        command,
        is_before,
        page,
        own_codes: words.own_codes.as_ref().map(|(_, range)| *range),
        discards: words.discards.is_some(),
        is_per_item: is_before && words.per_item.is_some(),
        is_partial: words.is_partial,
    });
    (words, options)
}

/// Reports a reply to a webhook that takes none, one without fields, and one that is missing.
pub(super) fn check_reply(
    reply: Option<&Record>,
    options: &WebhookOptions,
    module: &Ident,
    report: &mut Report,
) {
    let Some(reply) = reply else {
        if options.is_per_item {
            report.error(module, "with `per_item` the reply has a verdict for each item: add `pub struct Reply { .. }`");
        }
        return;
    };
    if !options.is_before {
        let message =
            "the service ignores the reply to a webhook `after` the action: remove `Reply`";
        report.error(&reply.ident, message);
    } else if reply.fields.is_empty() {
        report.error(&reply.ident, "every reply has a verdict: remove the empty `Reply`");
    }
}

impl Words {
    /// Returns the words about a verdict on the whole action.
    fn of_verdict(&self) -> impl Iterator<Item = &Ident> {
        self.own_codes.iter().map(|(name, _)| name).chain(&self.discards)
    }

    fn read(&mut self, arg: &Arg, report: &mut Report) {
        let Some(name) = arg.name() else {
            let words = suggest::listed(WEBHOOK.iter().map(|(word, _)| *word));
            let message =
                format!("unexpected literal: the arguments after the command are {words}");
            return report.error(arg, message);
        };
        let Some(shape) = shape_of(name, WEBHOOK, "a webhook", report) else { return };
        if !is_first(&mut self.seen, name, report) {
            return;
        }
        let word = name.to_string();
        match (word.as_str(), arg) {
            ("before" | "after", Arg::Word(_)) => {
                if self.is_before.replace(word == "before").is_some() {
                    report.error(name, "a webhook is sent `before` or `after`: keep one of them");
                }
            }
            ("page", Arg::Value(_, Lit::Int(number))) => {
                self.page = report.unwrap(number.base10_parse()).map(|page| (page, name.span()));
            }
            ("read", Arg::Value(_, Lit::Str(date))) => {
                self.read = Some((check_date(date, report), name.span()));
            }
            ("own_codes", Arg::List(_, args)) => {
                let range = read_range(args, report);
                match range {
                    Some((min, max)) if min <= max => {
                        self.own_codes = Some((name.clone(), (min, max)));
                    }
                    Some(_) => report.error(name, "`min` is greater than `max`: swap them"),
                    None => report.error(arg, format!("wrong form of `{word}`: write `{shape}`")),
                }
            }
            ("discards", Arg::Word(_)) => self.discards = Some(name.clone()),
            ("per_item", Arg::Word(_)) => self.per_item = Some(name.clone()),
            ("partial", Arg::Word(_)) => self.is_partial = true,
            ("crate", Arg::Value(_, Lit::Str(path))) => {
                self.crate_path = Some(check_crate_path(path, report));
            }
            _ => report.error(arg, format!("wrong form of `{word}`: write `{shape}`")),
        }
    }
}

/// Reads `min = .., max = ..`.
fn read_range(args: &[Arg], report: &mut Report) -> Option<(u32, u32)> {
    match args {
        [Arg::Value(min, Lit::Int(from)), Arg::Value(max, Lit::Int(to))]
            if min == "min" && max == "max" =>
        {
            report.unwrap(from.base10_parse()).zip(report.unwrap(to.base10_parse()))
        }
        _ => None,
    }
}

/// Checks that a command is `Group.CallbackAfterSendMsg`: two parts of letters and digits.
fn check_command(literal: &LitStr, report: &mut Report) -> Option<String> {
    let command = literal.value();
    let parts: Vec<&str> = command.split('.').collect();
    let is_plain =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if parts.len() == 2 && parts.iter().all(is_plain) {
        return Some(command);
    }
    let message = format!(
        "`{command}` is not the command of a webhook: write `Group.CallbackAfterSendMsg`, two parts of letters and digits"
    );
    report.error(literal, message);
    None
}
