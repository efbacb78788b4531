//! The word of an endpoint in the index, and the imports of its file.

use syn::{Item, UseTree};

/// The index of the endpoints.
pub(super) const INDEX: &str = "api-specs/src/index.rs";

/// The line above a new family that says what its endpoints are about.
const FAMILY_DOC: &str = "            /// TODO";

/// Adds an endpoint to the list of its family, and a family that the index lacks.
///
/// # Errors
///
/// Fails if the index has no list of families.
pub(super) fn add_word(index: &str, family: &str, module: &str) -> Result<String, String> {
    let mut lines: Vec<&str> = index.lines().collect();
    let starts = |line: &&str| line.trim_start().starts_with(&format!("{family}: "));
    let begin = lines.iter().position(|line| line.contains("$($callback)::+! {"));
    let begin = begin.ok_or(format!("{INDEX} has no list of families: add `{module}` by hand"))?;
    let word = format!("                {module}");
    let handle = crate::names::type_name(family);
    let opening = format!("            {family}: {handle} {{");
    let closes = |line: &&str, depth: usize| **line == format!("{:1$}}}", "", depth);
    match lines[begin..].iter().position(starts) {
        Some(at) => {
            let end = lines[begin + at..].iter().position(|line| closes(line, 12));
            let end = end.ok_or(format!("{INDEX} has no end of `{family}`"))?;
            lines.insert(begin + at + end, &word);
        }
        None => {
            let end = lines[begin..].iter().position(|line| closes(line, 8));
            let end = begin + end.ok_or(format!("{INDEX} has no end of the list"))?;
            // The families stand in the order of their names, each below its docs.
            let is_after = |line: &&str| {
                let head = line.strip_suffix(" {").and_then(|line| line.split_once(": "));
                head.is_some_and(|(name, _)| name.trim_start() > family)
            };
            let next = lines[begin..end].iter().position(is_after);
            let mut at = next.map_or(end, |next| begin + next);
            while lines[at - 1].trim_start().starts_with("///") {
                at -= 1;
            }
            let family = [FAMILY_DOC, &opening, &word, "            }"];
            lines.splice(at..at, family);
        }
    }
    Ok(lines.join("\n") + "\n")
}

/// Adds a module to the file that lists it, in the order of the names as far as the list has it.
pub(super) fn add_module(text: &str, line: &str) -> String {
    let is_module = |other: &str| ["mod ", "pub mod "].iter().any(|word| other.starts_with(word));
    let name = |line: &str| line.trim_start_matches("pub ").to_owned();
    let mut lines: Vec<&str> = text.lines().collect();
    let next = lines.iter().position(|other| is_module(other) && name(other) > name(line));
    let last = lines.iter().rposition(|other| is_module(other)).map(|last| last + 1);
    lines.insert(next.or(last).unwrap_or(lines.len()), line);
    lines.join("\n") + "\n"
}

/// Adds imports, such as `crate::UserId`, that a file lacks.
///
/// # Errors
///
/// Fails if the text is not Rust.
pub(super) fn add_imports(text: &str, imports: &[String]) -> Result<String, String> {
    let parsed = syn::parse_file(text).map_err(|error| error.to_string())?;
    let mut present = Vec::new();
    for item in &parsed.items {
        if let Item::Use(item) = item {
            flatten(&item.tree, String::new(), &mut present);
        }
    }
    let mut text = text.to_owned();
    for import in imports.iter().filter(|import| !present.contains(import)) {
        let Some((prefix, name)) = import.rsplit_once("::") else { continue };
        let (many, one) = (format!("use {prefix}::{{"), format!("use {prefix}::"));
        if let Some(at) = find_line(&text, |line| line.starts_with(&many)) {
            text.insert_str(at + many.len(), &format!("{name}, "));
        } else if let Some(at) = find_line(&text, |line| is_single(line, &one)) {
            let end = at + text[at..].find(';').unwrap_or_default();
            text.insert(end, '}');
            text.insert_str(at + one.len(), &format!("{{{name}, "));
        } else {
            let at = find_line(&text, |line| line.starts_with("use "));
            let at = at.unwrap_or_else(|| {
                find_line(&text, |line| !line.starts_with("//!")).unwrap_or_default()
            });
            text.insert_str(at, &format!("use {import};\n"));
        }
    }
    Ok(text)
}

/// Returns `true` for `use crate::UserId;`, if `one` is `use crate::`.
fn is_single(line: &str, one: &str) -> bool {
    let rest = line.strip_prefix(one).and_then(|rest| rest.strip_suffix(';'));
    rest.is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

fn find_line(text: &str, is_wanted: impl Fn(&str) -> bool) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_wanted(line.trim_end()) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn flatten(tree: &UseTree, around: String, paths: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => flatten(&path.tree, format!("{around}{}::", path.ident), paths),
        UseTree::Name(name) => paths.push(format!("{around}{}", name.ident)),
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| flatten(tree, around.clone(), paths));
        }
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "macro_rules! list {\n    () => {\n        $($callback)::+! {\n            /// Shops.\n            shop: Shop {\n                buy\n            }\n        }\n    };\n}\n";

    #[test]
    fn a_word_is_added_to_its_family() {
        let index = add_word(LIST, "shop", "sell").unwrap();
        assert!(
            index.contains("                buy\n                sell\n            }\n"),
            "{index}"
        );
        let index = add_word(LIST, "bank_note", "print").unwrap();
        let family = "            /// TODO\n            bank_note: BankNote {\n                print\n            }\n            /// Shops.\n";
        assert!(index.contains(family), "{index}");
        let index = add_word(LIST, "toy", "play").unwrap();
        let family = "            }\n            /// TODO\n            toy: Toy {\n                play\n            }\n        }\n";
        assert!(index.contains(family), "{index}");
        assert!(add_word("nothing", "shop", "sell").is_err());
    }

    #[test]
    fn a_module_stands_in_the_order_of_the_names() {
        let list = "//! Doc.\n\npub mod bank;\npub mod shop;\n\nstruct S;\n";
        let added = add_module(list, "pub mod note;");
        assert!(added.contains("pub mod bank;\npub mod note;\npub mod shop;\n\n"), "{added}");
        let added = add_module(list, "pub mod toy;");
        assert!(added.contains("pub mod shop;\npub mod toy;\n\nstruct"), "{added}");
        assert_eq!(add_module("//! Doc.\n", "pub mod toy;"), "//! Doc.\npub mod toy;\n");
    }

    #[test]
    fn imports_that_are_missing_are_added() {
        let imports =
            ["crate::UserId", "crate::a::B", "super::C", "crate::a::b::D"].map(str::to_owned);
        let text = "//! Doc.\n\nuse crate::a::E;\nuse crate::{GroupId, UserId};\n\nstruct S;\n";
        let added = add_imports(text, &imports).unwrap();
        let expected = "//! Doc.\n\nuse crate::a::b::D;\nuse super::C;\nuse crate::a::{B, E};\nuse crate::{GroupId, UserId};\n\nstruct S;\n";
        assert_eq!(added, expected);
    }
}
