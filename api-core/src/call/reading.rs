//! Reads a response: its fields into the record that the caller lends, and all else into a [`Success`] or a [`Cause`].

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::details::Details;
use super::prepared::{Fill, Prepared};
use super::whole::read_whole;
use crate::Envelope;
use crate::auth::SignedUrl;
use crate::codec::{self, Oddities, ResponseError, Strictness};
use crate::error::Cause;
use crate::redact::{Failure, Read, Redacted};
use crate::schema::RecordMut;
use crate::transport::{HttpResponse, unix_time_of, wait_of};
use crate::user_sig::UserSig;

/// A response, with the signature of its request.
#[derive(Clone)]
pub(super) struct Responded {
    pub(super) response: HttpResponse,
    pub(super) signature: Arc<SignedUrl>,
}

/// The parts of a successful response besides its fields.
#[derive(Default)]
pub(super) struct Success {
    /// The whole response to a raw call.
    pub(super) raw: Option<Value>,
    /// The values that do not fit the spec, if any.
    pub(super) oddities: Option<Box<Oddities>>,
    /// The details, if the call keeps them.
    pub(super) details: Option<Box<Details>>,
}

impl Prepared {
    /// Reads a response, whose body is decoded from gzip and has no byte order mark.
    pub(super) fn read(
        &self,
        responded: &Responded,
        mut response: RecordMut<'_>,
        fill: Fill,
    ) -> Result<Success, Cause> {
        let Responded { response: http, signature } = responded;
        if http.status != 200 {
            let body = Redacted::new(&http.body, &signature.user_sig);
            let now = http.date.as_ref().and_then(unix_time_of);
            let now = now.unwrap_or_else(|| self.core.clock().unix_time());
            let retry_after = http.retry_after.as_ref().and_then(|header| wait_of(header, now));
            return Err(Cause::HttpStatus { status: http.status, body, retry_after });
        }
        let strictness = self.options.strictness;
        let read: Read<_> = if self.is_raw() { read_raw } else { read_typed };
        match read(&http.body, response.reborrow(), strictness) {
            Ok(Reading { envelope, oddities, raw }) => {
                let details = self.options.is_detailed.then(|| {
                    Box::new(self.details(
                        envelope,
                        &oddities,
                        &http.body,
                        fill,
                        &signature.user_sig,
                    ))
                });
                let oddities = (!oddities.is_empty()).then(|| Box::new(oddities));
                Ok(Success { raw, oddities, details })
            }
            Err(error) => {
                response.clear();
                let success_seen = matches!(
                    error,
                    ResponseError::Unreadable { success_seen: true, .. }
                        | ResponseError::TooLarge { success_seen: true }
                );
                let body = Redacted::new(&http.body, &signature.user_sig);
                let failure = body.failure(read, response, strictness, success_seen);
                Err(cause_of(failure, body, http, signature))
            }
        }
    }

    /// Returns the details of a response. If the body contains the `UserSig`, it is redacted and read again.
    fn details(
        &self,
        mut envelope: Envelope,
        oddities: &Oddities,
        body: &Bytes,
        fill: Fill,
        user_sig: &UserSig,
    ) -> Details {
        let raw_body = Redacted::new(body, user_sig);
        let mut oddities = oddities.clone();
        if *raw_body != *body {
            (envelope, oddities) = Default::default();
            fill(self.spec, &mut |response| {
                if let Ok(read) = read_typed(&raw_body, response, Strictness::Lenient) {
                    (envelope, oddities) = (read.envelope, read.oddities);
                }
            });
        }
        Details { envelope, raw_body: raw_body.into(), oddities, attempts: 0 }
    }
}

/// The parts of a successful response that were read besides its fields.
struct Reading {
    envelope: Envelope,
    oddities: Oddities,
    raw: Option<Value>,
}

fn read_typed(
    body: &[u8],
    response: RecordMut<'_>,
    strictness: Strictness,
) -> Result<Reading, ResponseError> {
    let mut envelope = Envelope::new();
    let oddities = codec::read_response_into(body, response, &mut envelope, strictness)?;
    Ok(Reading { envelope, oddities, raw: None })
}

fn read_raw(
    body: &[u8],
    response: RecordMut<'_>,
    strictness: Strictness,
) -> Result<Reading, ResponseError> {
    let read = read_typed(body, response, strictness)?;
    Ok(Reading { raw: Some(read_whole(body)?), ..read })
}

/// Returns the cause of an error from a response that is not a success.
fn cause_of(failure: Failure, body: Redacted, http: &HttpResponse, signature: &SignedUrl) -> Cause {
    match failure {
        Failure::Service(envelope) => Cause::Service { envelope, body },
        Failure::TooLarge { success_seen } => Cause::TooCostly { success_seen, body },
        Failure::Unreadable { error, success_seen } => {
            let encoding =
                http.content_encoding.as_ref().map(|value| [value.as_bytes(), b" encoding"]);
            let described = [
                http.content_type.as_ref().map(|value| value.as_bytes().to_vec()),
                encoding.map(|encoding| encoding.concat()),
            ];
            let described = described.into_iter().flatten().collect::<Vec<_>>().join(&b", "[..]);
            let content_type = (!described.is_empty())
                .then(|| Redacted::new(&described.into(), &signature.user_sig));
            Cause::Unreadable { error, success_seen, content_type, body }
        }
    }
}
