//! Drafts of declarations from sources: what a page says in a form that a human completes.
//!
//! A draft does not compile before each `#[todo(..)]` in it is answered and removed. The source's own sentences are for
//! reading only; they are in no text that is written.

mod block;
mod codes;
mod enums;
mod fields;
mod index;
mod known;
mod place;
mod samples;
#[cfg(test)]
mod tests;
mod tree;
mod types;
mod values;

use std::path::{Path, PathBuf};
use std::{fs, io};

pub use codes::Codes;
pub use known::Known;

use enums::Enum;
use fields::{Bounds, Drafter, Side, Struct};
use place::Place;
use tree::Node;

use crate::facts::{Bound, Facts};
use crate::names;
use crate::source::{Kind, Source};

/// The repository that a draft is for.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    known: Known,
    codes: Codes,
}

/// The parts of a declaration that the source does not have.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The family, or a file of it: `message` or `message/c2c`.
    pub family: Option<String>,
    /// The number of the page. It overrides that of the source; only a file of a catalogue has one.
    pub page: Option<u32>,
    /// The day on which the page was read, such as `2026-11-30`.
    pub read: Option<String>,
}

/// A draft.
#[derive(Debug)]
pub struct Draft {
    /// The file that the block belongs to, if its kind is declared in this version.
    pub file: String,
    /// The block, not laid out by rustfmt.
    pub block: String,
    /// The new parts of other files: the file, and the part.
    pub parts: Vec<(String, String)>,
    /// The files as they are to be, the one with the block included. Those of Rust are not laid out by rustfmt.
    pub changes: Vec<(String, String)>,
    /// The source's sentences about the whole.
    pub about: Vec<String>,
    /// The place and the source's sentence of each field, in the order of the block, as `identifier`, `place`, `words`.
    pub words: Vec<[String; 3]>,
    /// The codes that the table lacks, and the source's sentences about them.
    pub codes: Vec<(i64, String)>,
    /// Further notes for the human.
    pub notes: Vec<String>,
}

impl Repository {
    /// Reads what is declared in the repository.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or is not Rust.
    pub fn read(root: &Path) -> Result<Self, String> {
        let known = Known::read(root)?;
        let root = root.to_owned();
        let mut read = Self { root, known, codes: Codes::default() };
        read.codes = Codes::read(&read.file(codes::TABLE)?, &read.file(codes::SETS)?)?;
        Ok(read)
    }

    /// Returns the text of a file.
    fn file(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(self.root.join(name)).map_err(|error| format!("{name}: {error}"))
    }

    /// Returns the text of a file, if there is one.
    fn file_if_any(&self, name: &str) -> Result<Option<String>, String> {
        match fs::read_to_string(self.root.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{name}: {error}")),
        }
    }

    /// Drafts the declaration of what a source describes. Nothing is written.
    ///
    /// # Errors
    ///
    /// Fails if the endpoint is declared already, if its family is unknown, or if a file would be overwritten.
    pub fn draft(&self, source: &Source, options: &Options) -> Result<Draft, String> {
        let facts = self.facts(source, options)?;
        let place = place::place(&self.known, source, options)?;
        let (request, response) = (tree::grow(&source.request), tree::grow(&source.response));
        let (structs, enums) = self.types(source, &place, &facts, [&request, &response]);
        // The codes of a webhook are verdicts, of which the table has none.
        let codes = source.codes.iter().filter(|_| source.kind == Kind::Endpoint);
        let numbers: Vec<_> = codes.map(|code| code.number).collect();
        let chosen = self.codes.choose(&numbers);
        let module = self.module(source);
        let old = self.file_if_any(&place.file)?;
        let read = options.read.as_deref().unwrap_or("TODO");
        let is_read_of_file = match &old {
            Some(old) => old.contains(&format!("READ: &str = {read:?}")),
            None => true,
        };
        let head = block::Head {
            source,
            module: &module,
            page: facts.page,
            read: (!is_read_of_file).then_some(read),
            todos: todos(source, &structs),
        };
        let block = block::block(&head, &enums, &structs, &chosen.errors);
        let (samples, invented) = samples::samples(source, &request, &response);
        let strangers = samples::strangers(&samples, &request, &response);
        let facts_name = facts_file(&source.path, source.kind != Kind::Endpoint);
        let mut draft = Draft {
            file: place.file.clone(),
            parts: vec![(facts_name.clone(), facts.to_string())],
            changes: vec![(facts_name, facts.to_string())],
            about: source.words.clone(),
            words: words(&structs),
            codes: missing(source, &chosen.missing),
            notes: notes(source, facts.page, &chosen, &strangers),
            block,
        };
        draft.notes.extend(invented);
        draft.notes.extend(place.note(&self.known));
        let imports = imports(&self.known, &place, (&structs, !enums.is_empty()), &chosen);
        let texts = [read, &samples.to_string()];
        let line = index::Line::new(source.kind, &place.family, &module);
        self.add_files(&mut draft, &place, texts, &chosen, (&imports, &line))?;
        Ok(draft)
    }

