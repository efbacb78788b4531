//! Tests of the reader of pages, over pages of our own.

use super::*;

/// Returns a line for each row: its place, type and what else is known.
fn lines(rows: &[Row]) -> Vec<String> {
    let line = |row: &Row| {
        let required = match row.required {
            Required::Yes => " yes",
            Required::No => " no",
            Required::Unknown => "",
        };
        let always = row.always.map_or(String::new(), |always| format!(" always={always}"));
        let guessed = if row.placed == Placed::Guessed { " guessed" } else { "" };
        let structure = if row.structure.is_some() { " structure" } else { "" };
        format!("{}: {}{required}{always}{guessed}{structure}", row.path, word(&row.ty))
    };
    rows.iter().map(line).collect()
}

fn word(ty: &Type) -> String {
    match ty {
        Type::Array(Some(items)) => format!("Array of {}", word(items)),
        Type::Array(None) => "Array".to_owned(),
        Type::Any(types) => format!("{:?}", types.iter().map(word).collect::<Vec<_>>()),
        ty => format!("{ty:?}"),
    }
}

fn read(text: &str) -> Source {
    read_page(text).unwrap()
}

fn numbers(source: &Source) -> Vec<i64> {
    source.codes.iter().map(|code| code.number).collect()
}

#[track_caller]
fn assert_doubt(source: &Source, part: &str) {
    let doubts = source.doubts.join("\n");
    assert!(doubts.contains(part), "no doubt has `{part}`:\n{doubts}");
}

const SHELF: &str = include_str!("fixtures/shelf.md");

#[test]
fn a_page_gives_path_rate_and_codes() {
    let source = read(SHELF);
    assert_eq!(source.path, "v4/shelf_open_http_svc/put_books");
    assert_eq!(source.kind, Kind::Endpoint);
    assert_eq!(source.rate, Some(1200));
    assert_eq!(numbers(&source), [90001, 90012, 90013]);
    assert_eq!(source.codes[1].words, "The shelf is full.");
    assert!(!source.is_partial);
    assert_eq!((source.request_samples.len(), source.response_samples.len()), (2, 2));
    assert!(source.words.contains(&"One shelf after the other.".replacen("One", "!One", 1)));
}

#[test]
fn request_rows_are_placed_by_the_samples() {
    let expected = [
        "ShelfId: String yes",
        "BookList: Array of Object yes",
        "BookList[].Title: String yes",
        "BookList[].Pages: Integer no",
        "BookList[].Colour: String no guessed",
        "BookList[].Authors: Array of String no",
        "BookList[].Weight: Number",
        "MsgBody: Array of Object no structure",
        "Labels: Object",
        "Labels.{Name}: String guessed",
        "Tags: Array of String guessed",
        "ShelfNum: Integer no guessed",
        "Urgent: Integer",
        "room: []",
    ];
    assert_eq!(lines(&read(SHELF).request), expected);
}

#[test]
fn response_rows_know_what_is_always_there() {
    let expected = [
        "ResultItem: Array of Object always=true",
        "ResultItem[].Title: String always=true",
        "ResultItem[].ResultCode: Integer always=true",
        "ResultItem[].Detail: Array of Object always=false",
        "ResultItem[].Detail[].Row: Integer always=true",
        "ResultItem[].Detail[].Column: String always=true",
        "Fail_Title: Array of String always=true",
    ];
    assert_eq!(lines(&read(SHELF).response), expected);
}

#[test]
fn cells_keep_their_words() {
    let source = read(SHELF);
    let words = |path: &str| &*source.request.iter().find(|row| row.path == path).unwrap().words;
    assert_eq!(words("BookList[].Title"), "The title, at most 30 bytes.");
    assert_eq!(words("BookList[].Colour"), "A colour: red | green.");
    assert_eq!(words("Labels"), "Yes (if Urgent is 1) Labels of your own.");
    assert_eq!(words("Tags"), "The tags of all books, a string array.");
}

#[test]
fn what_was_repaired_is_doubted() {
    let source = read(SHELF);
    for doubt in [
        "sample 1, line 7: a comma is missing",
        "sample 1, line 8: the comma before a closing bracket",
        "sample 1, line 9: `...`",
        "sample 3, line 5: a comma is missing",
        "request MsgBody: the table says",
        "request BookList[].Colour: its place is a guess",
        "request Labels.{Name}: its place is a guess",
        "response ResultItem[].Detail: the table says",
        "response ResultItem[].Detail[].Row: the table says",
        "the table of parameters names v4/shelf_open_http_svc/put_book,",
        "code 90001 is listed twice",
        "a row of the error table has no code: `none",
    ] {
        assert_doubt(&source, doubt);
    }
}

#[test]
fn a_parameter_of_the_url_with_the_name_of_a_field_is_no_second_field() {
    let page = SHELF.replace("room", "Urgent");
    assert!(page.contains("&Urgent=") || page.contains("?Urgent="));
    let source = read(&page);
    let named: Vec<_> = source.request.iter().filter(|row| row.path == "Urgent").collect();
    assert_eq!(named.len(), 1);
    assert_eq!(named[0].ty, Type::Integer);
}

#[test]
fn a_sample_that_cannot_be_mended_is_told_and_is_the_cause_of_guesses() {
    let page = SHELF.replacen("\"Title\": \"", "\"Title\": the \"", 1);
    assert_ne!(page, SHELF);
    let source = read(&page);
    assert_doubt(&source, "sample 1: the sample could not be mended: correct it by hand");
    assert_doubt(&source, "request BookList[].Colour: its place is a guess, perhaps because a");
    let doubts = read(SHELF).doubts.join("\n");
    assert!(!doubts.contains("could not be mended") && !doubts.contains("perhaps"), "{doubts}");
}

