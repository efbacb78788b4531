//! SECURITY.md: what it names exists, and the panics of the libraries are as it says.

use std::fs;
use std::path::{Path, PathBuf};

use super::root;

/// The texts between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Returns `true` if the thing that a word in backticks names exists: a file, a test in one of the files before it, a
/// target of `fuzz`, or a line of Cargo.toml. Files are added to `sources`; `None` if it is a word of another kind.
fn is_there(word: &str, folder: &mut PathBuf, sources: &mut String) -> Option<bool> {
    let is_name = word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if word.ends_with(".rs") {
        let path = if word.contains('/') { root().join(word) } else { folder.join(word) };
        let source = fs::read_to_string(&path).unwrap_or_default();
        *folder = path.parent().unwrap().to_owned();
        sources.push_str(&source);
        Some(!source.is_empty())
    } else if word.contains(" = ") {
        Some(include_str!("../../Cargo.toml").contains(word))
    } else if is_name {
        let target = root().join("fuzz/fuzz_targets").join(word).with_extension("rs");
        Some(sources.contains(&format!("fn {word}(")) || target.is_file())
    } else {
        None
    }
}

#[test]
fn everything_that_security_md_names_exists() {
    let text = include_str!("../../SECURITY.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows: Vec<_> = rows.filter_map(|row| row.split_once(" | ")).skip(1).collect();
    assert!(rows.len() > 20);
    for (promise, tests) in rows {
        let (mut folder, mut sources) = (PathBuf::new(), String::new());
        let words = quoted(tests).filter_map(|word| is_there(word, &mut folder, &mut sources));
        let words: Vec<_> = words.collect();
        let is_held = !words.is_empty() || quoted(tests).any(|word| word == "cargo xtask deny");
        assert!(is_held && !words.contains(&false), "held by {tests}: {promise}");
    }
    let (_, reviewed) = text.split_once("Held by review alone").unwrap();
    let (reviewed, _) = reviewed.split_once("\n## ").unwrap();
    let sources = ["api-core/src/auth/signed_url.rs", "api-specs/src/user_sig.rs"];
    let sources = sources.map(|path| fs::read_to_string(root().join(path)).unwrap()).concat();
    for (_, name) in quoted(reviewed).filter_map(|word| word.split_once("::")) {
        assert!(sources.contains(&format!("{name}(")), "{name}");
    }
}

/// The sources of a library, without its tests.
fn sources_below(folder: &Path, sources: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("tests") || path.ends_with("tests.rs") {
            continue;
        }
        if path.is_dir() {
            sources_below(&path, sources);
        } else {
            let source = fs::read_to_string(&path).unwrap();
            let (source, _) = source.split_once("#[cfg(test)]").unwrap_or((&source, ""));
            let is_code = |line: &&str| !line.trim_start().starts_with("//");
            sources.push(source.lines().filter(is_code).collect::<Vec<_>>().join("\n"));
        }
    }
}

#[test]
fn panics_of_the_libraries_have_fixed_messages() {
    let mut sources = Vec::new();
    for library in ["api-core/src", "api-specs/src"] {
        sources_below(&root().join(library), &mut sources);
    }
    let sources = sources.join("\n");
    for (call, count) in [(".expect(", 5), ("panic!(", 1)] {
        let found: Vec<_> = sources.split(call).skip(1).collect();
        assert_eq!(found.len(), count, "the number differs from that in SECURITY.md");
        for words in found {
            let words = words.trim_start().strip_prefix('"').unwrap().split('"').next().unwrap();
            assert!(words.len() > 10 && !words.contains(['{', '\n']), "{words}");
        }
    }
    for other in [".unwrap()", "unreachable!(", ".expect_err(", "todo!("] {
        assert!(!sources.contains(other), "{other}");
    }
}
