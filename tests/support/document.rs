//! Sections of documents that a test writes.

use std::env;
use std::fs;
use std::path::Path;

/// Fails unless a section of a document has this text. Writes it instead if the environment variable is `write`.
///
/// The section begins after the line `<!-- NAME: written by .. -->` and ends before `<!-- end of NAME -->`.
pub fn check_section(document: &str, name: &str, expected: &str, variable: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(document);
    let text = fs::read_to_string(&path).unwrap();
    let begin = format!("<!-- {name}: written by ");
    let at = text.find(&begin).expect("the document has the section");
    let at = at + text[at..].find('\n').expect("the section begins on a new line") + 1;
    let (before, rest) = text.split_at(at);
    let end = rest.find(&format!("<!-- end of {name} -->")).expect("the section has an end");
    let (written, after) = rest.split_at(end);
    if env::var_os(variable).is_some_and(|mode| mode == "write") {
        fs::write(&path, [before, expected, after].concat()).unwrap();
    } else {
        assert_eq!(written, expected, "run the test with `{variable}=write` to renew {document}");
    }
}
