//! The contract: every endpoint as one readable table, the codes as another, and the samples of the pages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fmt::{Debug, Write};
use std::fs;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tencent_chat::codec::{self, Strictness};
use tencent_chat::group::{GroupKind, create_group, get_group_info, get_joined_group_list};
use tencent_chat::message::{admin_get_roam_message, group_message_get_simple};
use tencent_chat::rules;
use tencent_chat::schema::{BoolRepr, FieldRole, FieldType, Record, RecordRef, Table};
use tencent_chat::{Endpoint, EndpointSpec, ErrorCode};

/// An endpoint of the index, with the functions of its types that the tests need.
struct Indexed {
    family: &'static str,
    spec: &'static EndpointSpec,
    /// Reads a request, checks its constraints and writes it again.
    request: fn(&[u8]) -> Value,
    /// Reads a successful response and writes it again, without the envelope.
    response: fn(&[u8]) -> Value,
}

macro_rules! index {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        vec![$($(indexed::<tencent_chat_specs::$family::$endpoint::Request>(stringify!($family))),*),*]
    };
}

fn index() -> Vec<Indexed> {
    tencent_chat_specs::for_each_endpoint!(index)
}

fn indexed<R: Endpoint>(family: &'static str) -> Indexed {
    fn written<T: Record>(record: &T) -> Value {
        serde_json::from_slice(&codec::to_json(RecordRef::new(record)).unwrap()).unwrap()
    }
    fn read_strictly<T: Record>(json: &[u8]) -> T {
        codec::read_response(json, Strictness::Strict).unwrap().0
    }
    Indexed {
        family,
        spec: R::spec(),
        request: |json| {
            let request = codec::from_json::<R>(json).unwrap();
            rules::validate(&request).unwrap();
            written(&request)
        },
        response: |json| written(&read_strictly::<R::Response>(json)),
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
            (false, time) => format!("copies are dropped for {time:?}"),
        };
        writeln!(text, "{family}.{}: {}", spec.name(), spec.path()).unwrap();
        writeln!(text, "  {}\n  {page}; {rate}; {repeats}", spec.doc()).unwrap();
        if let Some(pages) = spec.pages() {
            writeln!(text, "  {pages}").unwrap();
        }
        if spec.response().is_judged_per_item {
            writeln!(text, "  judged per item").unwrap();
        }
        for (role, table) in [("request", spec.request()), ("response", spec.response())] {
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
        match field.role {
            FieldRole::Status => text.push_str(", status of the item"),
            FieldRole::StatusFailedIf(failure) => {
                write!(text, ", status of the item, {failure} if it failed").unwrap();
            }
            FieldRole::Query => text.push_str(", in the query"),
            FieldRole::Random => text.push_str(", drawn by the client"),
            FieldRole::Sequence => text.push_str(", counted upward by the client"),
            _ => {}
        }
        for alias in field.aliases {
            write!(text, ", also {alias}").unwrap();
        }
        if field.switch != BoolRepr::NUMBERS {
            write!(text, " {}", field.switch).unwrap();
        }
        for constraint in field.constraints {
            write!(text, ", {constraint}").unwrap();
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
        let last =
            if info.last == info.code { String::new() } else { format!("..={}", info.last.get()) };
        let gone = if info.is_gone { ", gone" } else { "" };
        let (code, name) = (info.code.get(), info.name);
        writeln!(text, "{code}{last} {name} ({kind:?}, {retry:?}{gone}): {}", info.meaning)
            .unwrap();
    }
    insta::assert_snapshot!(text);
}

/// Lists sections, and in each its codes: `60007`, `10100..=10200`, or `(60006)` for one that was removed.
#[test]
fn the_table_has_every_code_of_the_pages_and_no_other() {
    let facts = include_str!("facts/codes.txt").lines();
    let listed: BTreeSet<_> =
        facts.filter(|line| line.starts_with(' ')).flat_map(str::split_whitespace).collect();
    let table: Vec<_> = ErrorCode::table()
        .iter()
        .map(|info| {
            let (code, last) = (info.code.get(), info.last.get());
            let text = if code == last { code.to_string() } else { format!("{code}..={last}") };
            if info.is_gone { format!("({text})") } else { text }
        })
        .collect();
    assert_eq!(table.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
    assert_eq!(listed.len(), 325);
}

#[test]
fn every_name_of_a_code_is_used_once() {
    let names: BTreeSet<_> = ErrorCode::table().iter().map(|info| info.name).collect();
    assert_eq!(names.len(), ErrorCode::table().len());
}

/// The sample file of an endpoint: `{"requests": [..], "responses": [..]}`.
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
fn the_pages_sample_responses_are_read_without_loss() {
    for Indexed { spec, response, .. } in index() {
        for sample in samples(spec)["responses"].as_array().unwrap() {
            let mut expected = sample.clone();
            for field in ["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"] {
                expected.as_object_mut().unwrap().remove(field);
            }
            rename_aliases(&mut expected, spec.response());
            let written = response(sample.to_string().as_bytes());
            let is_kept = is_kept(&expected, &written);
            assert!(is_kept, "{}: {expected} is read as {written}", spec.path());
        }
    }
}

/// Renames fields that arrive under an alias to the name that they are written with.
fn rename_aliases(sample: &mut Value, table: &Table) {
    let members = sample.as_object_mut().unwrap();
    for field in table.fields {
        for alias in field.aliases {
            if let Some(value) = members.remove(*alias) {
                members.insert(field.wire.to_owned(), value);
            }
        }
        match (members.get_mut(field.wire), field.ty) {
            (Some(object), FieldType::Object(table)) => rename_aliases(object, table()),
            (Some(Value::Array(items)), FieldType::List(FieldType::Object(table))) => {
                items.iter_mut().for_each(|item| rename_aliases(item, table()));
            }
            _ => {}
        }
    }
}

/// Returns `true` if `read` equals `sample`, except for lists that the sample lacks, which are empty, and numbers that
/// the sample has as texts.
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

fn response<R: Endpoint>(json: &str) -> R::Response {
    codec::read_response(json.as_bytes(), Strictness::Lenient).unwrap().0
}

#[test]
fn messages_without_the_fields_of_the_samples_are_read() {
    let group = response::<group_message_get_simple::Request>(
        r#"{"ErrorCode": 0, "GroupId": "g", "IsFinished": 1, "RspMsgList": [
            {"From_Account": "bob", "MsgSeq": 8, "MsgTimeStamp": 1, "CloudCustomData": "x"},
            {"IsPlaceMsg": 1, "MsgSeq": 7, "MsgTimeStamp": 1}]}"#,
    );
    let [message, place] = &group.rsp_msg_list[..] else { panic!("{group:?}") };
    assert_eq!(message.cloud_custom_data.as_deref(), Some("x"));
    assert_eq!((&message.is_place_msg, &place.from_account), (&None, &None));
    let roam = response::<admin_get_roam_message::Request>(
        r#"{"ErrorCode": 0, "Complete": 0, "MsgCnt": 1, "LastMsgTime": 1, "LastMsgKey": "k", "MsgList": [
            {"From_Account": "ann", "To_Account": "bob", "MsgSeq": 1, "MsgRandom": 2,
                "MsgTimeStamp": 3, "MsgFlagBits": 0, "MsgKey": "k"}]}"#,
    );
    assert_eq!(roam.msg_list[0].is_peer_read, None);
    let empty = r#"{"ErrorCode": 0, "Complete": 1, "MsgCnt": 0}"#;
    assert_eq!(response::<admin_get_roam_message::Request>(empty).last_msg_key, None);
}

