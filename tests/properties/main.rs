//! Properties of every spec, whatever the values: random requests and responses made from the tables, responses that
//! were damaged, and each constraint at its ends. `PROPTEST_CASES` sets the number of cases; each endpoint gets an
//! eighth of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod constraints;
mod damage;
mod damaged;
mod full;
mod lenience;
mod node;
mod odd;
mod round_trips;
mod values;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use support::own::post_thread;
use tencent_chat::codec::{self, ResponseError, Strictness};
use tencent_chat::rules;
use tencent_chat::schema::AnyRecord;
use tencent_chat::{EndpointSpec, Envelope};

/// The specs of all endpoints, and of one that another crate declares.
fn specs() -> impl Iterator<Item = &'static EndpointSpec> {
    EndpointSpec::all().chain([&post_thread::SPEC])
}

/// Reads a response.
fn read_response(
    spec: &EndpointSpec,
    body: &[u8],
    strictness: Strictness,
) -> Result<(AnyRecord, codec::Oddities), ResponseError> {
    let mut response = spec.empty_response();
    let envelope = &mut Envelope::new();
    let oddities = codec::read_response_into(body, response.as_mut(), envelope, strictness)?;
    Ok((response, oddities))
}

/// Reads a response that may be odd.
fn read_odd(spec: &EndpointSpec, body: &[u8], strictness: Strictness) -> odd::Read {
    let (response, oddities) = read_response(spec, body, strictness)?;
    let failed = rules::failed_items_of(response.as_ref());
    let failed = failed.into_iter().filter(|item| item.code.is_none()).map(|item| item.path);
    Ok((serde_json::to_value(response.as_ref()).unwrap(), failed.collect(), oddities))
}

/// Checks a property of every endpoint with values that are made for it.
fn hold_all<S: Strategy>(
    values: impl Fn(&EndpointSpec) -> S,
    property: impl Fn(&'static EndpointSpec, S::Value) -> Result<(), TestCaseError>,
) {
    for spec in specs() {
        hold(spec.path(), &values(spec), |value| property(spec, value));
    }
}

/// Checks a property of one endpoint or webhook.
fn hold<S: Strategy>(
    path: &str,
    values: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = config.cases.div_ceil(16);
    let mut runner = TestRunner::new(ProptestConfig { cases, max_shrink_iters: 4096, ..config });
    runner.run(values, property).unwrap_or_else(|error| panic!("{path}: {error}"));
}