#[test]
fn a_chinese_page_is_read_alike() {
    let source = read(include_str!("fixtures/garden.md"));
    assert_eq!(source.path, "v4/garden/plant_trees");
    assert_eq!(source.rate, Some(100));
    assert_eq!(numbers(&source), [20001, -3]);
    let request = [
        "Garden_Account: String yes",
        "Tree: Array of Object yes",
        "Tree[].Kind: String yes",
        "Tree[].Height: Integer no",
        "Tree[].Alive: Boolean",
        "Numbers: Object no",
        "Numbers.{Name}: String guessed",
    ];
    assert_eq!(lines(&source.request), request);
    let response = ["Planted: Array of Object always=true", "Planted[].Kind: String always=true"];
    assert_eq!(lines(&source.response), response);
    assert_doubt(&source, "text between the values is left out");
    assert!(source.words.iter().any(|words| words.starts_with("管理员")));
}

#[test]
fn a_webhook_is_read_as_event_and_reply() {
    let source = read(include_str!("fixtures/lend.md"));
    assert_eq!(source.path, "Shelf.CallbackBeforeLendBook");
    assert_eq!(source.kind, Kind::BeforeWebhook);
    let request = [
        "Reader_Account: String always=true",
        "Book: Object always=true",
        "Book.Title: String always=true",
        "EventTime: Integer always=true",
    ];
    assert_eq!(lines(&source.request), request);
    assert_eq!(lines(&source.response), ["Days: Integer no"]);
    assert_doubt(&source, "a `}` before the members of its object is left out");
}

#[test]
fn a_webhook_without_before_in_its_name_comes_after() {
    let page = include_str!("fixtures/lend.md").replace("BeforeLendBook", "AfterLendBook");
    assert_eq!(read(&page).kind, Kind::AfterWebhook);
    assert_eq!(endpoint::kind("Sns.CallbackPrevFriendAdd"), Kind::BeforeWebhook);
}

#[test]
fn a_careless_page_is_mended() {
    let source = read(include_str!("fixtures/broken.md"));
    assert_eq!(source.path, "v4/tower/raise");
    assert_eq!(source.rate, None);
    assert_eq!(numbers(&source), [7, 8]);
    let request = [
        "Tower: String yes",
        "Height: String",
        "StoneList: Array of Object no guessed",
        "StoneList[].Weight: Number no guessed",
        "Flags: Array of String",
    ];
    assert_eq!(lines(&source.request), request);
    let response = ["Tower: Object always=true", "Tower.State: String always=true"];
    assert_eq!(lines(&source.response), response);
    for doubt in [
        "a code block has no end before the heading `### Request parameters`",
        "a row names no field: `Stone List",
        "no rate in calls per second",
        "response Tower.State: the table lists it twice",
        "a `}` is missing",
    ] {
        assert_doubt(&source, doubt);
    }
}

#[test]
fn a_page_that_breaks_off_is_partial() {
    let (start, _) = SHELF.split_once("### Sample response").unwrap();
    let source = read(start);
    assert!(source.is_partial);
    assert!(source.response.is_empty() && source.codes.is_empty());
    assert_doubt(&source, "the page may break off");
}

#[test]
fn rates_are_told_from_other_numbers() {
    for (text, rate) in [
        ("200 calls per second", Some(200)),
        ("1 times/second", Some(1)),
        ("In 2 editions it is 300 requests a second.", Some(300)),
        ("at most 50 QPS", Some(50)),
        ("每秒最多 200 次", Some(200)),
        ("默认 100 次/秒", Some(100)),
        ("100 times every day. Wait for one second.", None),
        ("at most 7 days, then as often as you like per second", None),
        ("99999999999 calls per second", None),
    ] {
        assert_eq!(endpoint::rate(text), rate, "{text}");
    }
}

#[test]
fn bad_sources_say_what_to_do() {
    let cut = |from: &str, to: &str| {
        let (start, rest) = SHELF.split_once(from).unwrap();
        let (_, end) = rest.split_once(to).unwrap();
        format!("{start}{to}{end}")
    };
    let no_table = SHELF.replace("| Field", "| Thing").replace("Type |", "Sort |");
    let no_sample = cut("### Sample request\n", "### Request fields");
    let no_sample = no_sample.replace("### Sample response", "### Something else");
    let other_product = SHELF.replace("v4/", "v2/");
    for (text, message) in [
        ("", "the page is empty"),
        (" \n\t", "the page is empty"),
        ("Just a text.", "names no path"),
        (&other_product, "not of another product"),
        (&no_table, "no table of fields"),
        (&no_sample, "no sample in JSON"),
        ("### Sample request URL\n```\nhttps://x/v4/a/b?\n```\n| a |", "no table of fields"),
        (&"x".repeat(10_000_000), "a page of 10000000 bytes is larger than 262144"),
    ] {
        let error = read_page(text).unwrap_err().to_string();
        assert!(error.contains(message) && error.contains(": "), "{error}");
    }
}

#[test]
fn a_page_of_many_rows_is_refused() {
    let rows: String =
        (0..600).map(|row| format!("| Field{row} | String | No | A field. |\n")).collect();
    let page = SHELF.replace("| ShelfNum | Integer | No | Nobody knows. |\n", &rows);
    let error = read_page(&page).unwrap_err().to_string();
    assert!(error.contains("rows of fields are more than 500"), "{error}");
}
