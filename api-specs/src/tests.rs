//! Tests of the contract on structs that are declared for them: schema, codec, rules, codes.

mod codes;
mod constraints;
mod cut;
mod debug;
mod decode;
mod elements;
mod encode;
mod error_texts;
mod failures;
mod into_field;
mod lenient;
mod mangled;
mod merge;
mod open_enums;
mod paging;
mod response;
mod serde_impls;
mod shapes;
mod specimens;
mod traits;
mod unknown_key;
mod webhook;

use specimens::{Item, Kinds, Maybe, Nothing, Tree, made_up};

use crate::codec::{DecodeError, Oddities, ResponseError, Strictness, from_json, to_json};
use crate::schema::{Field, Record, RecordRef};

/// Returns a struct with a distinct value of every kind.
fn kinds() -> Kinds {
    Kinds::new("t", true, -5, 6, 7, u64::MAX, ["a", "b"], [item("x", 1)], item("y", 2))
}

fn item(name: &str, number: u32) -> Item {
    Item::new(name, number)
}

fn read<R: Record + Field>(json: &str) -> Result<R, DecodeError> {
    from_json(json.as_bytes())
}

/// Reads a response strictly.
fn read_response<R: Record + Field>(body: &[u8]) -> Result<R, ResponseError> {
    crate::codec::read_response(body, Strictness::Strict).map(|(response, _)| response)
}

/// Reads a response leniently.
fn read_odd<R: Record + Field>(body: impl AsRef<[u8]>) -> Result<(R, Oddities), ResponseError> {
    crate::codec::read_response(body.as_ref(), Strictness::Lenient)
}

/// Reads a struct of optional fields.
fn maybe(json: &str) -> Maybe {
    read(json).unwrap()
}

/// Returns the error of a text that cannot be read.
fn refusal<R: Record + Field>(json: &str) -> String {
    match read::<R>(json) {
        Ok(_) => format!("{json} is accepted"),
        Err(error) => error.to_string(),
    }
}

fn write(record: &impl Record) -> String {
    String::from_utf8(to_json(RecordRef::new(record)).unwrap()).unwrap()
}
