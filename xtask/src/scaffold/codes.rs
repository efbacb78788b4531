//! The error codes of a draft: their names in the table, the sets that have them, and rows for those that are missing.

use std::collections::BTreeMap;
use std::fmt::Write;

use syn::{Expr, Item};

/// The table of codes.
pub(super) const TABLE: &str = "api-specs/src/codes/table.rs";
/// The sets of codes.
pub(super) const SETS: &str = "api-specs/src/codes/sets.rs";
/// The list of codes that tests compare with the table.
pub(super) const FACTS: &str = "tests/facts/codes.txt";

/// The codes that are declared.
#[derive(Debug, Default)]
pub struct Codes {
    /// The names of the single codes.
    names: BTreeMap<i64, String>,
    /// The first and last codes of the ranges. No constant names a code of them.
    ranges: Vec<(i64, i64)>,
    /// The sets, each with the names of its members.
    sets: Vec<(String, Vec<String>)>,
}

/// The codes of one endpoint.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Chosen {
    /// The members of `ERRORS`, as the language writes them.
    pub(super) errors: Vec<String>,
    /// The sets among them.
    pub(super) sets: Vec<String>,
    /// The numbers that the table lacks.
    pub(super) missing: Vec<i64>,
    /// The numbers that are in a range of the table, which `ERRORS` cannot name.
    pub(super) in_ranges: Vec<i64>,
}

impl Codes {
    /// Reads the table and the sets.
    ///
    /// # Errors
    ///
    /// Fails if the sets are not Rust.
    pub fn read(table: &str, sets: &str) -> Result<Self, String> {
        let mut codes = Self::default();
        for ((first, last), name) in table.lines().filter_map(row) {
            if first == last {
                codes.names.insert(first, name.to_owned());
            } else {
                codes.ranges.push((first, last));
            }
        }
        let parsed =
            syn::parse_file(sets).map_err(|error| format!("{SETS} is no Rust: {error}"))?;
        for item in parsed.items {
            let Item::Const(item) = item else { continue };
            let Expr::Reference(list) = *item.expr else { continue };
            let Expr::Array(list) = *list.expr else { continue };
            let names = list.elems.iter().filter_map(|member| match member {
                Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
                _ => None,
            });
            codes.sets.push((item.ident.to_string(), names.collect()));
        }
        Ok(codes)
    }

    /// Chooses sets and single codes that together are the numbers of a source, the largest sets first.
    pub(super) fn choose(&self, numbers: &[i64]) -> Chosen {
        let mut chosen = Chosen::default();
        let mut names: Vec<String> = Vec::new();
        for number in numbers {
            let is_in = |(first, last): &(i64, i64)| (*first..=*last).contains(number);
            let name = match self.names.get(number) {
                Some(name) => name.clone(),
                None if self.ranges.iter().any(is_in) => {
                    chosen.in_ranges.push(*number);
                    continue;
                }
                None => {
                    chosen.missing.push(*number);
                    todo_name(*number)
                }
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut sets: Vec<_> = self.sets.iter().collect();
        sets.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
        for (set, members) in sets {
            if members.len() > 1 && members.iter().all(|member| names.contains(member)) {
                names.retain(|name| !members.contains(name));
                chosen.sets.push(set.clone());
            }
        }
        chosen.errors = chosen.sets.iter().map(|set| format!("..{set}")).collect();
        chosen.errors.extend(names.iter().map(|name| format!("ErrorCode::{name}")));
        chosen
    }
}

/// Adds rows for missing codes to the text of the table. They do not compile before a human has named and classified them.
pub(super) fn add_rows(table: &str, missing: &[i64]) -> String {
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    for number in missing {
        let smaller = |line: &String| row(line).is_some_and(|((_, last), _)| last < *number);
        let at = lines.iter().rposition(smaller).map_or(0, |at| at + 1);
        let line = format!("    {number} {} TODO TODO \"TODO\"", todo_name(*number));
        lines.insert(at, line);
    }
    lines.join("\n") + "\n"
}

/// Adds missing codes to the list that tests compare with the table, in the section of the endpoint's own codes.
pub(super) fn add_facts(facts: &str, path: &str, missing: &[i64]) -> String {
    if missing.is_empty() {
        return facts.to_owned();
    }
    let heading = format!("endpoint:{path}");
    let numbers = missing.iter().fold(String::from("   "), |mut line, number| {
        let _ = write!(line, " {number}");
        line
    });
    let mut lines: Vec<String> = facts.lines().map(str::to_owned).collect();
    match lines.iter().position(|line| *line == heading) {
        Some(at) => lines.insert(at + 1, numbers),
        None => {
            let is_later = |line: &String| {
                !line.starts_with([' ', '#']) && !line.is_empty() && *line > heading
            };
            let at = lines.iter().position(is_later).unwrap_or(lines.len());
            lines.splice(at..at, [heading, numbers]);
        }
    }
    lines.join("\n") + "\n"
}

/// Returns the name of a code before a human has named it.
fn todo_name(number: i64) -> String {
    format!("TODO_{}", number.to_string().replace('-', "MINUS_"))
}

/// Reads a row of the table: the first and the last code, and the name.
fn row(line: &str) -> Option<((i64, i64), &str)> {
    let mut words = line.split_whitespace();
    let (numbers, name) = (words.next()?, words.next()?);
    let (first, last) = numbers.split_once("..=").unwrap_or((numbers, numbers));
    Some(((first.parse().ok()?, last.parse().ok()?), name))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const ROWS: &str = "// Shops.\n    -5 CLOSED App Permanent \"it is closed\"\n    10 SOLD Quota Permanent \"it is sold\"\n    11 LOST NotFound Permanent \"it is lost\"\n\n    // Webhooks.\n    100..=200 WEBHOOKS Webhook Permanent \"refused\"\n";

    pub(in crate::scaffold) fn codes() -> Codes {
        let sets = "pub const SHOP_CODES: &[ErrorCode] = &[ErrorCode::SOLD, ErrorCode::LOST];";
        Codes::read(ROWS, sets).unwrap()
    }

    #[test]
    fn sets_and_names_stand_for_numbers() {
        let chosen = codes().choose(&[10, 12, -5, 150, 11]);
        assert_eq!(chosen.errors, ["..SHOP_CODES", "ErrorCode::TODO_12", "ErrorCode::CLOSED"]);
        assert_eq!((chosen.missing, chosen.in_ranges), (vec![12], vec![150]));
        assert_eq!(codes().choose(&[10]).errors, ["ErrorCode::SOLD"]);
    }

    #[test]
    fn a_missing_code_gets_a_row_in_its_place() {
        let rows = add_rows(ROWS, &[12]);
        let after = "it is lost\"\n    12 TODO_12 TODO TODO \"TODO\"\n\n    // Webhooks.";
        assert!(rows.contains(after), "{rows}");
        let facts = add_facts(
            "# Codes.\n\nendpoint:v4/a/b\n    1\nserver: Group\n    2\n",
            "v4/a/c",
            &[12, 13],
        );
        assert_eq!(
            facts,
            "# Codes.\n\nendpoint:v4/a/b\n    1\nendpoint:v4/a/c\n    12 13\nserver: Group\n    2\n"
        );
        assert_eq!(add_facts(&facts, "v4/a/c", &[]), facts);
    }
}
