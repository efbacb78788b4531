//! Holds the list of banned words at the end of docs/glossary.md.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::LazyLock;

use proc_macro2::{TokenStream, TokenTree};

use super::root;

/// A row of the list.
#[derive(Debug)]
struct Ban {
    word: String,
    place: Place,
    /// Paths, relative to the workspace, where the word is banned; everywhere if there are none.
    paths: Vec<String>,
    instead: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Identifiers,
    Prose,
    /// The first words of a doc comment.
    Beginnings,
}

/// A file, prepared once for all rows.
struct Words {
    identifiers: BTreeSet<String>,
    prose: String,
    beginnings: Vec<String>,
}

impl Words {
    fn of(text: &str, is_rust: bool) -> Self {
        let mut words = Self {
            identifiers: BTreeSet::new(),
            prose: String::new(),
            beginnings: beginnings(text),
        };
        let mut prose = String::new();
        if is_rust {
            words.add_tokens(text, &mut prose);
            for (_, comment) in text.lines().filter_map(|line| line.split_once("//")) {
                prose.extend([comment.trim_start_matches(['/', '!']), "\n"]);
            }
        } else {
            prose.push_str(text);
        }
        words.prose = normalized(&prose);
        words
    }

    /// Adds the identifiers, and the string literals to the prose.
    fn add_tokens(&mut self, code: &str, prose: &mut String) {
        let mut streams = vec![TokenStream::from_str(code).unwrap_or_default()];
        while let Some(stream) = streams.pop() {
            for token in stream {
                match token {
                    TokenTree::Group(group) => streams.push(group.stream()),
                    TokenTree::Ident(name) => drop(self.identifiers.insert(name.to_string())),
                    TokenTree::Literal(literal) => {
                        let literal = literal.to_string().replace("\\n", " ").replace('\\', " ");
                        prose.extend([literal.as_str(), "\n"]);
                    }
                    TokenTree::Punct(_) => {}
                }
            }
        }
    }

    fn have(&self, ban: &Ban) -> bool {
        match ban.place {
            Place::Identifiers => self.identifiers.contains(&ban.word),
            Place::Prose => has_words(&self.prose, &normalized(&ban.word)),
            Place::Beginnings => self.beginnings.iter().any(|text| begins_with(text, &ban.word)),
        }
    }
}

/// Every file, with its path from the workspace and its text.
static FILES: LazyLock<Vec<(String, String, Words)>> = LazyLock::new(|| {
    let read = |path: String| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        let words = Words::of(&text, path.ends_with(".rs"));
        (path, text, words)
    };
    files().into_iter().map(read).collect()
});

