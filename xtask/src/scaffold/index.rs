//! The line of an endpoint or webhook in its index, and the imports of its file.

use std::fmt;

use syn::{Item, UseTree};

use crate::names;
use crate::source::Kind;

/// The index of the endpoints.
pub(super) const INDEX: &str = "api-specs/src/index.rs";

/// The index of the webhooks.
pub(super) const WEBHOOK_INDEX: &str = "api-specs/src/webhook/index.rs";

/// The line above a new family that says what its endpoints are about.
const FAMILY_DOC: &str = "            /// TODO";

/// The line of an endpoint or webhook in its index, below that of its family.
pub(super) struct Line<'a> {
    /// The file of the index.
    pub(super) file: &'static str,
    /// The line above the list of all families.
    list: &'static str,
    family: &'a str,
    /// The line of the family.
    opening: String,
    /// The line itself.
    word: String,
}

impl<'a> Line<'a> {
    pub(super) fn new(kind: Kind, family: &'a str, module: &str) -> Self {
        match kind {
            Kind::Endpoint => Self {
                file: INDEX,
                list: "$($callback)::+! {",
                family,
                opening: format!("{family}: {} {{", names::type_name(family)),
                word: module.to_owned(),
            },
            Kind::BeforeWebhook | Kind::AfterWebhook => Self {
                file: WEBHOOK_INDEX,
                list: "$callback! {",
                family,
                opening: format!("{family} {{"),
                word: format!("{module}: {}", names::variant_name(family, module)),
            },
        }
    }
}

/// Writes the part that is new.
impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.family, self.word)
    }
}

/// Adds an endpoint or webhook to the list of its family, and a family that the index lacks.
///
/// # Errors
///
/// Fails if the index has no list of families.
pub(super) fn add_line(index: &str, line: &Line<'_>) -> Result<String, String> {
    let Line { file, list, family, opening, word } = line;
    let mut lines: Vec<&str> = index.lines().collect();
    let starts = |line: &&str| line.trim_start() == opening;
    let begin = lines.iter().position(|line| line.contains(list));
    let begin = begin.ok_or(format!("{file} has no list of families: add `{word}` by hand"))?;
    let word = format!("                {word}");
    let opening = format!("            {opening}");
    let closes = |line: &&str, depth: usize| **line == format!("{:1$}}}", "", depth);
    match lines[begin..].iter().position(starts) {
        Some(at) => {
            let end = lines[begin + at..].iter().position(|line| closes(line, 12));
            let end = end.ok_or(format!("{file} has no end of `{family}`"))?;
            lines.insert(begin + at + end, &word);
        }
        None => {
            let end = lines[begin..].iter().position(|line| closes(line, 8));
            let end = begin + end.ok_or(format!("{file} has no end of the list"))?;
            // The families stand in the order of their names, each below its docs.
            let is_after = |line: &&str| {
                let head = line.strip_suffix(" {").and_then(|line| line.split(": ").next());
                head.is_some_and(|name| name.trim_start() > *family)
            };
            let next = lines[begin + 1..end].iter().position(is_after);
            let mut at = next.map_or(end, |next| begin + 1 + next);
            while lines[at - 1].trim_start().starts_with("///") {
                at -= 1;
            }
            let family = [FAMILY_DOC, &opening, &word, "            }"];
            lines.splice(at..at, family);
        }
    }
    Ok(lines.join("\n") + "\n")
}

/// Adds a family to the file that lists all of them.
pub(super) fn add_family(text: &str, module: &str) -> String {
    add_among(text, &format!("pub mod {module};"), "pub mod ", ";")
}

/// Adds a file to its family, which shows what is in it.
pub(super) fn add_file(text: &str, module: &str) -> String {
    let text = add_among(text, &format!("mod {module};"), "mod ", ";");
    add_among(&text, &format!("pub use {module}::*;"), "pub use ", "::*;")
}

/// Adds a line among those that begin and end alike, in the order of the names as far as they have it. The first such line
/// stands behind the modules and imports, or else behind the documentation of the file.
fn add_among(text: &str, line: &str, begin: &str, end: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let is_alike = |other: &&str| other.starts_with(begin) && other.ends_with(end);
    let next = lines.iter().position(|other| is_alike(other) && *other > line);
    let last = || lines.iter().rposition(is_alike).map(|last| last + 1);
    if let Some(at) = next.or_else(last) {
        lines.insert(at, line);
    } else {
        let is_head = |other: &&str| {
            let is_item =
                ["mod ", "use ", "pub mod ", "pub use "].iter().any(|word| other.starts_with(word));
            other.starts_with("//!") || is_item && other.ends_with(';')
        };
        let at = lines.iter().rposition(is_head).map_or(0, |last| last + 1);
        let between = (at > 0).then_some("");
        lines.splice(at..at, between.into_iter().chain([line]));
    }
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
    fn an_endpoint_is_added_to_its_family() {
        let add = |index: &str, family, module| {
            add_line(index, &Line::new(Kind::Endpoint, family, module))
        };
        let index = add(LIST, "shop", "sell").unwrap();
        assert!(
            index.contains("                buy\n                sell\n            }\n"),
            "{index}"
        );
        let index = add(LIST, "bank_note", "print").unwrap();
        let family = "            /// TODO\n            bank_note: BankNote {\n                print\n            }\n            /// Shops.\n";
        assert!(index.contains(family), "{index}");
        let index = add(LIST, "toy", "play").unwrap();
        let family = "            }\n            /// TODO\n            toy: Toy {\n                play\n            }\n        }\n";
        assert!(index.contains(family), "{index}");
        assert!(add("nothing", "shop", "sell").is_err());
    }

    #[test]
    fn a_webhook_is_added_with_its_variant() {
        let list = "        $callback! {\n            /// Shops.\n            shop {\n                before_buy: ShopBeforeBuy\n            }\n        }\n";
        let add = |family, module| {
            add_line(list, &Line::new(Kind::AfterWebhook, family, module)).unwrap()
        };
        let index = add("shop", "after_buy");
        let family = "                before_buy: ShopBeforeBuy\n                after_buy: ShopAfterBuy\n            }\n";
        assert!(index.contains(family), "{index}");
        let index = add("bank", "bank_closed");
        let family = "! {\n            /// TODO\n            bank {\n                bank_closed: BankClosed\n            }\n            /// Shops.\n            shop {";
        assert!(index.contains(family), "{index}");
    }

    #[test]
    fn a_module_stands_in_the_order_of_the_names() {
        let list = "//! Doc.\n\npub mod bank;\npub mod shop;\n\nstruct S;\n";
        let added = add_family(list, "note");
        assert!(added.contains("pub mod bank;\npub mod note;\npub mod shop;\n\n"), "{added}");
        let added = add_family(list, "toy");
        assert!(added.contains("pub mod shop;\npub mod toy;\n\nstruct"), "{added}");
        assert_eq!(add_family("//! Doc.\n", "toy"), "//! Doc.\n\npub mod toy;\n");
    }

    #[test]
    fn a_file_is_shown_by_its_family() {
        let family = "//! Doc.\n\nuse crate::UserId;\n\n/// Buys.\npub mod buy {\n    pub struct Request {}\n}\n";
        let added = add_file(family, "order");
        let head = "//! Doc.\n\nuse crate::UserId;\n\nmod order;\n\npub use order::*;\n\n/// Buys.\npub mod buy {\n    pub";
        assert!(added.starts_with(head), "{added}");
        let added = add_file(&added, "bill");
        assert!(
            added.contains("mod bill;\nmod order;\n\npub use bill::*;\npub use order::*;\n"),
            "{added}"
        );
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
