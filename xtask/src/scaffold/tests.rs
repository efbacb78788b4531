//! Tests of whole drafts, over a small repository and invented sources.

use std::path::PathBuf;
use std::{env, fs, process};

use super::*;
use crate::source;

/// A repository with the family `shop`, in a separate folder.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("scaffold-{}-{name}", process::id()));
        let index = "macro_rules! list {\n        $($callback)::+! {\n            shop: Shop {\n                buy\n            }\n        }\n}\n";
        let table = "    10 SOLD Quota Permanent \"it is sold\"\n    100..=200 HOOKS Webhook Permanent \"no\"\n";
        for (file, text) in [
            ("api-specs/src/endpoints/shop.rs", known::tests::SHOP),
            ("api-specs/src/endpoints.rs", "pub mod shop;\n"),
            ("api-specs/src/types/tag.rs", ""),
            ("api-specs/src/codes/sets.rs", ""),
            (codes::TABLE, table),
            (codes::FACTS, "server: Shop\n    10 100..=200\n"),
            (index::INDEX, index),
            ("api-specs/src/webhooks.rs", ""),
            ("api-specs/src/webhooks/.keep", ""),
            (index::WEBHOOK_INDEX, "macro_rules! list {\n        $callback! {\n        }\n}\n"),
        ] {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn draft(&self, source: &str, options: &Options) -> Result<Draft, String> {
        let source = source::read("source.json", source).unwrap();
        Repository::read(&self.0)?.draft(&source, options)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const LEND: &str = r#"{
    "path": "v4/shop/lend_msg", "doc_id": 9, "source": "docs", "max_calls_per_second": 100,
    "summary": "SECRET about lending.",
    "request": [
        {"path": "From_Account", "type": "String", "required": "yes", "description": "SECRET seller"},
        {"path": "WareKind", "type": "Integer", "required": "no", "description": "SECRET kind"},
        {"path": "UserID", "type": "String", "required": "yes", "description": ""},
        {"path": "Names", "type": "Array", "items": "String", "required": "yes", "description": "SECRET: up to 5 names of at most 32 bytes"},
        {"path": "Fast", "type": "Integer", "required": "no", "description": "SECRET: 0: no; 1: yes"},
        {"path": "Asc", "type": "Boolean", "required": "no", "description": "SECRET order"},
        {"path": "Colour", "type": "Integer", "required": "no", "description": "SECRET: 1: red; 2: blue; 3: green"},
        {"path": "Duration", "type": "Integer", "required": "no", "description": "SECRET, in seconds"},
        {"path": "Attrs", "type": "Object", "required": "no", "description": ""},
        {"path": "Attrs.{Name}", "type": "Integer", "required": "yes", "description": ""},
        {"path": "Offset", "type": "Integer", "required": "yes", "description": ""},
        {"path": "Limit", "type": "Integer", "required": "yes", "description": ""}
    ],
    "response": [
        {"path": "ResultItem", "type": "Array", "items": "Object", "always": true},
        {"path": "ResultItem[].To_Account", "type": "String", "always": true},
        {"path": "ResultItem[].ResultCode", "type": "Integer", "always": true},
        {"path": "ResultItem[].ResultInfo", "type": "String", "always": true},
        {"path": "LoanList", "type": "Array", "items": "Object", "always": true},
        {"path": "LoanList[].Code", "type": "Integer", "always": true},
        {"path": "Value", "type": "String/Integer", "always": false},
        {"path": "TotalCount", "type": "Integer", "always": true}
    ],
    "errors": [{"code": 10, "description": "SECRET"}, {"code": 12, "description": "SECRET code"}, {"code": 150, "description": ""}],
    "request_samples": [{"title": "A", "json": {"From_Account": "a", "Strange": 1}}],
    "response_samples": []
}"#;

const LENT: &str = r##"#[open_enum]
#[todo("doc")]
pub enum Colour {
    #[todo("doc, and the name")]
    Todo1 = 1,
    #[todo("doc, and the name")]
    Todo2 = 2,
    #[todo("doc, and the name")]
    Todo3 = 3,
}

#[endpoint("v4/shop/lend_msg", page = 9, read = "TODO", rate = 100)]
#[todo("doc")]
#[todo("`idempotent`, `deduplicated(..)` or neither")]
#[todo("#[pages(\"ResultItem\", total = \"TotalCount\", offset(\"Offset\", limit = \"Limit\"))]?")]
pub mod lend_message {
    pub struct Request {
        /// The seller.
        #[todo("this doc of other fields of the name?")]
        pub from_account: UserId,
        #[todo("doc; the values of `WareKind`?")]
        pub ware_kind: Option<WareKind>,
        #[todo("doc")]
        #[wire("UserID")]
        pub user_id: UserId,
        #[todo("doc; the bound")]
        #[wire(items(max = 5), each(bytes(max = 32)))]
        pub names: Vec<String>,
        #[todo("doc")]
        pub fast: Option<bool>,
        #[todo("doc")]
        #[wire(flag(on = true, off = false))]
        pub asc: Option<bool>,
        #[todo("doc; the enumeration")]
        pub colour: Option<Colour>,
        #[todo("doc")]
        pub duration_secs: Option<u64>,
        #[todo("doc")]
        pub attrs: Option<BTreeMap<String, u64>>,
        #[todo("doc")]
        pub offset: u32,
        #[todo("doc")]
        pub limit: u32,
    }
    pub struct Response {
        #[todo("doc")]
        pub result_item: Vec<BuyerResult>,
        #[todo("doc")]
        pub loan_list: Vec<Loan>,
        #[todo("doc; the type: String or Integer")]
        pub value: Option<Value>,
        #[todo("doc")]
        pub total_count: u64,
    }
    #[todo("doc")]
    pub struct Loan {
        #[todo("doc; a status? `status(failed = ..)` on an integer?")]
        #[wire(status)]
        pub code: ErrorCode,
    }
    pub const ERRORS: &[ErrorCode] = &[ErrorCode::SOLD, ErrorCode::TODO_12];
}
"##;

#[test]
fn an_endpoint_is_drafted_with_what_is_known_and_the_rest_to_do() {
    let folder = Folder::new("draft");
    let draft = folder.draft(LEND, &Options::default()).unwrap();
    assert_eq!(draft.block, LENT);
    assert_eq!(draft.file, "api-specs/src/endpoints/shop.rs");
    assert_eq!(draft.codes, [(12, "SECRET code".to_owned())]);
    let [.., strange, range, invented, _] = &draft.notes[..] else { panic!("{:?}", draft.notes) };
    assert_eq!(strange, "request Strange is in a sample, but in no table");
    assert!(range.starts_with("the code 150 is in a range"), "{range}");
    assert!(invented.starts_with("the sample of a successful response is invented"), "{invented}");
}

#[test]
fn the_words_of_the_source_are_told_and_never_written() {
    let folder = Folder::new("words");
    let draft = folder.draft(LEND, &Options::default()).unwrap();
    let told = &draft.words[0];
    assert_eq!(*told, ["from_account", "request From_Account", "SECRET seller"].map(str::to_owned));
    assert_eq!(draft.about, ["SECRET about lending."]);
    for (file, text) in draft.changes.iter().chain(&draft.parts) {
        assert!(!text.contains("SECRET"), "{file}: {text}");
    }
}

#[test]
fn a_draft_is_written_to_all_its_files_and_only_once() {
    let folder = Folder::new("write");
    let read = Some("2026-11-24".to_owned());
    let options = Options { page: Some(77), read, family: None };
    let draft = folder.draft(LEND, &options).unwrap();
    Repository::read(&folder.0).unwrap().write(&draft).unwrap();
    let file = |name: &str| fs::read_to_string(folder.0.join(name)).unwrap();
    let shop = file("api-specs/src/endpoints/shop.rs");
    assert!(shop.contains("#[endpoint(\"v4/shop/lend_msg\", page = 77, rate = 100)]"), "{shop}");
    assert!(shop.contains("use std::collections::BTreeMap;"), "{shop}");
    assert!(file(index::INDEX).contains("                buy\n                lend_message\n"));
    assert!(file(codes::TABLE).contains("    12 TODO_12 TODO TODO \"TODO\"\n    100..=200"));
    assert!(file(codes::FACTS).starts_with("endpoint:v4/shop/lend_msg\n    12\nserver: Shop"));
    assert!(file("tests/samples/v4/shop/lend_msg.json").contains("\"ActionStatus\": \"OK\""));
    assert!(file("tests/facts/shop/lend_msg.json").contains("\"page\": 77"));
    let again = folder.draft(LEND, &options).unwrap_err();
    assert!(again.contains("is declared in api-specs/src/endpoints/shop.rs"), "{again}");
}

#[test]
fn a_number_that_replaces_that_of_the_file_is_doubted() {
    let folder = Folder::new("number");
    let notes = |page| {
        let options = Options { page, ..Options::default() };
        folder.draft(LEND, &options).unwrap().notes.join("\n")
    };
    assert!(notes(Some(77)).contains("the file says page 9, which `--page` replaces"));
    assert!(!notes(Some(9)).contains("the file says page"));
    assert!(!notes(None).contains("the file says page"));
}

#[test]
fn a_file_that_is_there_is_not_overwritten_and_meant_differences_are_kept() {
    let folder = Folder::new("kept");
    let facts = r#"{"path": "v4/shop/lend_msg", "page": 8, "rate": null, "known": "part", "codes": [], "request": [], "response": [],
        "differences": [{"at": "endpoint", "fact": "code", "source": "150", "declared": "", "because": "It is the app's own."}]}"#;
    fs::create_dir_all(folder.0.join("tests/facts/shop")).unwrap();
    fs::write(folder.0.join("tests/facts/shop/lend_msg.json"), facts).unwrap();
    let draft = folder.draft(LEND, &Options::default()).unwrap();
    assert!(draft.changes[0].1.contains("It is the app's own."), "{:?}", draft.changes[0]);
    let source = source::read("source.json", &LEND.replace("\"doc_id\": 9,", "")).unwrap();
    let name = Repository::read(&folder.0).unwrap().accept_facts(&source, None).unwrap();
    let renewed = Facts::read(&fs::read_to_string(folder.0.join(name)).unwrap()).unwrap();
    assert_eq!((renewed.page, renewed.rate, renewed.differences.len()), (Some(8), Some(100), 1));
    fs::create_dir_all(folder.0.join("tests/samples/v4/shop")).unwrap();
    fs::write(folder.0.join("tests/samples/v4/shop/lend_msg.json"), "{}").unwrap();
    let error = folder.draft(LEND, &Options::default()).unwrap_err();
    assert!(error.contains("lend_msg.json is there already"), "{error}");
}

