//! Drift: the differences between sources of today and the facts that are kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use crate::facts::{FactRow, Facts, Known};
use crate::scaffold::facts_file;
use crate::source::{self, Type};

/// The result of a comparison of sources with the facts.
#[derive(Debug, Default)]
pub struct Drift {
    /// The differences, one line each.
    pub findings: Vec<String>,
    /// The files that could not be read or compared, one line each.
    pub errors: Vec<String>,
    /// The number of sources that were read.
    pub sources: usize,
}

/// Compares a source, or all sources in a folder and those below it, with the facts of the repository.
#[must_use]
pub fn drift(root: &Path, path: &Path) -> Drift {
    let mut drift = Drift::default();
    let mut files = Vec::new();
    if let Err(error) = sources(path, &mut files) {
        drift.errors.push(format!("{}: {error}", path.display()));
    }
    files.sort();
    for file in files {
        match findings(root, &file) {
            Ok(findings) => {
                drift.sources += 1;
                drift.findings.extend(findings);
            }
            Err(error) => drift.errors.push(error),
        }
    }
    drift
}

/// Finds the sources of a folder: its Markdown and its JSON, without a `README.md`. A path that is no folder is a source itself.
fn sources(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is_text = matches!(extension, Some("md" | "json")) && !path.ends_with("README.md");
        if path.is_dir() || is_text {
            sources(&path, files)?;
        }
    }
    Ok(())
}

fn findings(root: &Path, file: &Path) -> Result<Vec<String>, String> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
    let source = source::read(&name, &text).map_err(|error| error.to_string())?;
    let today = Facts::from_source(&source);
    let facts = facts_file(&source.path, today.webhook.is_some());
    match fs::read_to_string(root.join(&facts)) {
        Ok(text) => {
            let known = Facts::read(&text).map_err(|error| format!("{facts}: {error}"))?;
            Ok(compare(&today, &known))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let page = today.page.map_or(String::new(), |page| format!(", page {page}"));
            let (fields, codes) = (today.request.len() + today.response.len(), today.codes.len());
            Ok(vec![format!("{}: new, {fields} fields and {codes} codes{page}", source.path)])
        }
        Err(error) => Err(format!("{facts}: {error}")),
    }
}

/// Compares the facts of today with those that are kept. What a meant difference explains is no finding, and what is
/// missing from a part of a page is none either.
fn compare(today: &Facts, known: &Facts) -> Vec<String> {
    let mut comparison = Comparison { today, known, findings: Vec::new() };
    // A page in Markdown does not have its own number.
    if today.page.is_some() {
        comparison.at("endpoint", "page", shown(known.page), shown(today.page));
    }
    comparison.at("endpoint", "rate", shown(known.rate), shown(today.rate));
    if (known.known, today.known) == (Known::Part, Known::Whole) {
        comparison.at("endpoint", "known", "part".to_owned(), "whole".to_owned());
    }
    // A page in Markdown has the verdicts on a webhook only in its words.
    if today.webhook.is_none() || !today.codes.is_empty() {
        comparison.codes();
    }
    comparison.rows("request", &known.request, &today.request);
    comparison.rows("response", &known.response, &today.response);
    comparison.findings
}

struct Comparison<'a> {
    today: &'a Facts,
    known: &'a Facts,
    findings: Vec<String>,
}

