//! Properties of every spec, whatever the values: random requests and responses made from the tables, responses that
//! were damaged, and each constraint at its ends. `PROPTEST_CASES` sets the number of cases; each endpoint gets an
//! eighth of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod constraints;
mod damage;
mod damaged;
mod lenience;
mod node;
mod odd;
mod round_trips;
mod values;

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tencent_chat::codec::{self, ResponseError, Strictness};
use tencent_chat::rules::{self, Violation};
use tencent_chat::schema::Record;
use tencent_chat::{Endpoint, EndpointSpec};

use node::Node;
use values::Response;

/// An endpoint of the index, with the functions of its types that the properties need.
struct Indexed {
    spec: &'static EndpointSpec,
    request_survives: fn(&Node) -> Result<(), TestCaseError>,
    response_survives: fn(&Response) -> Result<(), TestCaseError>,
    request_is_read_alike: fn(&Node, &Node) -> Result<(), TestCaseError>,
    response_is_read_alike: fn(&Node, &Node) -> Result<(), TestCaseError>,
    violations: fn(&[u8]) -> Vec<Violation>,
    read_response: fn(&[u8]) -> Result<(), ResponseError>,
    read_odd: fn(&[u8], Strictness) -> odd::Read,
}

/// The traits that every request, response and object has besides `Record`.
trait Plain: Record + Debug + PartialEq + Serialize + DeserializeOwned {}

impl<T: Record + Debug + PartialEq + Serialize + DeserializeOwned> Plain for T {}

macro_rules! index {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        vec![$($(indexed::<tencent_chat_specs::$family::$endpoint::Request>()),*),*]
    };
}

fn index() -> Vec<Indexed> {
    tencent_chat_specs::for_each_endpoint!(index)
}

fn indexed<R: Endpoint<Response: Plain> + Plain>() -> Indexed {
    Indexed {
        spec: R::spec(),
        request_survives: round_trips::request_survives::<R>,
        response_survives: round_trips::response_survives::<R::Response>,
        request_is_read_alike: lenience::request_is_read_alike::<R>,
        response_is_read_alike: lenience::response_is_read_alike::<R::Response>,
        violations: constraints::violations::<R>,
        read_odd: read_odd::<R::Response>,
        read_response: |body| {
            codec::read_response::<R::Response>(body, Strictness::Strict).map(drop)
        },
    }
}

fn read_odd<T: Plain>(body: &[u8], strictness: Strictness) -> odd::Read {
    let (response, oddities) = codec::read_response::<T>(body, strictness)?;
    let failed = rules::failed_items(&response);
    let failed = failed.into_iter().filter(|item| item.code.is_none()).map(|item| item.path);
    Ok((serde_json::to_value(&response).unwrap(), failed.collect(), oddities))
}

/// Checks a property of every endpoint with values that are made for it.
fn hold_all<S: Strategy>(
    values: impl Fn(&EndpointSpec) -> S,
    property: impl Fn(&Indexed, S::Value) -> Result<(), TestCaseError>,
) {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = config.cases.div_ceil(16);
    let config = ProptestConfig { cases, max_shrink_iters: 4096, ..config };
    for endpoint in index() {
        let mut runner = TestRunner::new(config.clone());
        let held = runner.run(&values(endpoint.spec), |value| property(&endpoint, value));
        held.unwrap_or_else(|error| panic!("{}: {error}", endpoint.spec.path()));
    }
}
