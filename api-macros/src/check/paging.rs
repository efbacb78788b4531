//! Checks `pages`: the lists of a response that go on over several calls, and the fields that lead from page to page.

use quote::format_ident;
use syn::{Ident, Lit, LitStr, Type};

use super::fields::find;
use super::types::{Target, argument_of, is_named, last_segment, target_of};
use crate::arg::Arg;
use crate::model::{Field, PageStep, PagedList, Pagination, Record, TypeCheck};
use crate::names;
use crate::parse::List;
use crate::report::Report;
use crate::suggest;
use crate::vocabulary;

const PAGES: &str = "`#[pages(\"Items\", last = \"CompleteFlag\", cursor(\"StartIndex\"))]`";

/// The structs of the endpoint.
#[derive(Clone, Copy)]
pub(super) struct Records<'a> {
    pub(super) request: &'a Record,
    pub(super) response: &'a Record,
    pub(super) objects: &'a [Record],
}

/// Checks `pages(..)` against the fields that it names.
pub(super) fn check_pages(
    List { name, args }: &List,
    records: Records<'_>,
    type_checks: &mut Vec<TypeCheck>,
    report: &mut Report,
) -> Option<Pagination> {
    let names = args.iter().map_while(|arg| match arg {
        Arg::Literal(Lit::Str(list)) => Some(list),
        _ => None,
    });
    let names: Vec<&LitStr> = names.collect();
    if names.is_empty() {
        report.error(
            name,
            format!("the list of the response must be the first argument: write {PAGES}"),
        );
        return None;
    }
    let mut check = Check { records, type_checks, report, used: Vec::new() };
    let lists = names.iter().map(|list| check.list(list)).collect::<Option<_>>()?;
    if names.len() > 1 {
        check.item_is_free();
    }
    let mut pages = Pagination { lists, last: None, total: None, steps: Vec::new() };
    let is_clean = check.report.is_clean();
    for arg in &args[names.len()..] {
        check.argument(arg, &mut pages);
    }
    if pages.steps.is_empty() && report.is_clean() == is_clean {
        report.error(
            name,
            format!(
                "`pages` needs `cursor`, `offset` or `descending` for the next page: write {PAGES}"
            ),
        );
    }
    Some(pages)
}

/// The check of the arguments.
struct Check<'a, 'b> {
    records: Records<'a>,
    type_checks: &'b mut Vec<TypeCheck>,
    report: &'b mut Report,
    /// The fields named so far.
    used: Vec<(Whose, String)>,
}