#[test]
fn banned_words_are_nowhere() {
    let bans = bans();
    assert!(bans.len() > 50, "{} rows were read", bans.len());
    let mut found = Vec::new();
    for (path, text, words) in FILES.iter() {
        let is_banned_here = |ban: &&Ban| {
            ban.paths.is_empty() || ban.paths.iter().any(|prefix| path.starts_with(prefix))
        };
        for ban in bans.iter().filter(is_banned_here).filter(|ban| words.have(ban)) {
            let Ban { word, place, instead, .. } = ban;
            let lines = lines(text, ban);
            found.push(format!("{path}: `{word}` ({place:?}), say {instead}; lines {lines:?}"));
        }
    }
    assert!(found.is_empty(), "{} places:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_banned_word_is_found() {
    let has = |text: &str, words: &str| has_words(&normalized(text), words);
    assert!(has("it is To be had, here", "to be had"));
    assert!(has("over\n    lines to\nbe had", "to be had"));
    assert!(!has("answering machine", "answer"));
    let code = "/// An answer.\nfn turn() { let x = \"a\\nplace\"; } // so\n// be it\n";
    let words = Words::of(code, true);
    assert_eq!(Vec::from_iter(&words.identifiers), ["doc", "fn", "let", "turn", "x"]);
    for text in ["an answer", "a place", "so be it"] {
        assert!(has_words(&words.prose, text), "{text}");
    }
    assert!(!has_words(&words.prose, "turn"));
    assert_eq!(beginnings("/// What\n/// Who\n\n//! Where\n// When\n"), ["What", "Where"]);
    assert!(begins_with("What it is.", "What") && begins_with("The same, but", "The same,"));
    assert!(!begins_with("Whatever it is.", "What") && !begins_with("An oddity: What", "What"));
}

#[test]
fn rows_name_a_place() {
    let row = ban("| `Slot` | identifiers in `api-core`, `tests` | `FieldMut` |");
    assert_eq!((row.word.as_str(), row.place), ("Slot", Place::Identifiers));
    assert_eq!(
        (row.paths, row.instead.as_str()),
        (vec!["api-core".into(), "tests".into()], "`FieldMut`")
    );
    assert_eq!(ban("| `What` | comments that begin | a noun |").place, Place::Beginnings);
    for path in bans().iter().flat_map(|ban| &ban.paths) {
        assert!(root().join(path).exists(), "{path} is not in the repository");
    }
}

#[test]
fn the_words_of_the_glossary_are_in_the_code() {
    let glossary = fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    let (nouns, _) = glossary.split_once("## Prose").unwrap();
    let code: BTreeSet<_> = FILES.iter().flat_map(|(.., words)| &words.identifiers).collect();
    for row in nouns.lines().filter(|line| line.starts_with("| **")) {
        let names = row.split('|').nth(2).unwrap().split('`').skip(1).step_by(2);
        let mut words = names.flat_map(|name| name.split(|c| !is_letter(c)));
        assert!(words.all(|word| word.is_empty() || code.contains(&word.to_owned())), "{row}");
    }
}

fn bans() -> Vec<Ban> {
    let glossary = fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    let (_, list) = glossary.split_once("## Banned").unwrap();
    list.lines().filter(|line| line.starts_with("| `")).map(ban).collect()
}

/// Reads a row such as "| `Slot` | identifiers in `api-core`, `tests` | `FieldMut` |".
fn ban(row: &str) -> Ban {
    let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [word, place, instead] = cells[..] else { panic!("a row has three cells: {row}") };
    let (place, paths) = place.split_once(" in ").unwrap_or((place, ""));
    let place = match place {
        "identifiers" => Place::Identifiers,
        "prose" => Place::Prose,
        "comments that begin" => Place::Beginnings,
        other => panic!("{other:?} is neither identifiers, prose nor comments that begin: {row}"),
    };
    let paths = paths.split(", ").filter(|path| !path.is_empty());
    let paths = paths.map(|path| path.trim_matches('`').to_owned()).collect();
    Ban { word: word.trim_matches('`').to_owned(), place, paths, instead: instead.to_owned() }
}

/// The Rust files and documents of the repository, without data, and without the two files that name the banned words.
fn files() -> Vec<String> {
    const SKIPPED: [&str; 7] =
        ["corpus", "glossary.md", "samples", "snapshots", "target", "vocabulary.rs", "wip"];
    let (mut files, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = folder.join(&name);
            if name.starts_with('.') || SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") || name.ends_with(".md") {
                files.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    files.sort();
    files
}

/// The first line of every doc comment.
fn beginnings(text: &str) -> Vec<String> {
    let mut beginnings = Vec::new();
    let mut is_inside = false;
    for line in text.lines().map(str::trim_start) {
        let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        if let (Some(comment), false) = (comment, is_inside) {
            beginnings.push(comment.trim().to_owned());
        }
        is_inside = comment.is_some();
    }
    beginnings
}

/// The text in lower case, with one space between words, so that words are found over the ends of lines.
fn normalized(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns `true` if the words stand in the text as whole words. Both are normalized.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        !text[..at].ends_with(is_letter) && !text[at + words.len()..].starts_with(is_letter)
    })
}

fn begins_with(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(is_letter))
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The numbers of the lines that seem to have the word of a row. Tokens have no lines, so this looks at the text.
fn lines(text: &str, ban: &Ban) -> Vec<usize> {
    let all: Vec<&str> = text.lines().map(str::trim_start).collect();
    let words = normalized(&ban.word);
    let holds = |at: usize| {
        let Some(line) = all.get(at) else { return false };
        match ban.place {
            Place::Identifiers => !line.starts_with("//") && has_words(line, &ban.word),
            Place::Prose => has_words(&normalized(line), &words),
            Place::Beginnings => {
                line.get(3..).is_some_and(|line| begins_with(line.trim(), &ban.word))
            }
        }
    };
    let holds_over_its_end = |at: usize| {
        let next = all.get(at + 1).map_or("", |next| next.trim_start_matches(['/', '!']));
        let both = normalized(&format!("{} {next}", all[at]));
        ban.place == Place::Prose && !holds(at + 1) && has_words(&both, &words)
    };
    (0..all.len()).filter(|&at| holds(at) || holds_over_its_end(at)).map(|at| at + 1).collect()
}
