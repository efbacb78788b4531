//! Checks unions and their members.

use syn::{Ident, Lit, LitStr};

use super::attributes::{check_attrs, check_public};
use super::crate_path::check_crate_path;
use super::open_enum::check_text;
use crate::arg::Arg;
use crate::model::{CratePath, Member, Union};
use crate::names;
use crate::parse;
use crate::report::Report;
use crate::suggest;
use crate::vocabulary::UNION;

const FORM: &str = "`#[union(tag = \"MsgType\", content = \"MsgContent\")]`";

/// Checks a union.
pub(super) fn check_union(written: parse::Union, report: &mut Report) -> Option<Union> {
    let parse::Union { args, attrs, vis, ident, members } = written;
    let words = check_words(&args, &ident, report);
    check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub enum", report);
    if members.is_empty() {
        report.error(&ident, format!("`{ident}` has no members: add those that the page lists"));
    }
    let mut checked: Vec<Member> = Vec::new();
    for parse::Member { attrs, ident, content, wires } in members {
        check_attrs(&attrs, report);
        if ident == "Other" {
            report.error(&ident, "`Other` is generated for members without a name: remove it");
            continue;
        }
        let Some(wire) = check_text(&ident, &wires, report) else { continue };
        let tag = wire.value();
        if checked.iter().any(|other| other.tag == tag) {
            report.error(&wire, "another member has this tag already: keep one");
        }
        checked.push(Member { attrs, ident, content, tag });
    }
    let (crate_path, tag, content) = words?;
    report.is_clean().then_some(Union {
        crate_path,
        attrs,
        vis,
        ident,
        tag,
        content,
        members: checked,
    })
}

/// Returns the path of the crate, and the wire names of the tag and the content.
fn check_words(
    args: &[Arg],
    union: &Ident,
    report: &mut Report,
) -> Option<(CratePath, String, String)> {
    let (mut tag, mut content, mut crate_path) = (None, None, None);
    for arg in args {
        let Arg::Value(name, Lit::Str(value)) = arg else {
            report.error(arg, format!("wrong form: write {FORM}"));
            continue;
        };
        let word = match name.to_string().as_str() {
            "tag" => &mut tag,
            "content" => &mut content,
            "crate" => &mut crate_path,
            other => {
                let hint = suggest::did_you_mean(other, UNION);
                let hint = hint.unwrap_or_else(|| {
                    format!("the words of a union are {}", suggest::listed(UNION))
                });
                report.error(name, format!("unknown word `{other}`: {hint}"));
                continue;
            }
        };
        if word.replace(value).is_some() {
            report.error(name, format!("`{name}` is given twice: keep one"));
        }
    }
    let (Some(tag), Some(content)) = (tag, content) else {
        report.error(
            union,
            format!("`{union}` needs the wire names of its tag and its content: write {FORM}"),
        );
        return None;
    };
    let written: [&LitStr; 2] = [tag, content];
    let [tag, content] = written.map(LitStr::value);
    if tag.is_empty() || content.is_empty() || tag == content {
        report.error(written[1], "tag and content must be two wire names, those of the page");
    }
    if syn::parse_str::<Ident>(&names::field_name(&tag)).is_err() {
        report.error(written[0], format!("`{tag}` cannot name a method: it must be a word"));
    }
    let crate_path = crate_path.map(|path| check_crate_path(path, report)).unwrap_or_default();
    Some((crate_path, tag, content))
}
