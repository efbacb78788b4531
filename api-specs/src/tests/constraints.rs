//! Checking the constraints of a table.

use super::{Item, item};
use crate::object;
use crate::rules::{Violation, validate};
use crate::schema::{Bounds, Constraint, WireValue};

/// A struct with one field for every constraint.
#[object]
pub struct Bounded {
    /// Bounded in items, and each of them in bytes.
    #[wire(items(min = 1, max = 2), each(bytes(max = 4)))]
    pub names: Vec<String>,
    /// Bounded in bytes.
    #[wire(bytes(max = 4))]
    pub short: String,
    /// Bounded in characters.
    #[wire(chars(min = 2, max = 3))]
    pub word: String,
    /// Bounded at both ends.
    #[wire(range(min = 1, max = 5))]
    pub level: u32,
    /// Bounded at its upper end.
    #[wire(range(max = 10))]
    pub offset: i64,
    /// Bounded at its lower end.
    #[wire(range(min = 18446744073709551614))]
    pub size: u64,
    /// Bounded to texts.
    #[wire(one_of("up", "down"))]
    pub order: String,
    /// Bounded to numbers.
    #[wire(one_of(1, 3))]
    pub step: u8,
    /// Bounded to numbers, though it may be negative.
    #[wire(one_of(0, 1))]
    pub turn: i64,
    /// Each bounded to numbers.
    #[wire(each(one_of(1, 3)))]
    pub steps: Vec<u8>,
    /// Bounded in length and optional.
    #[wire(bytes(exactly = 2))]
    pub note: Option<String>,
    /// Bounded in items and optional.
    #[wire(items(1), each(chars(exactly = 1)))]
    pub extras: Option<Vec<String>>,
}

/// Constraints below the top.
#[object]
pub struct Outer {
    /// One of them.
    pub one: Bounded,
    /// Many of them.
    #[wire(items(max = 2))]
    pub many: Vec<Bounded>,
    /// Perhaps one.
    pub perhaps: Option<Bounded>,
    /// A struct without constraints.
    pub item: Item,
}

/// Returns a struct that keeps all its constraints.
fn kept() -> Bounded {
    Bounded::new(["a"], "abcd", "abc", 1u32, 0, u64::MAX, "up", 1, 1, [1, 3])
}

/// Returns the violations of a struct; empty if it keeps its constraints.
fn told(record: &impl crate::schema::Record) -> String {
    validate(record).err().map_or_else(String::new, |violations| violations.to_string())
}

/// Returns the violations of [`kept`] after a change.
fn told_of(change: impl FnOnce(&mut Bounded)) -> String {
    let mut record = kept();
    change(&mut record);
    told(&record)
}

#[test]
fn a_struct_that_keeps_its_constraints_passes() {
    assert_eq!(told(&kept()), "");
}

#[test]
fn items_are_counted() {
    let with = |count| told_of(|record| record.names = vec!["a".to_owned(); count]);
    assert_eq!(with(0), "`Names` has 0 items, allowed is 1 to 2");
    assert_eq!(with(1), "");
    assert_eq!(with(2), "");
    assert_eq!(with(3), "`Names` has 3 items, allowed is 1 to 2");
}

#[test]
fn bytes_are_counted_in_utf_8() {
    let with = |text: &str| told_of(|record| record.short = text.to_owned());
    assert_eq!(with(""), "");
    assert_eq!(with("用a"), "");
    assert_eq!(with("用ab"), "`Short` has 5 bytes, allowed is at most 4");
}

#[test]
fn characters_are_counted_whatever_their_bytes() {
    let with = |text: &str| told_of(|record| record.word = text.to_owned());
    assert_eq!(with("用"), "`Word` has 1 character, allowed is 2 to 3");
    assert_eq!(with("用户"), "");
    assert_eq!(with("🦀🦀🦀"), "");
    assert_eq!(with("abcd"), "`Word` has 4 characters, allowed is 2 to 3");
}