#[test]
fn a_new_family_gets_its_file_and_its_list() {
    let folder = Folder::new("family");
    let source = LEND.replace("v4/shop/", "v4/bank/");
    assert!(folder.draft(&source, &Options::default()).unwrap_err().contains("--family"));
    let options = Options { family: Some("bank".to_owned()), ..Options::default() };
    let draft = folder.draft(&source, &options).unwrap();
    let change = |name: &str| &draft.changes.iter().find(|(file, _)| file == name).unwrap().1;
    let file = change("api-specs/src/endpoints/bank.rs");
    assert!(
        file.starts_with("#![todo(\"the doc of the file\")]\n") && !file.contains("WareKind>"),
        "{file}"
    );
    assert!(file.contains("\n\n#[todo(\"the day\")]\nconst READ: &str = \"TODO\";\n\n"), "{file}");
    assert!(file.contains("#[endpoint(\"v4/bank/lend_msg\", page = 9, rate = 100)]"), "{file}");
    let note = "api-specs/src/index.rs: say above `bank` what the family is about";
    assert!(draft.notes.iter().any(|line| line.starts_with(note)), "{:?}", draft.notes);
    assert_eq!(change("api-specs/src/endpoints.rs"), "pub mod bank;\npub mod shop;\n");
    assert!(change(index::INDEX).contains("            /// TODO\n            bank: Bank {\n"));
}

