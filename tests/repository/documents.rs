//! The documents: each path that they name exists.

use std::fs;
use std::path::{Path, PathBuf};

use super::root;

/// The documents, relative to the workspace.
fn documents() -> Vec<PathBuf> {
    let folders = ["", "docs", "fuzz", "tests", "benches", "api-core/examples"]
        .map(|folder| root().join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = files.map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The words that a document shows as code, and the targets of its links.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split('`').skip(1).step_by(2);
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    code.chain(links)
}

/// Returns `true` if a word is the path of a file or a folder: it has the extension of a file, or begins with the name of
/// a folder of the workspace. Placeholders, patterns and addresses are no paths.
fn is_path(word: &str) -> bool {
    let is_plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let is_file = Path::new(word).extension().is_some_and(|extension| {
        ["rs", "md", "toml", "txt", "sh", "json"].iter().any(|known| extension == *known)
    });
    let first = word.split('/').next().unwrap_or_default();
    is_plain && (is_file || word.contains('/') && !first.is_empty() && root().join(first).is_dir())
}

#[test]
fn each_path_in_a_document_exists() {
    let (mut count, mut missing) = (0, Vec::new());
    for document in documents() {
        let folder = document.parent().unwrap();
        let text = fs::read_to_string(&document).unwrap();
        // A path may be relative to a folder that is named before it, or to that of a file.
        let mut folders = vec![root(), folder.to_owned()];
        for word in words(&text).filter(|word| is_path(word)) {
            count += 1;
            let paths = folders.iter().map(|folder| folder.join(word));
            match paths.into_iter().find(|path| path.exists()) {
                Some(path) if path.is_dir() => folders.push(path),
                Some(path) => folders.push(path.parent().unwrap().to_owned()),
                None => missing.push(format!("{}: {word}", document.display())),
            }
        }
    }
    assert!(count > 100, "{count}");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