#[test]
fn a_number_keeps_both_ends_of_its_range() {
    let with = |level| told_of(|record| record.level = level);
    assert_eq!(with(0), "`Level` is 0, allowed is 1 to 5");
    assert_eq!(with(1), "");
    assert_eq!(with(5), "");
    assert_eq!(with(6), "`Level` is 6, allowed is 1 to 5");
}

#[test]
fn a_range_without_a_minimum_allows_negative_numbers() {
    let with = |offset| told_of(|record| record.offset = offset);
    assert_eq!(with(i64::MIN), "");
    assert_eq!(with(10), "");
    assert_eq!(with(11), "`Offset` is 11, allowed is at most 10");
}

#[test]
fn a_range_may_begin_near_the_greatest_number() {
    let with = |size| told_of(|record| record.size = size);
    assert_eq!(with(u64::MAX - 1), "");
    let told = "`Size` is 18446744073709551613, allowed is at least 18446744073709551614";
    assert_eq!(with(u64::MAX - 2), told);
}

#[test]
fn a_text_is_one_of_those_allowed() {
    let with = |text: &str| told_of(|record| record.order = text.to_owned());
    assert_eq!(with("up"), "");
    assert_eq!(with("down"), "");
    assert_eq!(with("Up"), "`Order` is \"Up\", allowed is one of \"up\", \"down\"");
    assert_eq!(with(""), "`Order` is \"\", allowed is one of \"up\", \"down\"");
}

#[test]
fn a_number_is_one_of_those_allowed() {
    let with = |step| told_of(|record| record.step = step);
    assert_eq!(with(1), "");
    assert_eq!(with(3), "");
    assert_eq!(with(2), "`Step` is 2, allowed is one of 1, 3");
    let with = |turn| told_of(|record| record.turn = turn);
    assert_eq!(with(1), "");
    assert_eq!(with(-1), "`Turn` is -1, allowed is one of 0, 1");
}

#[test]
fn each_item_is_checked() {
    let told = told_of(|record| record.names = vec!["abcd".to_owned(), "abcde".to_owned()]);
    assert_eq!(told, "`Names[1]` has 5 bytes, allowed is at most 4");
    let told = told_of(|record| record.steps = vec![1, 2, 3, 4]);
    assert_eq!(
        told,
        "`Steps[1]` is 2, allowed is one of 1, 3; `Steps[3]` is 4, allowed is one of 1, 3"
    );
}

#[test]
fn an_absent_field_is_not_checked() {
    assert_eq!(told_of(|record| (record.note, record.extras) = (None, None)), "");
}

#[test]
fn an_optional_field_that_is_present_is_checked() {
    let with = |text: &str| told_of(|record| record.note = Some(text.to_owned()));
    assert_eq!(with("ab"), "");
    assert_eq!(with("a"), "`Note` has 1 byte, allowed is exactly 2");
    assert_eq!(with(""), "`Note` has 0 bytes, allowed is exactly 2");
    assert_eq!(with("abc"), "`Note` has 3 bytes, allowed is exactly 2");
    let with = |extras: &[&str]| told(&kept().extras(extras));
    assert_eq!(with(&["用"]), "");
    assert_eq!(with(&[]), "`Extras` has 0 items, allowed is exactly 1");
    assert_eq!(with(&["ab"]), "`Extras[0]` has 2 characters, allowed is exactly 1");
}

#[test]
fn every_violation_is_reported_at_once() {
    let record = Bounded::new(["abcde", "", ""], "abcde", "a", 9u32, 11, 0, "x", 2, -1, [2]);
    let violations = validate(&record.note("a").extras(["ab", ""])).unwrap_err();
    let found: Vec<_> = violations
        .as_slice()
        .iter()
        .map(|Violation { field, found, .. }| (field.as_str(), found.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("Names", "3"),
            ("Names[0]", "5"),
            ("Short", "5"),
            ("Word", "1"),
            ("Level", "9"),
            ("Offset", "11"),
            ("Size", "0"),
            ("Order", "\"x\""),
            ("Step", "2"),
            ("Turn", "-1"),
            ("Steps[0]", "2"),
            ("Note", "1"),
            ("Extras", "2"),
            ("Extras[0]", "2"),
            ("Extras[1]", "0"),
        ]
    );
}

