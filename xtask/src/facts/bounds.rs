//! Bounds, found in the words about a field.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::source::Type;

/// The bounds of a field. Those of a text also hold for each text of an array of texts.
pub type Bounds = BTreeMap<Bound, u64>;

/// The kind of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The smallest number of items.
    MinItems,
    /// The largest number of items.
    MaxItems,
    /// The smallest length of a text, in bytes.
    MinBytes,
    /// The largest length of a text, in bytes.
    MaxBytes,
    /// The smallest length of a text, in characters.
    MinChars,
    /// The largest length of a text, in characters.
    MaxChars,
    /// The smallest number.
    Min,
    /// The largest number.
    Max,
}

/// Words before a number that make it the largest.
const AT_MOST: &[&[&str]] = &[
    &["up", "to"],
    &["at", "most"],
    &["maximum", "of"],
    &["maximum", "is"],
    &["max", "length"],
    &["max", "period"],
    &["maximum"],
    &["no", "more", "than"],
    &["not", "more", "than"],
    &["not", "exceed"],
    &["cannot", "exceed"],
    &["cannot", "contain", "more", "than"],
    &["not", "contain", "more", "than"],
    &["no", "longer", "than"],
    &["limit", "of"],
    &["limit", "is"],
    &["within"],
    &["only"],
    &["最多"],
    &["最大"],
    &["最长"],
    &["不超过"],
    &["不能超过"],
    &["不得超过"],
    &["上限"],
];

/// Words before a number that make it the smallest.
const AT_LEAST: &[&[&str]] = &[&["at", "least"], &["no", "less", "than"], &["至少"]];

/// Words of a clause that only advises.
const ADVICE: &[&str] = &["recommend", "recommended", "advise", "advised", "advises", "建议"];

/// Finds the bounds that the words about a field of this type name. In a line the first wins, and the last line wins over
/// those before it, because newer words follow older ones.
pub(super) fn in_words(words: &str, ty: &Type) -> Bounds {
    let mut bounds = Bounds::new();
    for line in words.lines() {
        let mut of_line = Bounds::new();
        for clause in clauses(line) {
            if clause.iter().any(|word| ADVICE.contains(&word.as_str())) {
                continue;
            }
            for (bound, number) in (0..clause.len()).filter_map(|at| bound_at(&clause, at, ty)) {
                of_line.entry(bound).or_insert(number);
            }
        }
        bounds.extend(of_line);
    }
    bounds
}

/// Finds the most items in a request that the words about a field of an item name, such as: at most 20 users per request.
pub(crate) fn items_per_request(words: &str) -> Option<u64> {
    let is_about_request = |clause: &[String]| {
        clause.windows(2).any(|pair| {
            let [first, second] = [pair[0].as_str(), pair[1].as_str()];
            matches!((first, second), ("per" | "a" | "each" | "single", "request" | "call"))
        })
    };
    let clauses = clauses(words);
    let clauses = clauses.iter().filter(|clause| is_about_request(clause));
    let mut bounds = clauses.flat_map(|clause| {
        (0..clause.len()).filter_map(|at| bound_at(clause, at, &Type::Array(None)))
    });
    bounds.find_map(|(bound, number)| (bound == Bound::MaxItems).then_some(number))
}

