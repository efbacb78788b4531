//! The words behind a wire name that are no constraints.

use syn::{Ident, Lit};

use crate::arg::Arg;
use crate::constraint::WireValue;
use crate::model::FieldRole;
use crate::report::Report;

/// What `#[wire(..)]` says beside the name.
pub(super) struct Words {
    pub(super) role: FieldRole,
    /// Where that is said.
    pub(super) role_at: Option<Ident>,
    pub(super) aliases: Vec<String>,
    pub(super) switch: Option<(WireValue, WireValue)>,
    /// Where that is said.
    pub(super) repr_at: Option<Ident>,
    /// All else.
    pub(super) constraints: Vec<Arg>,
}

/// Reads the words, and leaves the constraints to others.
pub(super) fn check_words(args: &[Arg], report: &mut Report) -> Words {
    let (role, role_at) = (FieldRole::Data, None);
    let (aliases, constraints) = (Vec::new(), Vec::new());
    let mut words = Words { role, role_at, aliases, switch: None, repr_at: None, constraints };
    for arg in args {
        let Some(name) = arg.name() else {
            words.constraints.push(arg.clone());
            continue;
        };
        match name.to_string().as_str() {
            "status" | "query" | "random" | "sequence" => words.read_role(name, arg, report),
            "alias" => words.aliases.extend(read_alias(arg, report)),
            "flag" => {
                if words.repr_at.replace(name.clone()).is_some() {
                    report.error(name, "`flag` is given twice: keep one");
                }
                words.switch = read_switch(arg, report);
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
                "a field is one of `status`, `query`, `random` and `sequence`: keep one",
            );
            return;
        }
        self.role = match (name.to_string().as_str(), arg) {
            ("status", Arg::Word(_)) => FieldRole::Status,
            ("query", Arg::Word(_)) => FieldRole::Query,
            ("random", Arg::Word(_)) => FieldRole::Random,
            ("sequence", Arg::Word(_)) => FieldRole::Sequence,
            ("status", Arg::List(_, args)) => match &args[..] {
                [Arg::Value(key, Lit::Int(value))] if key == "failed" => {
                    let value = report.unwrap(value.base10_parse());
                    value.map_or(FieldRole::Data, FieldRole::StatusUnless)
                }
                _ => {
                    report.error(name, "write `status`, or `status(failed = 0)` with the number that says that the item failed");
                    return;
                }
            },
            (word, _) => {
                report.error(arg, format!("`{word}` stands alone: write `{word}`"));
                return;
            }
        };
        self.role_at = Some(name.clone());
    }
}

fn read_alias(arg: &Arg, report: &mut Report) -> Vec<String> {
    let Arg::List(name, args) = arg else {
        report.error(arg, "write the other name in brackets: `alias(\"Status\")`");
        return Vec::new();
    };
    let mut aliases = Vec::new();
    for arg in args {
        match arg {
            Arg::Literal(Lit::Str(alias)) if !alias.value().is_empty() => {
                aliases.push(alias.value());
            }
            other => report.error(other, "an alias is a name on the wire: `alias(\"Status\")`"),
        }
    }
    if args.is_empty() {
        report.error(name, "`alias` has no name: write `alias(\"Status\")`");
    }
    aliases
}

fn read_switch(arg: &Arg, report: &mut Report) -> Option<(WireValue, WireValue)> {
    let side = |arg: &Arg, expected: &str| match arg {
        Arg::Value(key, Lit::Str(text)) if key == expected => Some(WireValue::Text(text.value())),
        Arg::Value(key, Lit::Int(number)) if key == expected => {
            number.base10_parse().ok().map(WireValue::Integer)
        }
        _ => None,
    };
    let switch = match arg {
        Arg::List(_, args) => match &args[..] {
            [on, off] => side(on, "on").zip(side(off, "off")),
            _ => None,
        },
        _ => None,
    };
    if switch.is_none() {
        report.error(arg, "write what stands for `true` and for `false`: `flag(on = \"On\", off = \"Off\")` or `flag(on = 1, off = 2)`");
    }
    switch
}
