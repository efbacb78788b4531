//! Checks the words after a wire name that are not constraints.

use std::mem::discriminant;

use syn::{Ident, Lit, LitStr};

use crate::arg::Arg;
use crate::model::{FieldRole, WireValue};
use crate::report::Report;

/// The arguments of `#[wire(..)]` after the name.
pub(super) struct Words {
    pub(super) role: FieldRole,
    /// The word that sets the role.
    pub(super) role_at: Option<Ident>,
    pub(super) aliases: Vec<LitStr>,
    pub(super) bool_repr: Option<(WireValue, WireValue)>,
    /// The word `flag`.
    pub(super) repr_at: Option<Ident>,
    /// All other arguments.
    pub(super) constraints: Vec<Arg>,
}

/// Reads the words. The constraints are checked elsewhere.
pub(super) fn check_words(args: &[Arg], report: &mut Report) -> Words {
    let (role, role_at) = (FieldRole::Data, None);
    let (aliases, constraints) = (Vec::new(), Vec::new());
    let mut words = Words { role, role_at, aliases, bool_repr: None, repr_at: None, constraints };
    for arg in args {
        let Some(name) = arg.name() else {
            words.constraints.push(arg.clone());
            continue;
        };
        match name.to_string().as_str() {
            "status" | "query" | "random" | "sequence" | "app_id" => {
                words.read_role(name, arg, report);
            }
            "alias" => words.aliases.extend(read_alias(arg, report)),
            "flag" => {
                if words.repr_at.replace(name.clone()).is_some() {
                    report.error(name, "`flag` is given twice: keep one");
                }
                words.bool_repr = read_bool_repr(arg, report);
            }
            _ => words.constraints.push(arg.clone()),
        }
    }
    words
}

impl Words {
    fn read_role(&mut self, name: &Ident, arg: &Arg, report: &mut Report) {
        if self.role_at.is_some() {
            report.error(
                name,
                "a field can have only one of `status`, `query`, `random`, `sequence` and `app_id`: keep one",
            );
            return;
        }
        self.role = match (name.to_string().as_str(), arg) {
            ("status", Arg::Word(_)) => FieldRole::Status,
            ("query", Arg::Word(_)) => FieldRole::Query,
            ("random", Arg::Word(_)) => FieldRole::Random,
            ("sequence", Arg::Word(_)) => FieldRole::Sequence,
            ("app_id", Arg::Word(_)) => FieldRole::AppId,
            ("status", Arg::List(_, args)) => match &args[..] {
                [Arg::Value(key, Lit::Int(value))] if key == "failed" => {
                    let value = report.unwrap(value.base10_parse());
                    value.map_or(FieldRole::Data, FieldRole::StatusFailedIf)
                }
                _ => {
                    report.error(name, "wrong form of `status`: write `status`, or `status(failed = 0)` with the number that means failure");
                    return;
                }
            },
            (word, _) => {
                report.error(arg, format!("`{word}` takes no arguments: write `{word}`"));
                return;
            }
        };
        self.role_at = Some(name.clone());
    }
}

fn read_alias(arg: &Arg, report: &mut Report) -> Vec<LitStr> {
    let Arg::List(name, args) = arg else {
        report.error(arg, "`alias` needs a name: write `alias(\"Status\")`");
        return Vec::new();
    };
    let mut aliases = Vec::new();
    for arg in args {
        match arg {
            Arg::Literal(Lit::Str(alias)) if !alias.value().is_empty() => {
                aliases.push(alias.clone());
            }
            other => report
                .error(other, "an alias must be a wire name in quotes: write `alias(\"Status\")`"),
        }
    }
    if args.is_empty() {
        report.error(name, "`alias` needs a name: write `alias(\"Status\")`");
    }
    aliases
}

fn read_bool_repr(arg: &Arg, report: &mut Report) -> Option<(WireValue, WireValue)> {
    let side = |arg: &Arg, expected: &str| match arg {
        Arg::Value(key, Lit::Str(text)) if key == expected => Some(WireValue::Text(text.value())),
        Arg::Value(key, Lit::Int(number)) if key == expected => {
            number.base10_parse().ok().map(WireValue::Integer)
        }
        Arg::Value(key, Lit::Bool(value)) if key == expected => Some(WireValue::Bool(value.value)),
        _ => None,
    };
    let bool_repr = match arg {
        Arg::List(_, args) => match &args[..] {
            [on, off] => side(on, "on").zip(side(off, "off")),
            _ => None,
        },
        _ => None,
    };
    let Some((on, off)) = bool_repr else {
        report.error(arg, "`flag` needs the wire values of `true` and `false`: write `flag(on = \"On\", off = \"Off\")`, `flag(on = 1, off = 2)` or `flag(on = true, off = false)`");
        return None;
    };
    if on == off {
        let value = on.describe();
        report.error(
            arg,
            format!("`true` and `false` are both {value} on the wire: give them different values"),
        );
    } else if on == WireValue::Bool(false) {
        report.error(arg, "a boolean stands for itself: write `flag(on = true, off = false)`");
    } else if discriminant(&on) != discriminant(&off) {
        report.error(
            arg,
            "the values of `flag` are of different types: write two texts, two integers, or `on = true, off = false`",
        );
    }
    Some((on, off))
}