/// Returns the bound that the word at `index` is the number of, if it is one.
fn bound_at(clause: &[String], index: usize, ty: &Type) -> Option<(Bound, u64)> {
    let (before, after) = (&clause[..index], &clause[index + 1..]);
    let number = number(&clause[index])?;
    let ends_with = |lead: &&[&str]| {
        before.ends_with(&lead.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    };
    let next = |index: usize| after.get(index).map_or("", String::as_str);
    let or_less = matches!((next(0), next(1)), ("or", "less" | "fewer"))
        && !clause.iter().any(|word| word == "if");
    // For example: the maximum duration is 5.
    let is_the_maximum = before.last().is_some_and(|word| word == "is" || word == "of")
        && before[before.len().saturating_sub(4)..].iter().any(|word| word == "maximum");
    let is_max = AT_MOST.iter().any(ends_with)
        || is_the_maximum
        || or_less
        || (number, next(0)) == (1, "only");
    let is_min = AT_LEAST.iter().any(ends_with);
    let unit = if or_less { &[] } else { &after[..after.len().min(4)] };
    // A time may stand twice: 7 days (604800 seconds).
    let number = if next(0) == "days" { seconds(unit)? } else { number };
    let [min, max] = Bound::of(unit, ty)?;
    match (is_max, is_min) {
        (true, _) => Some((max, number)),
        (_, true) => Some((min, number)),
        _ => None,
    }
}

impl Bound {
    /// Returns the smallest and the largest of what the words after a number name, if a field of this type is bounded so.
    fn of(words: &[String], ty: &Type) -> Option<[Self; 2]> {
        let is = |units: &[&str]| words.iter().any(|word| units.contains(&word.as_str()));
        let text = match ty {
            Type::Array(Some(items)) => &**items,
            ty => ty,
        };
        if is(&["byte", "bytes", "字节"]) {
            return (*text == Type::String).then_some([Self::MinBytes, Self::MaxBytes]);
        }
        if is(&["character", "characters", "chars", "字符"]) {
            return (*text == Type::String).then_some([Self::MinChars, Self::MaxChars]);
        }
        if is(&["kb", "mb", "minutes", "hours", "months"]) {
            return None;
        }
        match ty {
            Type::Array(_) => Some([Self::MinItems, Self::MaxItems]),
            Type::Integer => Some([Self::Min, Self::Max]),
            _ => None,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MinItems => "min_items",
            Self::MaxItems => "max_items",
            Self::MinBytes => "min_bytes",
            Self::MaxBytes => "max_bytes",
            Self::MinChars => "min_chars",
            Self::MaxChars => "max_chars",
            Self::Min => "min",
            Self::Max => "max",
        })
    }
}

/// Returns the seconds that stand after a number of days: `days (604800 seconds)`.
fn seconds(unit: &[String]) -> Option<u64> {
    let [_, number_word, unit, ..] = unit else { return None };
    number(number_word).filter(|_| unit == "seconds")
}

/// Returns the number that a word is.
fn number(word: &str) -> Option<u64> {
    match word {
        "one" => Some(1),
        "two" => Some(2),
        "ten" => Some(10),
        _ => word.parse().ok(),
    }
}

/// Splits a text into clauses, and these into words and numbers in lower case. Tags and addresses are left out.
fn clauses(text: &str) -> Vec<Vec<String>> {
    let mut clauses = vec![Vec::new()];
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let was_digit = word.chars().last().is_some_and(|last| last.is_ascii_digit());
        let is_continued = chars.peek().is_some_and(char::is_ascii_digit);
        let is_same_kind = word.is_empty() || was_digit == char.is_ascii_digit();
        // The comma of 10,000.
        if char == ',' && was_digit && is_continued {
            continue;
        }
        if char.is_alphanumeric() && is_same_kind {
            word.extend(char.to_lowercase());
            continue;
        }
        if let (Some(clause), false) = (clauses.last_mut(), word.is_empty()) {
            clause.push(std::mem::take(&mut word));
        }
        let is_abbreviated =
            clauses.last().and_then(|clause| clause.last()).is_some_and(|word| word == "max");
        match char {
            '.' if is_abbreviated => {}
            '<' => while chars.next_if(|char| *char != '>').is_some() {},
            '.' | ';' | '。' | '；' | ',' | '，' => clauses.push(Vec::new()),
            _ if char.is_alphanumeric() => word.extend(char.to_lowercase()),
            _ => {}
        }
    }
    if let (Some(clause), false) = (clauses.last_mut(), word.is_empty()) {
        clause.push(word);
    }
    clauses
}
