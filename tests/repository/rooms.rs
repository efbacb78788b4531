//! The rooms of docs/architecture.md: which package may use which, and the size and the references of each file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{references, root};

/// The folders whose packages are published.
const LIBRARIES: &[&str] = &["api-core", "api-limit-redis", "api-macros", "api-sim", "api-specs"];

/// The folders with Rust files.
const FOLDERS: &[&str] = &[
    "api-core",
    "api-limit-redis",
    "api-macros",
    "api-sim",
    "api-specs",
    "benches",
    "fuzz",
    "tests",
    "xtask",
];

/// The most lines that a file may have.
const MAX_LINES: usize = 500;

/// The Rust files below a folder, without the cases of the compiler's messages.
pub(super) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("ui") && !path.ends_with("target") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn each_file_says_why_it_is_there_and_is_not_long() {
    let mut odd = Vec::new();
    for path in FOLDERS.iter().flat_map(|folder| rust_files(&root().join(folder))) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > MAX_LINES {
            odd.push(format!("{} has {lines} lines, allowed are {MAX_LINES}", path.display()));
        }
        let is_target = path.parent().is_some_and(|folder| folder.ends_with("fuzz_targets"));
        if !text.starts_with("//! ") && !is_target {
            odd.push(format!("{} does not begin with a `//!` comment", path.display()));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

#[test]
fn no_file_is_in_a_circle_of_references() {
    for library in LIBRARIES {
        let files = references::of(&root().join(library).join("src"));
        assert!(files.len() > 10, "{library}");
        let circles = references::circles(&files);
        assert!(circles.is_empty(), "{library}:\n{}", circles.join("\n"));
    }
}

/// The packages that a folder's package may use, from the table of docs/architecture.md.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let (_, table) = text.split_once("| folder | package | holds | may use |").unwrap();
    let rows = table.lines().skip(2).map_while(|line| line.strip_prefix('|'));
    let row = |row: &str| {
        let cells: Vec<_> = row.split('|').collect();
        let names = |cell: &str| {
            cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>()
        };
        (names(cells[0]).pop_first().unwrap(), names(cells[3]))
    };
    rows.map(row).collect()
}

#[test]
fn no_package_uses_one_above_it() {
    let allowed = allowed();
    let mut seen = BTreeSet::new();
    for (folder, may_use) in &allowed {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
        let (_, rest) = manifest.split_once("[dependencies]").unwrap_or((&manifest, ""));
        let rest = rest.split("\n[").next().unwrap_or_default();
        for library in LIBRARIES {
            let other = fs::read_to_string(root().join(library).join("Cargo.toml")).unwrap();
            let name = other.lines().find_map(|line| line.strip_prefix("name = ")).unwrap();
            let name = name.trim_matches('"');
            let is_used = rest.lines().any(|line| {
                line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ']))
            });
            assert!(!is_used || may_use.contains(*library), "{folder} uses {library}");
            if is_used {
                seen.insert((folder.clone(), *library));
            }
        }
    }
    // The table allows nothing that is not needed, and the manifests were read.
    for (folder, may_use) in allowed.iter().filter(|(folder, _)| folder.starts_with("api-")) {
        for library in LIBRARIES.iter().filter(|library| may_use.contains(**library)) {
            assert!(seen.contains(&(folder.clone(), library)), "{folder} does not use {library}");
        }
    }
}

#[test]
fn each_description_says_that_the_project_is_unofficial() {
    let manifests = LIBRARIES.iter().map(|library| format!("{library}/Cargo.toml"));
    for path in manifests.chain(["README.md".to_owned()]) {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        let says_it = |line: &str| line.to_lowercase().contains("unofficial");
        let is_description = |line: &&str| path == "README.md" || line.starts_with("description");
        assert!(text.lines().filter(is_description).any(says_it), "{path}");
    }
}
