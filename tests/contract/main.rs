//! The contract: every endpoint as one readable table, the codes as another, the samples of the pages, and the index.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod codes;
mod index;
mod pages;
mod responses;
mod samples;
mod style;

use serde_json::Value;
use tencent_chat::codec::{self, Strictness};
use tencent_chat::rules;
use tencent_chat::schema::{Record, RecordRef};
use tencent_chat::{Endpoint, EndpointSpec};

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
