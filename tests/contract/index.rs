//! The indexes of endpoints and of webhooks: they have every declaration, and each is short and has the common traits.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::hash::Hash;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tencent_chat::schema::{FieldType, Table};
use tencent_chat::webhook::{WEBHOOKS, WebhookSpec};
use tencent_chat::{ENDPOINTS, Endpoint, EndpointSpec};

use super::Spec;

/// The folders of `api-specs` with declarations.
const FOLDERS: [&str; 2] = ["endpoints", "webhooks"];

/// Every file of `api-specs` that may contain endpoints or webhooks.
fn spec_files() -> Vec<PathBuf> {
    FOLDERS.into_iter().flat_map(files_of).map(|(path, _)| path).collect()
}

/// Every file of a folder of `api-specs` that may contain declarations, with the name of its family.
fn files_of(folder: &str) -> Vec<(PathBuf, String)> {
    let is_source = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let files_in = |folder: &Path| {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.collect::<Vec<_>>()
    };
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-specs/src").join(folder);
    let mut files = Vec::new();
    for path in files_in(&sources) {
        let family = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let parts = if path.is_dir() { files_in(&path) } else { vec![path] };
        files.extend(parts.into_iter().filter(is_source).map(|path| (path, family.clone())));
    }
    files
}

/// The size of all declarations: fields of structs, and named values of enumerations and unions, each once.
#[derive(Default)]
struct Declared {
    tables: BTreeSet<*const Table>,
    enums: BTreeSet<(&'static str, &'static str)>,
    unions: BTreeSet<&'static str>,
    fields: usize,
    values: usize,
}

impl Declared {
    fn add(&mut self, table: &'static Table) {
        if self.tables.insert(table) {
            self.fields += table.fields.len();
            table.fields.iter().for_each(|field| self.add_type(&field.ty));
        }
    }

    fn add_type(&mut self, ty: &FieldType) {
        match ty {
            FieldType::List(item) | FieldType::Map(item) => self.add_type(item),
            FieldType::Object(table) => self.add(table()),
            FieldType::Enum(table) if self.enums.insert((table.name, table.doc)) => {
                self.values += table.values.len();
            }
            FieldType::Union(union) if self.unions.insert(union.name) => {
                self.values += union.members.len();
                union.members.iter().for_each(|member| self.add((member.table)()));
            }
            _ => {}
        }
    }
}

/// Counts the lines of all spec files. `codes/sets.rs` is none of them, like the table of codes: its length follows from
/// the codes of the pages, not from the endpoints and fields. A webhook counts as an endpoint. What a set costs there, it saves in the specs, as
/// [`a_set_of_codes_is_shared`] holds.
#[test]
fn specs_are_short() {
    let mut declared = Declared::default();
    for spec in Spec::all() {
        spec.parts().into_iter().for_each(|(_, table)| declared.add(table));
    }
    let sources = spec_files().into_iter().map(|path| fs::read_to_string(path).unwrap());
    let lines: usize = sources.map(|source| source.lines().count()).sum();
    let (specs, Declared { fields, values, .. }) = (Spec::all().count(), declared);
    let most = (200 * specs + 28 * (fields + values)) / 10;
    assert!(
        lines <= most,
        "{lines} lines, at most {most} for {specs} specs, {fields} fields and {values} values"
    );
}

#[test]
fn a_set_of_codes_is_shared() {
    let sources: Vec<_> =
        spec_files().into_iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let sets = include_str!("../../api-specs/src/codes/sets.rs");
    let names = sets.split("pub const ").skip(1).filter_map(|rest| rest.split_once(':'));
    for (set, _) in names {
        let uses = |source: &String| {
            source.matches(&format!("..{set},")).count()
                + source.matches(&format!("..{set}]")).count()
        };
        let uses: usize = sources.iter().map(uses).sum();
        assert!(uses > 1, "{set} is in the `ERRORS` of {uses} endpoints: write its codes there");
    }
}