#[test]
fn numbers_that_other_clients_chose_are_read_whatever_their_size() {
    for random in [-5, 8_912_345_678_901_i64] {
        let group = format!(
            r#"{{"ErrorCode": 0, "GroupId": "g", "IsFinished": 1, "RspMsgList": [
                {{"MsgSeq": 1, "MsgTimeStamp": 1, "MsgRandom": {random}}}]}}"#
        );
        let group = response::<group_message_get_simple::Request>(&group);
        assert_eq!(group.rsp_msg_list[0].msg_random, Some(random));
        let roam = format!(
            r#"{{"ErrorCode": 0, "Complete": 1, "MsgCnt": 1, "MsgList": [
                {{"From_Account": "ann", "To_Account": "bob", "MsgSeq": {random}, "MsgTimeStamp": 1,
                    "MsgRandom": {random}, "MsgFlagBits": 0, "MsgKey": "k"}}]}}"#
        );
        let roam = response::<admin_get_roam_message::Request>(&roam);
        assert_eq!((roam.msg_list[0].msg_seq, roam.msg_list[0].msg_random), (random, random));
    }
}

#[test]
fn no_integer_of_a_response_is_narrower_than_64_bits() {
    fn check(table: &Table, path: &str) {
        for field in table.fields {
            let mut ty = field.ty;
            while let FieldType::List(item) | FieldType::Map(item) = ty {
                ty = *item;
            }
            let path = format!("{path}.{}", field.wire);
            match ty {
                FieldType::Object(table) => check(table(), &path),
                FieldType::Integer { max, .. } if !field.is_status() => {
                    assert!(max >= i64::MAX as u64, "{path} ends at {max}");
                }
                _ => {}
            }
        }
    }
    for Indexed { spec, .. } in index() {
        check(spec.response(), spec.path());
    }
}