    /// Drafts the structs and the enumerations.
    fn types(
        &self,
        source: &Source,
        place: &Place,
        facts: &Facts,
        [request, response]: [&[Node<'_>]; 2],
    ) -> (Vec<Struct>, Vec<Enum>) {
        let is_webhook = source.kind != Kind::Endpoint;
        let (side, first) =
            if is_webhook { (Side::Event, "Event") } else { (Side::Request, "Request") };
        let mut drafter = Drafter {
            known: &self.known,
            module: names::type_name(&self.module(source)),
            file: &place.file,
            side,
            bounds: &bounds(facts),
            sampled: samples::texts(&source.request_samples),
            is_partial: source.is_partial,
            structs: Vec::new(),
            enums: Vec::new(),
        };
        drafter.add(first, request);
        if !is_webhook {
            drafter.side = Side::Response;
            drafter.sampled = samples::texts(&source.response_samples);
            drafter.add("Response", response);
        } else if source.kind == Kind::BeforeWebhook && !response.is_empty() {
            drafter.side = Side::Reply;
            drafter.sampled = samples::texts(&source.response_samples);
            drafter.add("Reply", response);
        }
        (drafter.structs, drafter.enums)
    }

    /// Returns the facts. Meant differences of an earlier file are kept.
    fn facts(&self, source: &Source, options: &Options) -> Result<Facts, String> {
        let mut facts = Facts::from_source(source);
        facts.page = options.page.or(facts.page);
        let name = facts_file(&source.path, source.kind != Kind::Endpoint);
        if let Some(old) = self.file_if_any(&name)? {
            let old = Facts::read(&old).map_err(|error| format!("{name}: {error}"))?;
            facts.page = facts.page.or(old.page);
            facts.differences = old.differences;
        }
        Ok(facts)
    }

    /// Writes the facts of a source, for instance after a change that [`drift`](crate::drift) found. Meant differences are
    /// kept. Returns the name of the file.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written, or if the earlier one cannot be read.
    pub fn accept_facts(&self, source: &Source, page: Option<u32>) -> Result<String, String> {
        let name = facts_file(&source.path, source.kind != Kind::Endpoint);
        let facts = self.facts(source, &Options { page, ..Options::default() })?;
        self.write_file(&name, &facts.to_string())?;
        Ok(name)
    }

    /// Returns a name for the module that no other endpoint has.
    fn module(&self, source: &Source) -> String {
        let name = names::module_name(&source.path);
        // The families of webhooks have a module each, those of the client's methods do not.
        if source.kind != Kind::Endpoint || !self.known.modules.contains(&name) {
            return name;
        }
        let service = source.path.rsplit('/').nth(1).unwrap_or("other");
        format!("{}_{name}", names::field_name(service))
    }

    /// Adds the files of an endpoint or webhook besides its facts.
    fn add_files(
        &self,
        draft: &mut Draft,
        place: &Place,
        [read, samples]: [&str; 2],
        chosen: &codes::Chosen,
        (imports, line): (&[String], &index::Line<'_>),
    ) -> Result<(), String> {
        let (path, missing) = (&place.path, &chosen.missing);
        let folder = if place.is_webhook() { "webhooks/" } else { "" };
        let name = format!("tests/samples/{folder}{path}.json");
        if self.root.join(&name).exists() {
            return Err(format!(
                "{name} is there already: remove it, if it is to be written again"
            ));
        }
        draft.parts.push((name.clone(), format!("{samples}\n")));
        draft.changes.push((name, format!("{samples}\n")));
        let old = self.file_if_any(&place.file)?;
        let text = match &old {
            Some(old) => old.clone(),
            None => new_file(read, place.is_webhook()),
        };
        let text = index::add_imports(&text, imports)
            .map_err(|error| format!("{}: {error}", place.file))?;
        draft.changes.push((place.file.clone(), format!("{text}\n{}", draft.block)));
        let (index, list) = (line.file, self.file(line.file)?);
        let mut known =
            if place.is_webhook() { &self.known.webhooks } else { &self.known.endpoints }.values();
        if !known.any(|file| known::family_of(file) == place.family) {
            let family = &place.family;
            draft.notes.push(format!(
                "{index}: say above `{family}` what the family is about, instead of `TODO`"
            ));
        }
        draft.parts.push((index.to_owned(), format!("{line}\n")));
        draft.changes.push((index.to_owned(), index::add_line(&list, line)?));
        if !missing.is_empty() {
            let (table, facts) = (self.file(codes::TABLE)?, self.file(codes::FACTS)?);
            let rows = codes::add_rows("", missing);
            draft.parts.push((codes::TABLE.to_owned(), rows));
            draft.changes.push((codes::TABLE.to_owned(), codes::add_rows(&table, missing)));
            draft.changes.push((codes::FACTS.to_owned(), codes::add_facts(&facts, path, missing)));
        }
        if old.is_none() {
            let parent = place.parent();
            let (list, module) = (self.file(&parent)?, place.module());
            let (added, part) = if place.is_root() {
                (index::add_family(&list, module), format!("pub mod {module};\n"))
            } else {
                (index::add_file(&list, module), format!("mod {module};\npub use {module}::*;\n"))
            };
            draft.changes.push((parent.clone(), added));
            draft.parts.push((parent, part));
        }
        Ok(())
    }

    /// Writes the files of a draft.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be written; those before it are.
    pub fn write(&self, draft: &Draft) -> Result<(), String> {
        draft.changes.iter().try_for_each(|(name, text)| self.write_file(name, text))
    }

    fn write_file(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.root.join(name);
        let folder = path.parent().unwrap_or(&self.root);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("{name}: {error}"))
    }
}

/// Returns the file of the facts of an endpoint's path, or of a webhook's command.
pub(crate) fn facts_file(path: &str, is_webhook: bool) -> String {
    let path = path.strip_prefix("v4/").unwrap_or(path);
    let folder = if is_webhook { "webhooks/" } else { "" };
    format!("tests/facts/{folder}{path}.json")
}

/// Returns what is left for a human about the whole.
fn todos(source: &Source, structs: &[Struct]) -> Vec<String> {
    let mut todos = vec!["doc".to_owned()];
    if source.kind == Kind::Endpoint {
        todos.push("`idempotent`, `deduplicated(..)` or neither".to_owned());
    }
    todos.extend(block::lists(structs, source));
    todos
}

/// Returns the text of a file that has no block yet.
fn new_file(read: &str, is_webhook: bool) -> String {
    let imports = if is_webhook { "webhook" } else { "{ErrorCode, endpoint}" };
    let todo = if read == "TODO" { "#[todo(\"the day\")]\n" } else { "" };
    format!(
        "#![todo(\"the doc of the file\")]\n\nuse crate::{imports};\n\n{todo}const READ: &str = {read:?};\n"
    )
}

fn bounds(facts: &Facts) -> Bounds {
    let rows = facts.request.iter().map(|row| {
        let word = |name: &str, min: Bound, max: Bound| {
            let side = |key: &str, bound: &Bound| {
                row.bounds.get(bound).map(|number| format!("{key} = {number}"))
            };
            let sides: Vec<_> =
                [side("min", &min), side("max", &max)].into_iter().flatten().collect();
            match &sides[..] {
                [] => None,
                [only] if name == "items" && only == "max = 1" => Some("items(1)".to_owned()),
                sides => Some(format!("{name}({})", sides.join(", "))),
            }
        };
        let words = [
            word("items", Bound::MinItems, Bound::MaxItems),
            word("bytes", Bound::MinBytes, Bound::MaxBytes),
            word("chars", Bound::MinChars, Bound::MaxChars),
            word("range", Bound::Min, Bound::Max),
        ];
        (row.path.clone(), words.into_iter().flatten().collect())
    });
    rows.collect()
}

fn words(structs: &[Struct]) -> Vec<[String; 3]> {
    let fields = structs.iter().flat_map(|item| &item.fields);
    fields.map(|field| [&field.ident, &field.place, &field.words].map(Clone::clone)).collect()
}

fn missing(source: &Source, numbers: &[i64]) -> Vec<(i64, String)> {
    let codes = source.codes.iter().filter(|code| numbers.contains(&code.number));
    codes.map(|code| (code.number, code.words.clone())).collect()
}

fn notes(
    source: &Source,
    page: Option<u32>,
    chosen: &codes::Chosen,
    strangers: &[String],
) -> Vec<String> {
    let mut notes = source.doubts.clone();
    let number = "the source has no number of a page: give it by `--page`, if there is one";
    notes.extend(page.is_none().then(|| number.to_owned()));
    let other = source.page.filter(|number| Some(*number) != page);
    notes.extend(other.map(|number| {
        format!("the file says page {number}, which `--page` replaces: leave `--page` out, if the file is right")
    }));
    let strangers = strangers.iter();
    notes.extend(strangers.map(|place| format!("{place} is in a sample, but in no table")));
    let ranges = chosen.in_ranges.iter();
    notes.extend(ranges.map(|code| {
        format!("the code {code} is in a range of the table: list it with `ErrorCode::own(..)`, or leave it out and say why in the facts")
    }));
    notes
}

/// Returns the imports that a draft needs, such as `crate::UserId`.
fn imports(
    known: &Known,
    place: &Place,
    (structs, has_enums): (&[Struct], bool),
    chosen: &codes::Chosen,
) -> Vec<String> {
    let head: &[_] = if place.is_webhook() {
        &["crate::webhook"]
    } else {
        &["crate::ErrorCode", "crate::endpoint"]
    };
    let mut imports: Vec<_> = head.iter().map(|name| (*name).to_owned()).collect();
    imports.extend(has_enums.then(|| "crate::open_enum".to_owned()));
    let types = structs.iter().flat_map(|item| &item.fields).map(|field| &field.ty);
    for name in types.flat_map(|ty| ty.split(['<', '>', ',', ' '])) {
        let is_own = structs.iter().any(|item| item.name == name);
        let import = match name {
            "ErrorCode" | "UserId" | "GroupId" | "TopicId" | "PermissionGroupId" | "MsgKey"
            | "Tag" | "TagValue" => Some(format!("crate::{name}")),
            "Value" => Some("serde_json::Value".to_owned()),
            "BTreeMap" => Some("std::collections::BTreeMap".to_owned()),
            _ if is_own => None,
            _ => known.homes.get(name).and_then(|home| place.import(name, home)),
        };
        imports.extend(import.filter(|import| !imports.contains(import)));
    }
    imports.extend(chosen.sets.iter().map(|set| format!("crate::codes::sets::{set}")));
    imports
}
