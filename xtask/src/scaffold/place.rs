//! The file that a draft belongs to.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::known::{ENDPOINTS, Known, WEBHOOKS, family_of};
use crate::names;
use crate::source::{Kind, Source};

/// The weight of a word that the names of the endpoints have, which these share.
const SHARES: usize = 1_000_000;

/// The place of an endpoint or webhook in the repository.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    /// The folder of all endpoints, or of all webhooks.
    folder: &'static str,
    /// The path of the endpoint, or the command of the webhook.
    pub(super) path: String,
    /// The family.
    pub(super) family: String,
    /// The file.
    pub(super) file: String,
    /// `true` if the names of the other endpoints of the service chose the file.
    pub(super) is_chosen: bool,
}

/// Finds the place of what a source describes.
///
/// # Errors
///
/// Fails if it is declared already, if its path cannot name files, or if its family is unknown.
pub(super) fn place(known: &Known, source: &Source, options: &Options) -> Result<Place, String> {
    let path = source.path.clone();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '.' | '-');
    if path.is_empty() || !path.chars().all(is_plain) || path.contains("..") {
        return Err(format!("{path:?} is no path of an endpoint: check the URL of the page"));
    }
    if let Some(file) = known.endpoints.get(&path).or_else(|| known.webhooks.get(&path)) {
        return Err(format!("{path} is declared in {file}: `cargo xtask drift` compares it"));
    }
    let folder = if source.kind == Kind::Endpoint { ENDPOINTS } else { WEBHOOKS };
    // The family of a webhook is the first part of its command.
    let first = names::field_name(path.split('.').next().unwrap_or_default());
    let (file, family) = match (&options.family, source.kind) {
        (Some(family), _) if family.contains('/') => {
            (format!("{folder}/{family}.rs"), family.split('/').next().unwrap_or_default())
        }
        (Some(family), Kind::Endpoint) => (
            file_of(known, &path, |_, file| family_of(file) == family)
                .unwrap_or(format!("{ENDPOINTS}/{family}.rs")),
            &**family,
        ),
        (family, Kind::BeforeWebhook | Kind::AfterWebhook) => {
            let family = family.as_ref().unwrap_or(&first);
            (format!("{folder}/{family}.rs"), &**family)
        }
        (None, Kind::Endpoint) => {
            let service = |path: &str| path.rsplit('/').nth(1).map(str::to_owned);
            let file = file_of(known, &path, |other, _| service(other) == service(&path));
            let file = file.or_else(|| {
                let category = source.category.as_deref()?;
                file_of(known, &path, |_, file| family_of(file) == category)
            });
            let file = file.ok_or_else(|| unknown(known, &path))?;
            let family = family_of(&file).to_owned();
            return Ok(Place { folder, family, path, file, is_chosen: true });
        }
    };
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !family.chars().all(is_name) || file.contains("..") {
        return Err(format!("{family:?} is no family: write its name in small letters"));
    }
    let is_endpoint = source.kind == Kind::Endpoint;
    let is_chosen =
        is_endpoint && options.family.as_ref().is_some_and(|family| !family.contains('/'));
    Ok(Place { folder, family: family.to_owned(), path, file, is_chosen })
}

fn unknown(known: &Known, path: &str) -> String {
    let mut families: Vec<_> = known.endpoints.values().map(|file| family_of(file)).collect();
    families.sort_unstable();
    families.dedup();
    let families = families.join(", ");
    let service = names::field_name(path.rsplit('/').nth(1).unwrap_or("other"));
    format!(
        "the family of {path} is unknown: add `--family` and one of {families}, or a new one, such as {service}"
    )
}

/// Returns the file that the name of an endpoint belongs to, of those that have an endpoint which `is_wanted`. Each word
/// of the name speaks for the files whose endpoints have it; the fewer endpoints have it, the more each of them counts.
/// The file with the most endpoints decides a tie.
fn file_of(known: &Known, path: &str, is_wanted: impl Fn(&str, &str) -> bool) -> Option<String> {
    let mut scores = BTreeMap::<&str, (usize, usize)>::new();
    let wanted: Vec<_> =
        known.endpoints.iter().filter(|(path, file)| is_wanted(path, file)).collect();
    for (_, file) in &wanted {
        scores.entry(file).or_default().1 += 1;
    }
    for word in words(path) {
        let having = wanted.iter().filter(|(other, _)| words(other).contains(&word));
        let share = SHARES.checked_div(having.clone().count()).unwrap_or_default();
        for (_, file) in having {
            scores.entry(file).or_default().0 += share;
        }
    }
    let best = scores.into_iter().rev().max_by_key(|(_, score)| *score);
    best.map(|(file, _)| file.to_owned())
}

/// Returns the words of an endpoint's name, each once.
fn words(path: &str) -> BTreeSet<String> {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name.split('_').map(str::to_owned).collect()
}

