//! The endpoints; the first two bytes of an input select one.

use std::fmt::Debug;
use std::sync::LazyLock;

use tencent_chat_specs::schema::{FieldRole, Record};
use tencent_chat_specs::{Endpoint, EndpointSpec};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{gateway, requests, responses};

/// An endpoint of the index, with the targets' checks for its types.
pub(crate) struct Indexed {
    key: u16,
    pub(crate) spec: &'static EndpointSpec,
    pub(crate) response: fn(&[u8]),
    pub(crate) request: fn(&[u8]),
    pub(crate) simulated: fn(&[u8]),
}

/// A declared struct with all traits that the targets need.
pub(crate) trait Declared:
    Record + PartialEq + Debug + Serialize + DeserializeOwned
{
}

impl<T: Record + PartialEq + Debug + Serialize + DeserializeOwned> Declared for T {}

macro_rules! index {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        vec![$($(indexed::<tencent_chat_specs::$family::$endpoint::Request>()),*),*]
    };
}

static INDEX: LazyLock<Vec<Indexed>> = LazyLock::new(|| tencent_chat_specs::for_each_endpoint!(index));

fn indexed<R: Declared + Endpoint<Response: Declared>>() -> Indexed {
    Indexed {
        key: key_of(R::spec().path()),
        spec: R::spec(),
        response: responses::check_one::<R::Response>,
        request: requests::check_one::<R>,
        simulated: gateway::check_response::<R::Response>,
    }
}

/// Returns the two bytes that select an endpoint. They depend only on its path, so that inputs keep their meaning when
/// endpoints are added.
pub fn key_of(path: &str) -> u16 {
    path.bytes().fold(0, |key: u16, byte| key.wrapping_mul(31).wrapping_add(byte.into()))
}

/// Returns the paths of all endpoints.
pub fn paths() -> impl Iterator<Item = &'static str> {
    INDEX.iter().map(|indexed| indexed.spec.path())
}

/// Returns the endpoint that the first two bytes of an input select, and the rest of the input.
pub(crate) fn choose(input: &[u8]) -> Option<(&'static Indexed, &[u8])> {
    let (key, rest) = input.split_first_chunk()?;
    let key = u16::from_be_bytes(*key);
    let chosen = INDEX.iter().min_by_key(|indexed| key.wrapping_sub(indexed.key))?;
    Some((chosen, rest))
}

/// Returns the endpoint with this path.
pub(crate) fn find(path: &str) -> Option<&'static Indexed> {
    INDEX.iter().find(|indexed| indexed.spec.path() == path)
}

/// Returns `true` if a field of the record is sent in the query instead of the JSON.
pub(crate) fn has_query<R: Record>() -> bool {
    R::table().fields.iter().any(|field| field.role == FieldRole::Query)
}
