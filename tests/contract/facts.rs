//! The declarations against the facts of their sources, in `tests/facts`.
//!
//! The facts are written from the sources alone (`cargo xtask scaffold`), so a slip of the pen in a declaration is a
//! difference. One that is meant stands in the file of facts, with its reason.

mod compare;
mod declared;
mod mistakes;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::facts::{Difference, Facts, StructureFact, StructureFacts};

use super::Spec;

use compare::{Mismatch, Mismatches, Side, compare, compare_fields};
use declared::{Declared, DeclaredStructure};

/// The folder of facts.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("facts")
}

/// The name of the file with the facts of a declaration.
fn file(spec: Spec) -> String {
    format!("{}.json", spec.file().trim_start_matches("v4/"))
}

fn read(path: &Path) -> String {
    let text = fs::read_to_string(path);
    text.unwrap_or_else(|error| {
        panic!("{path:?}: {error}: write the facts with `cargo xtask scaffold`")
    })
}

/// The facts of a declaration.
fn facts(spec: Spec) -> Facts {
    let file = folder().join(file(spec));
    Facts::read(&read(&file)).unwrap_or_else(|error| panic!("{file:?}: {error}"))
}

fn structure_facts() -> StructureFacts {
    StructureFacts::read(&read(&folder().join("messages.json"))).unwrap()
}

/// Returns the differences that are meant, without their reasons.
fn meant(differences: &[Difference]) -> BTreeSet<Mismatch> {
    let mismatch = |difference: &Difference| {
        let Difference { at, fact, source, declared, .. } = difference.clone();
        Mismatch { at, fact, source, declared }
    };
    differences.iter().map(mismatch).collect()
}

/// Returns what is found and not meant, or meant and not found.
fn unexpected(found: &BTreeSet<Mismatch>, meant: &BTreeSet<Mismatch>) -> BTreeSet<Mismatch> {
    found.symmetric_difference(meant).cloned().collect()
}

/// Compares the shared structures with their facts.
fn compare_structures(
    facts: &[StructureFact],
    declared: &[DeclaredStructure],
) -> BTreeSet<Mismatch> {
    let mut mismatches = Mismatches::default();
    let names = facts.iter().map(|structure| &structure.name);
    let names: BTreeSet<_> =
        names.chain(declared.iter().map(|structure| &structure.name)).collect();
    for name in names {
        let known = facts.iter().find(|structure| structure.name == *name);
        let known = known.map(|structure| &*structure.fields).unwrap_or_default();
        let structure = declared.iter().find(|structure| structure.name == *name);
        let fields = structure.map(|structure| &*structure.fields).unwrap_or_default();
        compare_fields(&format!("{name} "), known, fields, Side::Request, &mut mismatches);
    }
    mismatches.0
}

/// Returns the entry of `differences` for a mismatch, whose reason is yet to be written.
fn entry(mismatch: &Mismatch) -> Difference {
    let Mismatch { at, fact, source, declared } = mismatch.clone();
    Difference { at, fact, source, declared, because: String::new() }
}

/// Writes what a reviewer must decide about each mismatch.
fn report(name: &str, found: &BTreeSet<Mismatch>, meant: &BTreeSet<Mismatch>) -> String {
    let mut text = String::new();
    for mismatch in unexpected(found, meant) {
        let Mismatch { at, fact, source, declared } = &mismatch;
        let shown = |value: &str| {
            if value.is_empty() { "nothing".to_owned() } else { format!("`{value}`") }
        };
        let (source, declared) = (shown(source), shown(declared));
        let advice = if found.contains(&mismatch) {
            let entry = entry(&mismatch);
            format!(
                "mend the declaration, or list this under `differences` in the facts, with a reason:\n    {entry}"
            )
        } else {
            "the facts list this, but it is so no more: remove it there".to_owned()
        };
        writeln!(
            text,
            "{name} {at}: {fact}: the source has {source}, the declaration {declared}: {advice}"
        )
        .unwrap();
    }
    text
}

#[test]
fn every_declaration_agrees_with_the_facts_of_its_source() {
    let mut text = String::new();
    for spec in Spec::all() {
        let facts = facts(spec);
        assert_eq!(facts.path, spec.path());
        let found = compare(&facts, &Declared::of(spec));
        text += &report(spec.path(), &found, &meant(&facts.differences));
    }
    let facts = structure_facts();
    let found = compare_structures(&facts.structures, &declared::structures());
    text += &report("messages.json", &found, &meant(&facts.differences));
    assert!(text.is_empty(), "\n{text}");
}

#[test]
fn a_report_has_the_entry_to_list() {
    let text = str::to_owned;
    let mismatch = Mismatch {
        at: text("request Names"),
        fact: text("max_items"),
        source: text("5"),
        declared: String::new(),
    };
    let found = BTreeSet::from([mismatch]);
    let report = report("v4/shop/buy", &found, &BTreeSet::new());
    let listed = report.lines().nth(1).unwrap().trim();
    let expected = r#"{"at": "request Names", "fact": "max_items", "source": "5", "declared": "", "because": ""}"#;
    assert_eq!(listed, expected);
    let listed: Difference = serde_json::from_str(listed).unwrap();
    assert_eq!(meant(&[listed]), found);
}

/// Returns the files of facts in a folder and those below it, as paths in `tests/facts`.
fn files_in(path: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.strip_prefix(folder()).unwrap();
            files.push(name.to_str().unwrap().replace('\\', "/"));
        }
    }
    files
}

#[test]
fn every_file_of_facts_belongs_to_a_declaration() {
    let files: BTreeSet<_> = files_in(&folder()).into_iter().collect();
    let declared = Spec::all().map(file);
    let expected: BTreeSet<_> = declared.chain(["messages.json".to_owned()]).collect();
    let odd: Vec<_> = files.symmetric_difference(&expected).collect();
    assert!(odd.is_empty(), "facts without a declaration, or a declaration without facts: {odd:?}");
}

#[test]
fn every_difference_has_a_reason() {
    let of_specs = Spec::all().flat_map(|spec| facts(spec).differences);
    let differences = of_specs.chain(structure_facts().differences);
    let without: Vec<_> = differences.filter(|one| one.because.trim().is_empty()).collect();
    assert!(without.is_empty(), "{without:#?}");
}
