//! The memory of the largest responses, built to take as much as they can, stays within the bound, whatever the peer
//! sends. The only test here counts allocations, so no other test may run at the same time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tencent_chat::codec::{self, ResponseError, Strictness};
use tencent_chat::schema::{self, FieldType, Record, Table};
use tencent_chat::{Endpoint, EndpointSpec};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The depth to which a recursive object is followed.
const DEPTH: usize = 5;

/// The largest response that is read by default.
const MAX: usize = 8 << 20;

/// The endpoints with the items that take most memory for their length.
const LARGEST: &[&str] =
    &["v4/openconfigsvr/getappinfo", "v4/million_group_open_http_svc/get_topic"];

struct Indexed {
    spec: &'static EndpointSpec,
    /// Reads a response, and returns the number of bytes that it then holds.
    held: fn(&[u8]) -> usize,
}

macro_rules! index {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        vec![$($(indexed::<tencent_chat_specs::$family::$endpoint::Request>()),*),*]
    };
}

fn index() -> Vec<Indexed> {
    tencent_chat_specs::for_each_endpoint!(index)
}

fn indexed<R: Endpoint>() -> Indexed {
    Indexed { spec: R::spec(), held: held::<R::Response> }
}

fn held<R: Record>(body: &[u8]) -> usize {
    let region = Region::new(ALLOCATOR);
    let mut response = R::empty();
    let into = schema::RecordMut::new(&mut response);
    let mut envelope = tencent_chat::Envelope::new();
    let read = codec::read_response_into(body, into, &mut envelope, Strictness::Lenient);
    let change = region.change();
    assert!(matches!(read, Ok(_) | Err(ResponseError::TooLarge { success_seen: true })));
    change.bytes_allocated - change.bytes_deallocated
}

/// A text with a gap in it.
#[derive(Clone, Default)]
struct Frame {
    head: String,
    tail: String,
}

impl Frame {
    fn within(&self, head: &str, tail: &str) -> Self {
        Self { head: self.head.clone() + head, tail: tail.to_owned() + &self.tail }
    }

    /// `length` bytes of repeated items.
    fn filled(&self, length: usize, item: &str) -> String {
        let count = length.saturating_sub(self.head.len() + self.tail.len()) / (item.len() + 1);
        let items = format!("{item},").repeat(count);
        format!("{}{}{}", self.head, items.trim_end_matches(','), self.tail)
    }
}

/// Finds the lists and maps of a struct, each with the items that take most memory for their length.
fn lists(table: &Table, at: &Frame, depth: usize, found: &mut Vec<(Frame, String)>) {
    for field in table.fields {
        let at = at.within(&format!("\"{}\":", field.wire), "");
        find_lists_in(field.ty, &at, depth, found);
    }
}

fn find_lists_in(ty: FieldType, at: &Frame, depth: usize, found: &mut Vec<(Frame, String)>) {
    match ty {
        _ if depth == 0 => {}
        FieldType::Object(table) => lists(table(), &at.within("{", "}"), depth - 1, found),
        FieldType::List(item) => {
            let within = at.within("[", "]");
            // The items one after the other, and each of them in the list around it.
            let before = found.len();
            for item in shortest(*item) {
                found.push((within.clone(), item));
            }
            let mut inner = Vec::new();
            find_lists_in(*item, &Frame::default(), depth - 1, &mut inner);
            for (frame, item) in inner {
                let single = format!("{}{item}{}", frame.head, frame.tail);
                found.push((within.clone(), single));
                found.push((within.within(&frame.head, &frame.tail), item));
            }
            assert!(found.len() > before);
        }
        FieldType::Map(item) => {
            for item in shortest(*item) {
                found.push((at.within("{", "}"), format!("\"\":{item}")));
            }
        }
        FieldType::Union(union) => {
            for member in union.members {
                let head = format!("{{\"{}\":\"{}\",\"{}\":", union.tag, member.tag, union.content);
                lists((member.table)(), &at.within(&(head + "{"), "}}"), depth - 1, found);
            }
        }
        _ => {}
    }
}

/// The shortest items of a type, each with another kind of cost.
fn shortest(ty: FieldType) -> Vec<String> {
    match ty {
        FieldType::Object(_) => vec!["{}".to_owned(), "0".to_owned()],
        FieldType::Union(union) => {
            let members = union.members.iter().map(|member| {
                format!("{{\"{}\":\"{}\",\"{}\":{{}}}}", union.tag, member.tag, union.content)
            });
            let other = ["{}", "{\"\":0}", "{\"\":[0,0]}", "{\"MsgContent\":{\"\":0}}"];
            members.chain(other.map(str::to_owned)).collect()
        }
        FieldType::List(_) => vec!["[]".to_owned()],
        FieldType::Map(_) => vec!["{}".to_owned(), "{\"\":0}".to_owned()],
        FieldType::Dynamic { .. } => vec!["0".to_owned(), "{\"\":0}".to_owned(), "[0]".to_owned()],
        _ => vec!["0".to_owned(), "\"\"".to_owned(), "{}".to_owned()],
    }
}

#[test]
fn no_response_takes_more_memory_than_it_may() {
    let envelope = Frame { head: "{\"ErrorCode\":0,".to_owned(), tail: "}".to_owned() };
    for endpoint in index() {
        let mut found = Vec::new();
        lists(endpoint.spec.response(), &envelope, DEPTH, &mut found);
        for (number, (frame, item)) in found.iter().enumerate() {
            // The bound is proportional to the length, so a few large bodies suffice.
            let path = endpoint.spec.path();
            let is_large = number == 0 && LARGEST.contains(&path);
            let body = frame.filled(if is_large { MAX } else { 16 << 10 }, item);
            let held = (endpoint.held)(body.as_bytes());
            // Texts are not counted because they are no longer than the body.
            let bound = 33 * body.len() + (1 << 20);
            let start = &body[..body.len().min(300)];
            assert!(held <= bound, "{path}: {held} bytes, allowed are {bound}: {start}");
        }
    }
}