impl Comparison<'_> {
    fn codes(&mut self) {
        let (known, today) = (self.known, self.today);
        let (old, new): (BTreeSet<_>, BTreeSet<_>) =
            (known.codes.iter().collect(), today.codes.iter().collect());
        for code in new.difference(&old) {
            self.at("endpoint", "code", String::new(), code.to_string());
        }
        for code in old.difference(&new) {
            self.at("endpoint", "code", code.to_string(), String::new());
        }
        let own = |facts: &Facts| facts.own_codes.map(|(first, last)| format!("{first}..={last}"));
        self.at("endpoint", "own_codes", shown(own(known)), shown(own(today)));
    }

    fn rows(&mut self, side: &str, known: &[FactRow], today: &[FactRow]) {
        for new in today {
            let at = format!("{side} {}", new.path);
            match known.iter().find(|old| is_same_place(old, new)) {
                Some(old) => self.row(&at, old, new),
                None if has_parent(new, today, known) && !self.is_alias(side, &new.path) => {
                    self.at(&at, "field", String::new(), shown_row(new));
                }
                None => {}
            }
        }
        let is_gone = |old: &&FactRow| {
            let is_there = today.iter().any(|new| is_same_place(old, new));
            !is_there && has_parent(old, known, today)
        };
        for old in known.iter().filter(is_gone) {
            let at = format!("{side} {}", old.path);
            if !self.has_alias(&at, today) {
                self.at(&at, "field", shown_row(old), String::new());
            }
        }
    }

    fn row(&mut self, at: &str, old: &FactRow, new: &FactRow) {
        let (was, is) = (old.ty(), new.ty());
        let is_told = !matches!((&was, &is), (_, Type::Any(types)) if types.is_empty());
        // The items of an array are known only if a sample shows some.
        let is_same_array = matches!((&was, &is), (Type::Array(_), Type::Array(None)));
        if is_told && !is_same_array {
            self.at(at, "type", shown_type(&was), shown_type(&is));
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        self.at(at, "structure", text(&old.structure), text(&new.structure));
        if new.required.is_some() {
            self.at(at, "required", shown(old.required), shown(new.required));
        }
        if new.always.is_some() {
            self.at(at, "always", shown(old.always), shown(new.always));
        }
        let bounds: BTreeSet<_> = old.bounds.keys().chain(new.bounds.keys()).collect();
        for bound in bounds {
            let value = |row: &FactRow| shown(row.bounds.get(bound).copied());
            self.at(at, &bound.to_string(), value(old), value(new));
        }
    }

    /// Adds a finding, unless the two are equal or the difference is explained.
    fn at(&mut self, at: &str, fact: &str, was: String, is: String) {
        let mut meant = self.known.differences.iter();
        let is_meant = meant.any(|known| {
            known.at == at && known.fact == fact && known.declared == is && known.source == was
        });
        let is_cut = is.is_empty() && self.today.known == Known::Part;
        if was == is || is_meant || is_cut {
            return;
        }
        let line = Line { at, fact, was: &was, is: &is };
        self.findings.push(format!("{}: {line}", self.known.path));
    }

    /// Returns `true` if a declared field has this alias.
    fn is_alias(&self, side: &str, path: &str) -> bool {
        let mut differences = self.known.differences.iter();
        differences.any(|known| {
            known.fact == "alias" && known.at.starts_with(side) && known.declared == path
        })
    }

    /// Returns `true` if the source of today has a field under an alias.
    fn has_alias(&self, at: &str, today: &[FactRow]) -> bool {
        let aliases =
            self.known.differences.iter().filter(|known| known.fact == "alias" && known.at == at);
        aliases.into_iter().any(|known| today.iter().any(|row| row.path == known.declared))
    }
}

/// One finding, for reading.
struct Line<'a> {
    at: &'a str,
    fact: &'a str,
    was: &'a str,
    is: &'a str,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, fact, was, is } = self;
        if *at != "endpoint" {
            write!(f, "{at}: ")?;
        }
        match (*fact, *was, *is) {
            ("field", "", is) => write!(f, "new, {is}"),
            ("field", _, "") => f.write_str("gone"),
            (fact, "", is) => write!(f, "{fact} {is} is new"),
            (fact, was, "") => write!(f, "{fact} {was} is gone"),
            (fact, was, is) => write!(f, "{fact} {was} became {is}"),
        }
    }
}

/// Returns `true` if the parent of a row, if it has one, is among the others too. The members of what is new or gone are no
/// findings of their own.
fn has_parent(row: &FactRow, its: &[FactRow], others: &[FactRow]) -> bool {
    let Some((parent, _)) = row.path.rsplit_once('.') else { return true };
    let parent = parent.trim_end_matches("[]");
    let has = |rows: &[FactRow]| rows.iter().any(|row| row.path == parent);
    has(others) || !has(its)
}

/// Returns `true` if two rows have the same place, whatever the keys of the user's own are called.
fn is_same_place(one: &FactRow, other: &FactRow) -> bool {
    let (mut ones, mut others) = (one.path.split('.'), other.path.split('.'));
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) if one.starts_with('{') && other.starts_with('{') => {}
            _ => return false,
        }
    }
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn shown_type(ty: &Type) -> String {
    match ty {
        Type::Array(Some(items)) => format!("Array of {}", shown_type(items)),
        ty => ty.to_string(),
    }
}