impl Place {
    /// Says which file was chosen, and how to choose another of the family.
    pub(super) fn note(&self, known: &Known) -> Option<String> {
        let name = |file: &str| {
            file.strip_prefix(ENDPOINTS)
                .map(|file| file.trim_start_matches('/').trim_end_matches(".rs").to_owned())
        };
        let files = known.endpoints.values().filter(|file| family_of(file) == self.family);
        let others: BTreeSet<_> =
            files.filter(|file| **file != self.file).filter_map(|file| name(file)).collect();
        let others: Vec<_> = others.into_iter().collect();
        let example = others.first().map_or(String::new(), |_| format!(": {}", others.join(", ")));
        let is_new = known.endpoints.values().all(|file| *file != self.file);
        (self.is_chosen && !is_new).then(|| {
            format!(
                "the words of the endpoint's name chose {}; `--family` chooses another file{example}",
                self.file
            )
        })
    }

    /// Returns `true` if a webhook belongs here.
    pub(super) fn is_webhook(&self) -> bool {
        self.folder == WEBHOOKS
    }

    /// Returns `true` if the file is that of the family itself.
    pub(super) fn is_root(&self) -> bool {
        self.file == format!("{}/{}.rs", self.folder, self.family)
    }

    /// Returns the file that lists the file of this place.
    pub(super) fn parent(&self) -> String {
        if self.is_root() {
            format!("{}.rs", self.folder)
        } else {
            format!("{}/{}.rs", self.folder, self.family)
        }
    }

    /// Returns the name of the file's module.
    pub(super) fn module(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".rs").unwrap_or(name)
    }

    /// Returns how this file imports a type that another file declares; `None` if it sees it already.
    pub(super) fn import(&self, name: &str, home: &str) -> Option<String> {
        let family = family_of(home);
        let is_webhook = home.starts_with(WEBHOOKS);
        if family.is_empty() {
            Some(format!("crate::{name}"))
        } else if !home.starts_with(self.folder) || family != self.family {
            let folder = if is_webhook { "webhooks::" } else { "" };
            Some(format!("crate::{folder}{family}::{name}"))
        } else if home == self.file || self.is_root() {
            None
        } else {
            Some(format!("super::{name}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::known::tests::shop;
    use super::*;

    fn source(path: &str) -> Source {
        Source { path: path.to_owned(), ..Source::default() }
    }

    #[test]
    fn an_endpoint_stands_with_those_of_its_service() {
        let known = shop();
        let found = place(&known, &source("v4/shop/lend"), &Options::default()).unwrap();
        assert_eq!((&*found.family, &*found.file), ("shop", "api-specs/src/endpoints/shop.rs"));
        assert_eq!(found.parent(), "api-specs/src/endpoints.rs");
        let options = Options { family: Some("bank/note".to_owned()), ..Options::default() };
        let found = place(&known, &source("v4/bank/lend"), &options).unwrap();
        assert_eq!(
            (&*found.file, found.module()),
            ("api-specs/src/endpoints/bank/note.rs", "note")
        );
        assert_eq!(found.parent(), "api-specs/src/endpoints/bank.rs");
        let home = "api-specs/src/endpoints/shop.rs";
        assert_eq!(found.import("WareKind", home).as_deref(), Some("crate::shop::WareKind"));
    }

    #[test]
    fn the_words_of_the_name_choose_a_file_of_the_family() {
        let mut known = Known::default();
        for (path, file) in [
            ("v4/group/get_group_info", "group/base"),
            ("v4/group/modify_group_base_info", "group/base"),
            ("v4/group/create_group", "group/base"),
            ("v4/group/add_group_member", "group/member"),
            ("v4/group/ban_group_member", "group/member"),
        ] {
            let file = format!("{ENDPOINTS}/{file}.rs");
            known.endpoints.insert(path.to_owned(), file);
        }
        for (path, file, other) in [
            ("v4/group/get_group_ban_member", "member", "base"),
            ("v4/group/forbid_group", "base", "member"),
        ] {
            let found = place(&known, &source(path), &Options::default()).unwrap();
            assert_eq!(found.file, format!("{ENDPOINTS}/group/{file}.rs"));
            let note = found.note(&known).unwrap();
            assert!(note.ends_with(&format!("chooses another file: group/{other}")), "{note}");
        }
        let options = Options { family: Some("group/base".to_owned()), ..Options::default() };
        let found = place(&known, &source("v4/group/unban_group_member"), &options).unwrap();
        assert_eq!((found.module(), found.note(&known)), ("base", None));
        let options = Options { family: Some("bank".to_owned()), ..Options::default() };
        let found = place(&known, &source("v4/bank/lend"), &options).unwrap();
        assert_eq!((found.module(), found.note(&known)), ("bank", None));
    }

    #[test]
    fn without_a_family_or_twice_there_is_no_place() {
        let known = shop();
        let error = |path: &str| place(&known, &source(path), &Options::default()).unwrap_err();
        assert!(
            error("v4/bank/lend")
                .contains("add `--family` and one of shop, or a new one, such as bank")
        );
        assert!(error("v4/shop/buy").contains("is declared in"));
        assert!(error("v4/../buy").contains("is no path"));
    }
}
