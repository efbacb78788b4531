//! The index of endpoints: it has every declaration, and each is short and has the common traits.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::hash::Hash;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tencent_chat::{ENDPOINTS, Endpoint, EndpointSpec};

/// Every file of `api-specs` that may contain endpoints, with the name of its family.
fn spec_files() -> Vec<(PathBuf, String)> {
    let is_source = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let files_in = |folder: &Path| {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.collect::<Vec<_>>()
    };
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-specs/src/endpoints");
    let mut files = Vec::new();
    for path in files_in(&sources) {
        let family = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let parts = if path.is_dir() { files_in(&path) } else { vec![path] };
        files.extend(parts.into_iter().filter(is_source).map(|path| (path, family.clone())));
    }
    files
}

#[test]
fn a_spec_has_at_most_seven_lines_per_field() {
    let sources = spec_files().into_iter().map(|(path, _)| fs::read_to_string(path).unwrap());
    let (mut lines, mut fields) = (0, 0);
    for source in sources.filter(|source| source.contains("#[endpoint(")) {
        lines += source.lines().count();
        fields += source.matches("#[wire(").count();
    }
    assert!(lines <= 7 * fields, "{lines} lines for {fields} fields and values");
}

/// The endpoints declared in a file of `api-specs`, as `family.endpoint`.
fn declared_in(path: &Path, family: &str, found: &mut BTreeSet<String>) {
    let source = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    for item in source.items {
        if let syn::Item::Mod(module) = item
            && module.attrs.iter().any(|attr| attr.path().is_ident("endpoint"))
        {
            found.insert(format!("{family}.{}", module.ident));
        }
    }
}

#[test]
fn every_block_is_in_the_index() {
    let mut declared = BTreeSet::new();
    for (path, family) in spec_files() {
        declared_in(&path, &family, &mut declared);
    }
    let names = |family: &tencent_chat::Family| {
        let family_name = family.name;
        family.endpoints.iter().map(move |spec| format!("{family_name}.{}", spec.name()))
    };
    let listed: BTreeSet<_> = ENDPOINTS.iter().flat_map(names).collect();
    let missing: Vec<_> = declared.symmetric_difference(&listed).collect();
    assert!(missing.is_empty(), "declared or listed in for_each_endpoint!, not both: {missing:?}");
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