fn shown_row(row: &FactRow) -> String {
    let required = if shown(row.required) == "yes" { ", required" } else { "" };
    format!("{}{required}", shown_type(&row.ty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Difference;

    const FACTS: &str = r#"{
        "path": "v4/shop/buy", "page": 7, "rate": 200, "known": "whole", "codes": [10, 11],
        "request": [
            {"path": "From_Account", "type": "String", "required": "yes"},
            {"path": "Wares", "type": "Array", "items": "Object", "required": "yes", "max_items": 100},
            {"path": "Wares[].Name", "type": "String", "required": "yes", "max_bytes": 32}
        ],
        "response": [{"path": "State", "type": "Integer", "always": true}]
    }"#;

    /// Compares changed facts with the facts.
    fn drift(changes: &[(&str, &str)], differences: &[[&str; 4]]) -> Vec<String> {
        let today = changes.iter().fold(FACTS.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
        let mut known = Facts::read(FACTS).unwrap();
        let text = str::to_owned;
        known.differences.extend(differences.iter().map(|[at, fact, source, declared]| {
            let because = text("A reason.");
            Difference {
                at: text(at),
                fact: text(fact),
                source: text(source),
                declared: text(declared),
                because,
            }
        }));
        compare(&Facts::read(&today).unwrap(), &known)
    }

    #[test]
    fn what_is_new_gone_or_changed_is_a_line_each() {
        assert!(drift(&[], &[]).is_empty());
        let changes = [
            ("\"page\": 7", "\"page\": 8"),
            ("\"rate\": 200", "\"rate\": null"),
            ("[10, 11]", "[11, 12]"),
            ("{\"path\": \"From_Account\", \"type\": \"String\", \"required\": \"yes\"},", ""),
            ("\"max_items\": 100", "\"max_items\": 20"),
            ("\"type\": \"Integer\"", "\"type\": \"String\""),
            (
                "\"always\": true}",
                "\"always\": false}, {\"path\": \"A\", \"type\": \"Array\", \"items\": \"Object\"}, {\"path\": \"A[].B\", \"type\": \"String\"}",
            ),
        ];
        assert_eq!(
            drift(&changes, &[]),
            [
                "v4/shop/buy: page 7 became 8",
                "v4/shop/buy: rate 200 is gone",
                "v4/shop/buy: code 12 is new",
                "v4/shop/buy: code 10 is gone",
                "v4/shop/buy: request Wares: max_items 100 became 20",
                "v4/shop/buy: request From_Account: gone",
                "v4/shop/buy: response State: type Integer became String",
                "v4/shop/buy: response State: always true became false",
                "v4/shop/buy: response A: new, Array of Object",
            ]
        );
    }

    #[test]
    fn a_key_of_the_users_own_may_have_another_name() {
        let row = |path: &str| {
            let text = format!(r#"{{"path": "{path}", "type": "String"}}"#);
            serde_json::from_str::<FactRow>(&text).unwrap()
        };
        assert!(is_same_place(&row("A.{Key}"), &row("A.{Name}")));
        assert!(!is_same_place(&row("A.{Key}"), &row("A.Key")));
        assert!(!is_same_place(&row("A.{Key}"), &row("A.{Key}.B")));
    }

    #[test]
    fn what_a_meant_difference_explains_is_no_finding() {
        let changes = [("\"max_items\": 100", "\"max_items\": 20"), ("\"State\"", "\"Status\"")];
        assert_eq!(drift(&changes, &[]).len(), 3);
        let meant = [
            ["request Wares", "max_items", "100", "20"],
            ["response State", "alias", "", "Status"],
        ];
        assert!(drift(&changes, &meant).is_empty());
        let other = [["request Wares", "max_items", "100", "50"]];
        assert_eq!(drift(&changes[..1], &other).len(), 1);
    }

    #[test]
    fn what_a_part_of_a_page_lacks_is_not_gone() {
        let row = ", \"max_bytes\": 32";
        let changes = [("\"whole\"", "\"part\""), ("[10, 11]", "[]"), (row, "")];
        assert!(drift(&changes, &[]).is_empty());
        assert_eq!(drift(&changes[1..], &[]).len(), 3);
    }

    #[test]
    fn a_source_without_facts_is_new_and_a_file_that_is_none_is_an_error() {
        let folder = std::env::temp_dir().join(format!("drift-{}", std::process::id()));
        fs::create_dir_all(folder.join("sources")).unwrap();
        let source = r#"{"path": "v4/shop/lend", "doc_id": 9, "source": "docs", "request": [], "response": []}"#;
        fs::write(folder.join("sources/lend.json"), source).unwrap();
        fs::write(folder.join("sources/notes.txt"), "").unwrap();
        fs::write(folder.join("sources/README.md"), "").unwrap();
        fs::write(folder.join("sources/wrong.json"), "{}").unwrap();
        let drift = super::drift(&folder, &folder.join("sources"));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(drift.findings, ["v4/shop/lend: new, 0 fields and 0 codes, page 9"]);
        assert_eq!((drift.errors.len(), drift.sources), (1, 1));
        assert!(drift.errors[0].contains("wrong.json"), "{:?}", drift.errors);
    }
}