impl<'a> Check<'a, '_> {
    /// Checks that a field of the response is a list.
    fn list(&mut self, name: &LitStr) -> Option<PagedList> {
        let Field { ident, ty, wire, .. } = self.response_field(name)?;
        let Some(item) = argument_of(ty, "Vec") else {
            let message = format!("`{wire}` is not a list: name a `Vec` of the response");
            self.report.error(name, message);
            return None;
        };
        let variant = names::pascal_case(&ident.to_string());
        let variant = format_ident!("{variant}", span = ident.span());
        let (ident, wire, item) = (ident.clone(), wire.clone(), item.clone());
        let is_new = self.is_new(name, Whose::Response);
        is_new.then_some(PagedList { ident, wire, item, variant })
    }

    /// Reports a struct with the name of the enum that the items of several lists are.
    fn item_is_free(&mut self) {
        if let Some(item) = self.records.objects.iter().find(|object| object.ident == "Item") {
            let message = "`Item` is the name of the enum over the items of the lists that `pages` names: rename this struct";
            self.report.error(&item.ident, message);
        }
    }

    fn argument(&mut self, arg: &Arg, pages: &mut Pagination) {
        match arg {
            Arg::Value(word, Lit::Str(name)) if word == "last" => {
                if pages.last.is_some() {
                    return self.report.error(word, "`last` is given twice: keep one");
                }
                pages.last = self.response_field(name).and_then(|field| self.flag(name, field));
            }
            Arg::Value(word, Lit::Str(name)) if word == "total" => {
                if pages.total.is_some() {
                    return self.report.error(word, "`total` is given twice: keep one");
                }
                pages.total = self.response_field(name).and_then(|field| {
                    self.integer(name, field, Whose::Response, "number of items")
                });
            }
            Arg::List(word, args) if vocabulary::PAGES[2..].iter().any(|known| word == known) => {
                let step = self.step(word, args, &pages.lists);
                let is_offset = |step: &PageStep| matches!(step, PageStep::Offset { .. });
                if step.as_ref().is_some_and(is_offset) && pages.steps.iter().any(is_offset) {
                    self.report.error(word, "`offset` is given twice: keep one");
                }
                pages.steps.extend(step);
            }
            other => self.report.error(other, unknown(other)),
        }
    }

    fn step(&mut self, word: &Ident, args: &[Arg], lists: &[PagedList]) -> Option<PageStep> {
        let (to, more) = match args {
            [Arg::Literal(Lit::Str(to))] => (to, None),
            [Arg::Literal(Lit::Str(to)), Arg::Value(key, Lit::Str(more))] => {
                (to, Some((key, more)))
            }
            _ => return wrong_step(word, self.report),
        };
        match (word.to_string().as_str(), more) {
            ("cursor", None) => self.cursor(to, to),
            ("cursor", Some((key, from))) if key == "from" => self.cursor(to, from),
            ("offset", Some((key, limit))) if key == "limit" => self.offset(to, limit),
            ("descending", Some((key, of))) if key == "of" => self.descending(to, of, lists),
            _ => wrong_step(word, self.report),
        }
    }

    /// Checks that a field of the request can take the value of one of the response.
    fn cursor(&mut self, to: &LitStr, from: &LitStr) -> Option<PageStep> {
        let field = self.request_field(to)?;
        let source = self.response_field(from)?;
        let (target, origin) = (value_type(field), value_type(source));
        match (target_of(target), target_of(origin)) {
            (Target::Integer(..), Target::Integer(..)) | (Target::Text, Target::Text) => {}
            (Target::Named(_), Target::Named(_)) if is_same(target, origin) => {
                let message = format!(
                    "`{}` is neither a text nor an integer, so it is not a cursor: name another field",
                    field.wire
                );
                let (ty, at) = (target.clone(), to.span());
                self.type_checks.push(TypeCheck { ty, question: "is_cursor", at, message });
            }
            _ => {
                let message = format!(
                    "`{}` of the request cannot take `{}` of the response: a cursor needs two texts, two integers, or two fields of the same type",
                    field.wire, source.wire
                );
                self.report.error(from, message);
                return None;
            }
        }
        let is_new = self.is_new(to, Whose::Request) && self.is_new(from, Whose::Response);
        is_new.then(|| PageStep::Cursor { to: field.wire.clone(), from: source.wire.clone() })
    }

    fn offset(&mut self, to: &LitStr, limit: &LitStr) -> Option<PageStep> {
        let has_word = |name: &LitStr, words: &[&str]| {
            let name = name.value().to_lowercase();
            words.iter().any(|word| name.contains(word))
        };
        const LIMITS: &[&str] = &["limit", "count", "size"];
        const OFFSETS: &[&str] = &["offset", "start", "skip"];
        let looks_swapped = has_word(limit, OFFSETS) && !has_word(limit, LIMITS)
            || has_word(to, LIMITS) && !has_word(to, OFFSETS);
        if looks_swapped && to.value() != limit.value() {
            let (offset, max) = (limit.value(), to.value());
            self.report.error(
                to,
                format!(
                    "offset and limit are swapped: write `offset(\"{offset}\", limit = \"{max}\")`"
                ),
            );
            return None;
        }
        let field = self.request_field(to)?;
        let to = self.integer(to, field, Whose::Request, "number of items to skip")?;
        let field = self.request_field(limit)?;
        let limit = self.integer(limit, field, Whose::Request, "number of items on a page")?;
        Some(PageStep::Offset { to, limit })
    }

    fn descending(&mut self, to: &LitStr, of: &LitStr, lists: &[PagedList]) -> Option<PageStep> {
        let field = self.request_field(to)?;
        let to = self.integer(to, field, Whose::Request, "number that descends")?;
        for list in lists {
            self.descends(of, &list.item)?;
        }
        Some(PageStep::Descending { to, of: of.value() })
    }

    /// Checks that items have a number that may descend.
    fn descends(&mut self, of: &LitStr, item: &Type) -> Option<()> {
        // A struct that is declared outside of the module is not known here.
        let name = last_segment(item).map(|segment| &segment.ident);
        let object = self.records.objects.iter().find(|object| Some(&object.ident) == name);
        if let Some(object) = object {
            let field = find(of, object, "item", self.report)?;
            if !matches!(target_of(value_type(field)), Target::Integer(..)) {
                self.report.error(of, no_integer(&field.wire, "number that descends"));
                return None;
            }
        } else if !matches!(target_of(item), Target::Named(_)) {
            self.report.error(
                of,
                format!(
                    "the items of the list have no field `{}`, because they are no structs",
                    of.value()
                ),
            );
            return None;
        }
        Some(())
    }

    /// Returns the wire name of the field if it is a `bool`.
    fn flag(&mut self, name: &LitStr, field: &Field) -> Option<String> {
        let wire = &field.wire;
        if is_named(value_type(field), "bool") {
            return self.is_new(name, Whose::Response).then(|| wire.clone());
        }
        self.report.error(
            name,
            format!("`{wire}` is not a flag: name a `bool` of the response, or remove `last`, and paging ends at an empty page or a cursor of 0"),
        );
        None
    }

    /// Returns the wire name of the field if it is an integer.
    fn integer(
        &mut self,
        name: &LitStr,
        field: &Field,
        whose: Whose,
        what: &str,
    ) -> Option<String> {
        let wire = &field.wire;
        if matches!(target_of(value_type(field)), Target::Integer(..)) {
            return self.is_new(name, whose).then(|| wire.clone());
        }
        self.report.error(name, no_integer(wire, what));
        None
    }

    fn request_field(&mut self, name: &LitStr) -> Option<&'a Field> {
        find(name, self.records.request, "request", self.report)
    }

    fn response_field(&mut self, name: &LitStr) -> Option<&'a Field> {
        find(name, self.records.response, "response", self.report)
    }

    /// Reports a field that another argument has named.
    fn is_new(&mut self, name: &LitStr, whose: Whose) -> bool {
        let field = (whose, name.value());
        let is_new = !self.used.contains(&field);
        if !is_new {
            let whose = if whose == Whose::Request { "request" } else { "response" };
            self.report.error(
                name,
                format!(
                    "`{}` of the {whose} is named twice in `pages`: each field has one use",
                    name.value()
                ),
            );
        }
        self.used.push(field);
        is_new
    }
}

