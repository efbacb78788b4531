//! The file that a draft belongs to.

use std::collections::BTreeMap;

use super::Options;
use super::known::{ENDPOINTS, Known, family_of};
use crate::source::{Kind, Source};

/// The place of an endpoint in the repository.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    /// The path of the endpoint.
    pub(super) path: String,
    /// The family.
    pub(super) family: String,
    /// The file.
    pub(super) file: String,
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
    if let Some(file) = known.endpoints.get(&path) {
        return Err(format!("{path} is declared in {file}: `cargo xtask drift` compares it"));
    }
    let (file, family) = match (&options.family, source.kind) {
        (Some(family), _) if family.contains('/') => {
            (format!("{ENDPOINTS}/{family}.rs"), family.split('/').next().unwrap_or_default())
        }
        (Some(family), Kind::Endpoint) => (
            file_of(known, |_, file| family_of(file) == family)
                .unwrap_or(format!("{ENDPOINTS}/{family}.rs")),
            &**family,
        ),
        (family, Kind::BeforeWebhook | Kind::AfterWebhook) => {
            let group = path.split('.').next().unwrap_or_default().to_lowercase();
            (format!("api-specs/src/webhooks/{group}.rs"), family.as_deref().unwrap_or_default())
        }
        (None, Kind::Endpoint) => {
            let service = |path: &str| path.rsplit('/').nth(1).map(str::to_owned);
            let file = file_of(known, |other, _| service(other) == service(&path));
            let file = file.or_else(|| {
                let category = source.category.as_deref()?;
                file_of(known, |_, file| family_of(file) == category)
            });
            let file = file.ok_or_else(|| unknown(known, &path))?;
            return Ok(Place { family: family_of(&file).to_owned(), path, file });
        }
    };
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !family.chars().all(is_name) || file.contains("..") {
        return Err(format!("{family:?} is no family: write its name in small letters"));
    }
    Ok(Place { family: family.to_owned(), path, file })
}

fn unknown(known: &Known, path: &str) -> String {
    let mut families: Vec<_> = known.endpoints.values().map(|file| family_of(file)).collect();
    families.sort_unstable();
    families.dedup();
    let families = families.join(", ");
    format!("the family of {path} is unknown: add `--family` and one of {families}, or a new one")
}

/// Returns the file that has the most of the endpoints that `is_wanted`.
fn file_of(known: &Known, is_wanted: impl Fn(&str, &str) -> bool) -> Option<String> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for (_, file) in known.endpoints.iter().filter(|(path, file)| is_wanted(path, file)) {
        *counts.entry(file).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(file, _)| file.to_owned())
}

impl Place {
    /// Returns `true` if the file is that of the family itself.
    fn is_root(&self) -> bool {
        self.file == format!("{ENDPOINTS}/{}.rs", self.family)
    }

    /// Returns the file that lists the file of this place.
    pub(super) fn parent(&self) -> String {
        if self.is_root() {
            format!("{ENDPOINTS}.rs")
        } else {
            format!("{ENDPOINTS}/{}.rs", self.family)
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
        if family.is_empty() {
            Some(format!("crate::{name}"))
        } else if family != self.family {
            Some(format!("crate::{family}::{name}"))
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
    fn without_a_family_or_twice_there_is_no_place() {
        let known = shop();
        let error = |path: &str| place(&known, &source(path), &Options::default()).unwrap_err();
        assert!(error("v4/bank/lend").contains("add `--family` and one of shop"));
        assert!(error("v4/shop/buy").contains("is declared in"));
        assert!(error("v4/../buy").contains("is no path"));
    }
}