#[test]
fn what_supersedes_an_endpoint_is_declared_too() {
    for spec in EndpointSpec::all() {
        if let Some(path) = spec.superseded_by() {
            assert!(EndpointSpec::find(path).is_some(), "{}: {path} has no spec", spec.path());
        }
    }
}

#[test]
fn only_a_date_that_is_not_the_files_is_written() {
    for path in spec_files() {
        let source = fs::read_to_string(&path).unwrap();
        let Some((_, rest)) = source.split_once("const READ: &str = ") else { continue };
        let (date, _) = rest.split_once(';').unwrap();
        assert!(!source.contains(&format!("read = {date}")), "{path:?}: remove `read = {date}`");
    }
}

/// The declarations in a file of `api-specs` under an attribute, as `family.endpoint`.
fn declared_in(path: &Path, family: &str, attribute: &str, found: &mut BTreeSet<String>) {
    let source = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    for item in source.items {
        if let syn::Item::Mod(module) = item
            && module.attrs.iter().any(|attr| attr.path().is_ident(attribute))
        {
            found.insert(format!("{family}.{}", module.ident));
        }
    }
}

#[test]
fn every_block_is_in_the_index() {
    let endpoints = |family: &'static tencent_chat::Family| {
        family.endpoints.iter().map(|spec| format!("{}.{}", family.name, spec.name()))
    };
    let webhooks = |family: &'static tencent_chat::webhook::WebhookFamily| {
        family.webhooks.iter().map(|spec| format!("{}.{}", family.name, spec.name()))
    };
    let listed: [BTreeSet<_>; 2] = [
        ENDPOINTS.iter().flat_map(endpoints).collect(),
        WEBHOOKS.iter().flat_map(webhooks).collect(),
    ];
    for ((folder, attribute), listed) in
        FOLDERS.into_iter().zip(["endpoint", "webhook"]).zip(listed)
    {
        let mut declared = BTreeSet::new();
        for (path, family) in files_of(folder) {
            declared_in(&path, &family, attribute, &mut declared);
        }
        let missing: Vec<_> = declared.symmetric_difference(&listed).collect();
        assert!(missing.is_empty(), "declared or listed in the index, not both: {missing:?}");
    }
}

#[test]
fn no_two_webhooks_share_a_command() {
    let commands: BTreeSet<_> = WebhookSpec::all().map(WebhookSpec::command).collect();
    assert_eq!(commands.len(), WebhookSpec::all().count());
}

#[test]
fn no_endpoint_lists_a_code_twice() {
    for spec in EndpointSpec::all() {
        let codes: BTreeSet<_> = spec.errors().iter().collect();
        assert_eq!(codes.len(), spec.errors().len(), "{}", spec.name());
    }
}

#[test]
fn no_two_endpoints_share_a_path_or_a_client_method() {
    let paths: BTreeSet<_> = EndpointSpec::all().map(EndpointSpec::path).collect();
    let methods: BTreeSet<_> = ENDPOINTS
        .iter()
        .flat_map(|family| family.endpoints.iter().map(|spec| (family.name, spec.name())))
        .collect();
    let count = EndpointSpec::all().count();
    assert_eq!((paths.len(), methods.len()), (count, count));
}

/// Requests and responses can be stored, compared and hashed. Compiling this is the test.
#[test]
fn every_request_and_response_has_the_common_traits() {
    fn assert_common<E>()
    where
        E: Endpoint + Clone + Debug + Eq + Hash + Serialize + DeserializeOwned,
        E::Response: Clone + Debug + Eq + Hash + Serialize + DeserializeOwned,
    {
    }
    macro_rules! assert_all {
        ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
            $($(assert_common::<tencent_chat_specs::$family::$endpoint::Request>();)*)*
        };
    }
    tencent_chat_specs::for_each_endpoint!(assert_all);
}
