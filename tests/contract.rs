//! The contract: every endpoint as one readable table, the codes as another, and the samples of the pages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use api_core::codec::{self, FieldType, Purpose, Record, RecordRef, Strictness, Switch, Table};
use api_core::{Endpoint, EndpointSpec, ErrorCode};
use serde_json::Value;

/// An endpoint of the index, with what the tests need of its types.
struct Indexed {
    family: &'static str,
    spec: &'static EndpointSpec,
    /// Reads a request and writes it again.
    request: fn(&[u8]) -> Value,
    /// Reads a successful answer and writes it again, without the envelope.
    answer: fn(&[u8]) -> Value,
}

macro_rules! index {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        vec![$($(indexed::<api_specs::$family::$endpoint::Request>(stringify!($family))),*),*]
    };
}

fn index() -> Vec<Indexed> {
    api_specs::for_each_endpoint!(index)
}

fn indexed<R: Endpoint>(family: &'static str) -> Indexed {
    fn written<T: Record>(record: &T) -> Value {
        serde_json::from_slice(&codec::to_json(RecordRef::new(record)).unwrap()).unwrap()
    }
    fn read_strictly<T: Record>(json: &[u8]) -> T {
        codec::read_answer(json, Strictness::Strict).unwrap().0
    }
    Indexed {
        family,
        spec: R::spec(),
        request: |json| written(&codec::from_json::<R>(json).unwrap()),
        answer: |json| written(&read_strictly::<R::Response>(json)),
    }
}