#[test]
fn of_a_part_of_a_page_no_field_of_a_response_is_required() {
    let folder = Folder::new("partial");
    let source = LEND.replace("\"source\": \"docs\"", "\"source\": \"doocs\"");
    let block = folder.draft(&source, &Options::default()).unwrap().block;
    assert!(block.contains("rate = 100, partial)]"), "{block}");
    assert!(block.contains("pub total_count: Option<u64>"), "{block}");
    assert!(block.contains("pub code: ErrorCode"), "{block}");
}

#[test]
fn a_webhook_is_drafted_with_its_verdicts() {
    let folder = Folder::new("webhook");
    let source = r#"{
        "command": "Shop.CallbackBeforeBuy", "timing": "before", "doc_id": 5, "source": "docs",
        "request": [
            {"path": "CallbackCommand", "type": "String"},
            {"path": "From_Account", "type": "String", "required": "yes"},
            {"path": "Price", "type": "Integer"}
        ],
        "request_samples": [{"CallbackCommand": "Shop.CallbackBeforeBuy", "From_Account": "a"}],
        "response": [{"path": "ErrorCode", "type": "Integer"}, {"path": "Price", "type": "Integer", "required": "no"}],
        "response_samples": [{"ErrorCode": 0}, {"ErrorCode": 0, "Price": 3}],
        "response_codes": [
            {"code": 0, "field": "ErrorCode"}, {"code": 2, "field": "ErrorCode"},
            {"code": "100-200", "field": "ErrorCode"}, {"code": "other", "field": "ErrorCode"}
        ]
    }"#;
    let draft = folder.draft(source, &Options::default()).unwrap();
    let attribute = "#[webhook(\"Shop.CallbackBeforeBuy\", before, page = 5, own_codes(min = 100, max = 200), discards)]\n";
    let expected = "#[todo(\"doc\")]\npub mod before_buy {\n    pub struct Event {\n        #[todo(\"this doc of other fields of the name?\")]\n        pub from_account: UserId,\n        #[todo(\"doc\")]\n        pub price: Option<u64>,\n    }\n    pub struct Reply {\n        #[todo(\"doc\")]\n        pub price: Option<u64>,\n    }\n}\n";
    let expected = expected.replace("#[todo(\"this", "/// The seller.\n        #[todo(\"this");
    assert_eq!(draft.block, format!("{attribute}{expected}"));
    let change = |file: &str| {
        let found = draft.changes.iter().find(|(changed, _)| changed == file);
        &*found.unwrap_or_else(|| panic!("{file}: {:?}", draft.changes)).1
    };
    let facts = change("tests/facts/webhooks/Shop.CallbackBeforeBuy.json");
    assert!(facts.contains("\"codes\": [0, 2],\n  \"own_codes\": [100, 200],"), "{facts}");
    let samples = change("tests/samples/webhooks/Shop.CallbackBeforeBuy.json");
    let sample: serde_json::Value = serde_json::from_str(samples).unwrap();
    assert_eq!(sample["replies"], serde_json::json!([{"ErrorCode": 0, "Price": 3}]));
    assert_eq!(sample["events"].as_array().unwrap().len(), 1);
    assert!(change(index::WEBHOOK_INDEX).contains("before_buy: ShopBeforeBuy\n"));
    assert!(change("api-specs/src/webhooks/shop.rs").contains("use crate::{UserId, webhook};"));
    assert_eq!(change("api-specs/src/webhooks.rs"), "pub mod shop;\n");
}