#[test]
fn a_violation_has_the_constraint_it_breaks() {
    let constraint_of = |change: fn(&mut Bounded)| {
        let mut record = kept();
        change(&mut record);
        validate(&record).unwrap_err().as_slice()[0].constraint
    };
    let between = |min, max| Bounds { min: Some(min), max: Some(max) };
    assert_eq!(constraint_of(|record| record.names.clear()), Constraint::Items(between(1, 2)));
    assert_eq!(constraint_of(|record| record.word.clear()), Constraint::Chars(between(2, 3)));
    assert_eq!(constraint_of(|record| record.level = 0), Constraint::Range(between(1, 5)));
    let at_most = Bounds { min: None, max: Some(4) };
    assert_eq!(
        constraint_of(|record| record.short = "abcde".to_owned()),
        Constraint::Bytes(at_most)
    );
    assert_eq!(
        constraint_of(|record| record.names[0] = "abcde".to_owned()),
        Constraint::Bytes(at_most)
    );
    let choices = Constraint::OneOf(&[WireValue::Integer(1), WireValue::Integer(3)]);
    assert_eq!(constraint_of(|record| record.step = 0), choices);
}

#[test]
fn fields_below_the_top_are_checked() {
    let wrong = || Bounded { level: 0, ..kept() };
    let outer = Outer::new(wrong(), [kept(), wrong()], item("x", 1)).perhaps(wrong());
    assert_eq!(
        told(&outer),
        "`One.Level` is 0, allowed is 1 to 5; `Many[1].Level` is 0, allowed is 1 to 5; `Perhaps.Level` is 0, allowed is 1 to 5"
    );
}

#[test]
fn a_list_below_the_top_has_its_whole_path() {
    let wrong = Bounded { names: vec!["abcde".to_owned()], ..kept() };
    let outer = Outer::new(kept(), [wrong], item("x", 1));
    assert_eq!(told(&outer), "`Many[0].Names[0]` has 5 bytes, allowed is at most 4");
}

#[test]
fn a_list_is_reported_before_its_items() {
    let wrong = || Bounded { level: 0, ..kept() };
    let outer = Outer::new(kept(), [wrong(), kept(), kept()], item("x", 1));
    assert_eq!(
        told(&outer),
        "`Many` has 3 items, allowed is at most 2; `Many[0].Level` is 0, allowed is 1 to 5"
    );
}

const fn bounds(min: Option<u64>, max: Option<u64>) -> Bounds {
    Bounds { min, max }
}

#[test]
fn bounds_are_displayed() {
    assert_eq!(bounds(Some(1), Some(1)).to_string(), "exactly 1");
    assert_eq!(bounds(Some(1), None).to_string(), "at least 1");
    assert_eq!(bounds(None, Some(32)).to_string(), "at most 32");
    assert_eq!(bounds(Some(1), Some(5)).to_string(), "1 to 5");
    assert_eq!(bounds(None, None).to_string(), "any number");
}

#[test]
fn constraints_are_displayed() {
    const TEXTS: &[WireValue] = &[WireValue::Text("a"), WireValue::Integer(1)];
    const EACH: &[Constraint] =
        &[Constraint::Bytes(bounds(None, Some(4))), Constraint::Chars(bounds(Some(2), Some(2)))];
    assert_eq!(Constraint::Items(bounds(None, Some(2))).to_string(), "at most 2 items");
    assert_eq!(Constraint::Items(bounds(Some(1), Some(1))).to_string(), "exactly 1 item");
    assert_eq!(Constraint::Bytes(bounds(Some(2), Some(2))).to_string(), "exactly 2 bytes");
    assert_eq!(Constraint::Chars(bounds(Some(1), Some(5))).to_string(), "1 to 5 characters");
    assert_eq!(Constraint::Range(bounds(Some(7), None)).to_string(), "at least 7");
    assert_eq!(Constraint::OneOf(TEXTS).to_string(), "one of \"a\", 1");
    assert_eq!(Constraint::Each(EACH).to_string(), "each at most 4 bytes, exactly 2 characters");
}