/// The struct that has a field.
#[derive(Clone, Copy, PartialEq)]
enum Whose {
    Request,
    Response,
}

fn no_integer(wire: &str, what: &str) -> String {
    format!(
        "`{wire}` is not an integer, so it is no {what}: name another field, or make it a `u32` or `u64`"
    )
}

/// Returns the type of a field without its `Option`.
fn value_type(field: &Field) -> &Type {
    field.optional.as_ref().unwrap_or(&field.ty)
}

/// Returns `true` if two types have the same name.
fn is_same(one: &Type, other: &Type) -> bool {
    let name = |ty| last_segment(ty).map(|segment| &segment.ident);
    name(one).is_some() && name(one) == name(other)
}

fn unknown(arg: &Arg) -> String {
    let word = arg.name().map(ToString::to_string).unwrap_or_default();
    match suggest::did_you_mean(&word, vocabulary::PAGES.iter().copied()) {
        Some(hint) if !vocabulary::PAGES.contains(&word.as_str()) => {
            format!("unknown word `{word}`: {hint}")
        }
        _ => format!(
            "the arguments after the lists are `last = \"..\"`, `total = \"..\"`, `cursor(\"..\")`, `offset(\"..\", limit = \"..\")` and `descending(\"..\", of = \"..\")`, such as {PAGES}"
        ),
    }
}

fn wrong_step(word: &Ident, report: &mut Report) -> Option<PageStep> {
    let shape = match word.to_string().as_str() {
        "cursor" => {
            "`cursor(\"StartIndex\")`, or `cursor(\"StartIndex\", from = \"NextStartIndex\")` if the response uses another name"
        }
        "offset" => "`offset(\"Offset\", limit = \"Limit\")`",
        _ => "`descending(\"ReqMsgSeq\", of = \"MsgSeq\")`",
    };
    report.error(word, format!("wrong form of `{word}`: write {shape}"));
    None
}