#[test]
fn a_webhook_with_a_verdict_for_each_item_takes_none_as_a_whole() {
    let folder = Folder::new("items");
    let source = r#"{
        "command": "Shop.CallbackPrevBuy", "timing": "before", "source": "docs",
        "notes": ["only part of the page was read"], "request": [],
        "response": [
            {"path": "Items", "type": "Array", "required": "Yes"},
            {"path": "Items[].ResultCode", "type": "Integer", "required": "Yes"}
        ],
        "response_codes": [{"code": "100-200", "field": "ErrorCode"}]
    }"#;
    let draft = folder.draft(source, &Options::default()).unwrap();
    let attribute = "#[webhook(\"Shop.CallbackPrevBuy\", before, per_item, partial)]\n";
    assert!(draft.block.starts_with(attribute), "{}", draft.block);
}

#[test]
fn a_module_whose_name_is_taken_is_named_after_its_service_too() {
    let folder = Folder::new("taken");
    let source = LEND.replace("v4/shop/lend_msg", "v4/market/buy");
    let options = Options { family: Some("shop".to_owned()), ..Options::default() };
    let block = folder.draft(&source, &options).unwrap().block;
    assert!(block.contains("pub mod market_buy {"), "{block}");
}

#[test]
fn structs_of_one_name_are_one_if_their_fields_are_and_else_have_two_names() {
    let folder = Folder::new("names");
    let list = |fields: &str, always: &str| {
        let row = |path: &str, word: &str| {
            format!(
                r#"{{"path": "{path}", "type": "{word}", "required": "yes", "always": {always}}}"#
            )
        };
        let rows = fields.split(' ').map(|field| row(&format!("MemberList[].{field}"), "String"));
        let rows = [row("MemberList", "Array")].into_iter().chain(rows);
        rows.collect::<Vec<_>>().join(", ")
    };
    let block = |request: &str, response: &str| {
        let source = format!(
            r#"{{"path": "v4/shop/lend", "source": "docs", "request": [{request}], "response": [{response}]}}"#
        );
        folder.draft(&source, &Options::default()).unwrap().block
    };
    let same = block(&list("A B", "true"), &list("A B", "true"));
    assert_eq!(same.matches("pub struct Member {").count(), 1, "{same}");
    let other = block(&list("A B", "true"), &list("A B", "false"));
    assert_eq!(other.matches("pub struct Member {").count(), 1, "{other}");
    assert!(other.contains("pub member_list: Vec<ReturnedMember>"), "{other}");
}

