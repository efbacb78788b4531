//! The table of codes: each code of the pages once, with what a caller needs to know of it.

use std::collections::BTreeSet;
use std::fmt::Write;

use tencent_chat::ErrorCode;

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
    let facts = include_str!("../facts/codes.txt").lines();
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
    assert!(listed.len() >= 325, "codes were lost");
}

#[test]
fn every_name_of_a_code_is_used_once() {
    let names: BTreeSet<_> = ErrorCode::table().iter().map(|info| info.name).collect();
    assert_eq!(names.len(), ErrorCode::table().len());
}