#[test]
fn every_endpoint_reads_as_its_page() {
    let mut text = String::new();
    for Indexed { family, spec, .. } in index() {
        let page = spec.page().map_or("no page".to_owned(), |page| {
            format!("page {}, read on {}", page.number, page.read)
        });
        let rate =
            spec.rate_per_second().map_or("no rate".to_owned(), |rate| format!("{rate} a second"));
        let repeats = match (spec.is_idempotent(), spec.deduplication()) {
            (true, _) => "idempotent".to_owned(),
            (false, Duration::ZERO) => "not idempotent".to_owned(),
            (false, time) => format!("repetitions are dropped for {time:?}"),
        };
        writeln!(text, "{family}.{}: {}", spec.name(), spec.path()).unwrap();
        writeln!(text, "  {}\n  {page}; {rate}; {repeats}", spec.doc()).unwrap();
        if let Some(pages) = spec.pages() {
            writeln!(text, "  {pages}").unwrap();
        }
        if spec.response().is_judged_per_item {
            writeln!(text, "  judged per item").unwrap();
        }
        for (role, table) in [("request", spec.request()), ("answer", spec.response())] {
            writeln!(text, "  {role}").unwrap();
            write_table(&mut text, table, "    ");
        }
        writeln!(text, "  errors").unwrap();
        for code in spec.errors() {
            let meaning = spec.info(*code).map_or("", |info| info.meaning);
            writeln!(text, "    {code}: {meaning}").unwrap();
        }
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

fn write_table(text: &mut String, table: &Table, indent: &str) {
    for field in table.fields {
        let required = if field.required { "" } else { ", optional" };
        write!(text, "{indent}{} ({}): {}{required}", field.wire, field.name, field.ty).unwrap();
        match field.purpose {
            Purpose::Outcome => text.push_str(", outcome of the item"),
            Purpose::OutcomeUnless(failure) => {
                write!(text, ", outcome of the item, {failure} if it failed").unwrap();
            }
            Purpose::Query => text.push_str(", in the query"),
            Purpose::Random => text.push_str(", drawn by the client"),
            Purpose::Sequence => text.push_str(", counted upward by the client"),
            _ => {}
        }
        for alias in field.aliases {
            write!(text, ", also {alias}").unwrap();
        }
        if field.switch != Switch::NUMBERS {
            write!(text, " {}", field.switch).unwrap();
        }
        for limit in field.limits {
            write!(text, ", {limit}").unwrap();
        }
        writeln!(text, ". {}", field.doc).unwrap();
        let mut ty = field.ty;
        while let FieldType::List(item) | FieldType::Map(item) = ty {
            ty = *item;
        }
        if let FieldType::Object(table) = ty {
            write_table(text, table(), &format!("{indent}  "));
        }
    }
}

#[test]
fn every_code_has_a_name_a_meaning_a_kind_and_a_retry_class() {
    let mut text = String::new();
    for info in ErrorCode::table() {
        let (kind, retry) = (info.kind, info.retry);
        writeln!(text, "{} ({kind:?}, {retry:?}): {}", info.code, info.meaning).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_name_of_a_code_is_used_once() {
    let names: BTreeSet<_> = ErrorCode::table().iter().map(|info| info.name).collect();
    assert_eq!(names.len(), ErrorCode::table().len());
}

/// The sample file of an endpoint: `{"requests": [..], "answers": [..]}`.
fn samples(spec: &EndpointSpec) -> Value {
    let path = format!("{}/samples/{}.json", env!("CARGO_MANIFEST_DIR"), spec.path());
    let text = fs::read_to_string(&path);
    let text = text.unwrap_or_else(|error| panic!("{path}: {error}: put the page's samples there"));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_pages_sample_requests_can_be_written() {
    for Indexed { spec, request, .. } in index() {
        for sample in samples(spec)["requests"].as_array().unwrap() {
            assert_eq!(request(sample.to_string().as_bytes()), *sample, "{}", spec.path());
        }
    }
}

#[test]
fn the_pages_sample_answers_are_read_without_loss() {
    for Indexed { spec, answer, .. } in index() {
        for sample in samples(spec)["answers"].as_array().unwrap() {
            let mut expected = sample.clone();
            for field in ["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"] {
                expected.as_object_mut().unwrap().remove(field);
            }
            let written = answer(sample.to_string().as_bytes());
            let is_kept = is_kept(&expected, &written);
            assert!(is_kept, "{}: {expected} is read as {written}", spec.path());
        }
    }
}

/// Whether `read` is `sample`, but for lists that the sample lacks, which are empty, and numbers that it has as texts.
fn is_kept(sample: &Value, read: &Value) -> bool {
    match (sample, read) {
        (Value::Object(sample), Value::Object(read)) => {
            let is_added = |key: &String| !sample.contains_key(key);
            let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
            sample.iter().all(|(key, value)| is_kept(value, read.get(key).unwrap_or(&Value::Null)))
                && read.iter().all(|(key, value)| !is_added(key) || is_empty(value))
        }
        (Value::Array(sample), Value::Array(read)) => {
            sample.len() == read.len() && sample.iter().zip(read).all(|(a, b)| is_kept(a, b))
        }
        (Value::String(text), Value::Number(number)) => *text == number.to_string(),
        (sample, read) => sample == read,
    }
}

/// Every file of `api-specs` in which endpoints may stand, with the name of its family.
fn spec_files() -> Vec<(PathBuf, String)> {
    let is_source = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let files_in = |folder: &Path| {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.collect::<Vec<_>>()
    };
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-specs/src");
    let mut files = Vec::new();
    for path in files_in(&sources) {
        let family = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let parts = if path.is_dir() { files_in(&path) } else { vec![path] };
        files.extend(parts.into_iter().filter(is_source).map(|path| (path, family.clone())));
    }
    files
}

#[test]
fn a_spec_costs_at_most_seven_lines_a_field() {
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
fn every_block_stands_in_the_index() {
    let mut declared = BTreeSet::new();
    for (path, family) in spec_files() {
        declared_in(&path, &family, &mut declared);
    }
    let listed = index();
    let listed: BTreeSet<_> =
        listed.iter().map(|entry| format!("{}.{}", entry.family, entry.spec.name())).collect();
    let missing: Vec<_> = declared.symmetric_difference(&listed).collect();
    assert!(missing.is_empty(), "declared or listed in for_each_endpoint!, not both: {missing:?}");
}

#[test]
fn no_two_endpoints_share_a_path_or_a_client_method() {
    let index = index();
    let paths: BTreeSet<_> = index.iter().map(|entry| entry.spec.path()).collect();
    let methods: BTreeSet<_> =
        index.iter().map(|entry| (entry.family, entry.spec.name())).collect();
    assert_eq!((paths.len(), methods.len()), (index.len(), index.len()));
}

#[test]
fn the_readme_counts_the_endpoints() {
    let readme = include_str!("../README.md").replace('\n', " ");
    let declared = index().len();
    let modelled = api_sim::Simulator::endpoints().filter(|(_, is_modelled)| *is_modelled).count();
    assert!(readme.contains(&format!("192 known endpoints {declared} are declared")));
    assert!(readme.contains(&format!("{modelled} from state that it keeps")));
}