#[test]
fn two_spellings_of_a_field_are_two_fields_to_decide_about() {
    let folder = Folder::new("spellings");
    let row = |name: &str| format!(r#"{{"path": "{name}", "type": "String", "required": "yes"}}"#);
    let rows = ["Shop_Id", "ShopId"].map(row).join(", ");
    let source = format!(
        r#"{{"path": "v4/shop/lend", "source": "docs", "request": [{rows}], "response": []}}"#
    );
    let block = folder.draft(&source, &Options::default()).unwrap().block;
    let expected = "        #[todo(\"doc; an alias of `Shop_Id`?\")]\n        #[wire(\"ShopId\")]\n        pub shop_id_2: String,\n";
    assert!(block.contains(expected), "{block}");
}

#[test]
fn the_values_of_a_map_keep_their_bounds_and_responses_have_wide_integers() {
    let folder = Folder::new("map");
    let source = r#"{
        "path": "v4/shop/lend", "source": "docs",
        "request": [
            {"path": "Names", "type": "Object", "required": "yes", "description": "At most 3 names"},
            {"path": "Names.{Key}", "type": "String", "required": "yes", "description": "At most 9 bytes"}
        ],
        "response": [{"path": "OpenTime", "type": "Integer", "always": true}]
    }"#;
    let block = folder.draft(source, &Options::default()).unwrap().block;
    assert!(
        block.contains(
            "#[wire(each(bytes(max = 9)))]\n        pub names: BTreeMap<String, String>,"
        ),
        "{block}"
    );
    assert!(block.contains("pub open_time_secs: u64,"), "{block}");
}

#[test]
fn an_integer_of_a_request_is_as_narrow_as_the_source_says() {
    let folder = Folder::new("narrow");
    let row = |name: &str, words: &str| {
        format!(
            r#"{{"path": "{name}", "type": "Integer", "required": "yes", "always": true, "description": "{words}"}}"#
        )
    };
    let rows = [
        row("Weight", "At most 1000"),
        row("Size", "At most 5000000000"),
        row("Seed", "A 32-bit unsigned integer"),
        row("Free", "Any"),
        row("EndTime", "The end"),
        row("StopTime", "The end, in seconds"),
        row("PauseTime", "结束时间，毫秒"),
    ]
    .join(", ");
    let source = format!(
        r#"{{"path": "v4/shop/lend", "source": "docs", "request": [{rows}], "response": [{rows}]}}"#
    );
    let block = folder.draft(&source, &Options::default()).unwrap().block;
    let (request, response) = block.split_once("pub struct Response").unwrap();
    for (name, ty) in [("weight", "u32"), ("size", "u64"), ("seed", "u32"), ("free", "u64")] {
        assert!(request.contains(&format!("pub {name}: {ty},")), "{block}");
        assert!(response.contains(&format!("pub {name}: u64,")), "{block}");
    }
    for field in [
        "#[todo(\"doc; the unit is a guess\")]\n        pub end_time_secs",
        "#[todo(\"doc\")]\n        pub stop_time_secs",
        "#[todo(\"doc\")]\n        pub pause_time_millis",
    ] {
        assert!(request.contains(field), "{block}");
    }
}

#[test]
fn a_bound_in_the_row_of_an_item_is_proposed_at_its_list() {
    let folder = Folder::new("items");
    let draft = |words: &str| {
        let source = format!(
            r#"{{"path": "v4/shop/lend", "source": "docs", "request": [
                {{"path": "LendItem", "type": "Array", "items": "Object", "required": "yes"}},
                {{"path": "LendItem[].To_Account", "type": "String", "required": "yes", "description": "{words}"}}
            ], "response": []}}"#
        );
        folder.draft(&source, &Options::default()).unwrap().block
    };
    let block = draft("The user. At most 20 To_Account per request");
    let expected = "the bound, which the row of `To_Account` gives\")]\n        #[wire(items(max = 20))]\n        pub lend_item: Vec<";
    assert!(block.contains(expected), "{block}");
    for words in ["The user. At most 20 bytes per request", "At most 20 friends"] {
        let block = draft(words);
        assert!(!block.contains("items("), "{block}");
    }
}

#[test]
fn the_fields_that_differ_in_what_is_optional_are_named() {
    let folder = Folder::new("differing");
    let source = r#"{
        "path": "v4/shop/lend", "source": "docs", "request": [],
        "response": [
            {"path": "ResultItem", "type": "Array", "items": "Object", "always": true},
            {"path": "ResultItem[].To_Account", "type": "String", "always": false},
            {"path": "ResultItem[].ResultCode", "type": "Integer", "always": true},
            {"path": "ResultItem[].ResultInfo", "type": "String", "always": true}
        ]
    }"#;
    let block = folder.draft(source, &Options::default()).unwrap().block;
    let todo = "`BuyerResult`, which differs in what is optional: `To_Account`?";
    assert!(block.contains(todo), "{block}");
}