#[test]
fn groups_are_read_under_the_names_of_older_editions() {
    let info = response::<get_group_info::Request>(
        r#"{"ErrorCode": 0, "GroupInfo": [{"GroupId": "g", "ErrorCode": 0, "ShutUpAllMember": "On",
            "EnablePermission": 1, "DefaultPermission": 7,
            "MemberList": [{"Member_Account": "bob", "ShutUpUntil": 9}]}]}"#,
    );
    let group = &info.group_info[0];
    assert_eq!(group.mute_all_member, Some(true));
    assert_eq!((group.enable_permission_group, group.default_permissions), (Some(true), Some(7)));
    assert_eq!(group.member_list[0].mute_until_secs, Some(9));
    let joined = response::<get_joined_group_list::Request>(
        r#"{"ErrorCode": 0, "TotalCount": 1, "GroupIdList": [{"GroupId": "g", "ShutUpAllMember": "Off"}]}"#,
    );
    assert_eq!(joined.group_id_list[0].mute_all_member, Some(false));
}

#[test]
fn the_names_and_texts_of_a_group_have_the_length_of_the_newest_pages() {
    let create = |length| {
        let text = |max: usize| "x".repeat(max + length);
        let request = create_group::Request::new(GroupKind::Public, text(100));
        request.introduction(text(400)).notification(text(400)).face_url(text(500))
    };
    assert!(rules::validate(&create(0)).is_ok());
    assert_eq!(rules::validate(&create(1)).unwrap_err().as_slice().len(), 4);
}

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
    let stateful =
        tencent_chat_sim::Simulator::endpoints().filter(|(_, is_stateful)| *is_stateful).count();
    assert!(readme.contains(&format!("192 known endpoints {declared} are declared")));
    assert!(readme.contains(&format!("{stateful} from state that it keeps")));
}

/// The texts between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns `true` if the thing that a word in backticks names exists: a file, a test in one of the files before it, a
/// target of `fuzz`, or a line of Cargo.toml. Files are added to `sources`; `None` if it is a word of another kind.
fn is_there(word: &str, folder: &mut PathBuf, sources: &mut String) -> Option<bool> {
    let is_name = word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if word.ends_with(".rs") {
        let path = if word.contains('/') { root().join(word) } else { folder.join(word) };
        let source = fs::read_to_string(&path).unwrap_or_default();
        *folder = path.parent().unwrap().to_owned();
        sources.push_str(&source);
        Some(!source.is_empty())
    } else if word.contains(" = ") {
        Some(include_str!("../Cargo.toml").contains(word))
    } else if is_name {
        let target = root().join("fuzz/fuzz_targets").join(word).with_extension("rs");
        Some(sources.contains(&format!("fn {word}(")) || target.is_file())
    } else {
        None
    }
}

#[test]
fn everything_that_security_md_names_exists() {
    let text = include_str!("../SECURITY.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows: Vec<_> = rows.filter_map(|row| row.split_once(" | ")).skip(1).collect();
    assert!(rows.len() > 20);
    for (promise, tests) in rows {
        let (mut folder, mut sources) = (PathBuf::new(), String::new());
        let words = quoted(tests).filter_map(|word| is_there(word, &mut folder, &mut sources));
        let words: Vec<_> = words.collect();
        let is_held = !words.is_empty() || quoted(tests).any(|word| word == "cargo xtask deny");
        assert!(is_held && !words.contains(&false), "held by {tests}: {promise}");
    }
    let (_, reviewed) = text.split_once("Held by review alone").unwrap();
    let (reviewed, _) = reviewed.split_once("\n## ").unwrap();
    let sources = ["api-core/src/auth/signed_url.rs", "api-specs/src/user_sig.rs"];
    let sources = sources.map(|path| fs::read_to_string(root().join(path)).unwrap()).concat();
    for (_, name) in quoted(reviewed).filter_map(|word| word.split_once("::")) {
        assert!(sources.contains(&format!("{name}(")), "{name}");
    }
}

/// The sources of a library, without its tests.
fn sources_below(folder: &Path, sources: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("tests") || path.ends_with("tests.rs") {
            continue;
        }
        if path.is_dir() {
            sources_below(&path, sources);
        } else {
            let source = fs::read_to_string(&path).unwrap();
            let (source, _) = source.split_once("#[cfg(test)]").unwrap_or((&source, ""));
            let is_code = |line: &&str| !line.trim_start().starts_with("//");
            sources.push(source.lines().filter(is_code).collect::<Vec<_>>().join("\n"));
        }
    }
}

#[test]
fn panics_of_the_libraries_have_fixed_messages() {
    let mut sources = Vec::new();
    for library in ["api-core/src", "api-specs/src"] {
        sources_below(&root().join(library), &mut sources);
    }
    let sources = sources.join("\n");
    for (call, count) in [(".expect(", 5), ("panic!(", 1)] {
        let found: Vec<_> = sources.split(call).skip(1).collect();
        assert_eq!(found.len(), count, "the number differs from that in SECURITY.md");
        for words in found {
            let words = words.trim_start().strip_prefix('"').unwrap().split('"').next().unwrap();
            assert!(words.len() > 10 && !words.contains(['{', '\n']), "{words}");
        }
    }
    for other in [".unwrap()", "unreachable!(", ".expect_err(", "todo!("] {
        assert!(!sources.contains(other), "{other}");
    }
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
