//! The verdicts of the app about actions.

use axum::body::Bytes;
use serde_json::Value;
use tencent_chat_specs::schema::{Field, Record};
use tencent_chat_specs::webhook::WebhookSpec;
use tencent_chat_specs::{Envelope, ErrorCode, codec};

use super::{Failure, WebhookOutcome};
use crate::api_error::ApiError;

/// The code that discards an action.
const DISCARDED: ErrorCode = ErrorCode::new(2);

/// A verdict that lets a call succeed.
pub(crate) enum Verdict {
    /// The action takes place, with the changes of this reply; empty if nobody was asked or replied in time.
    Allow(Bytes),
    /// The action does not take place.
    Discard,
}

/// The result of a webhook, and its meaning for the action.
pub(crate) struct Judged {
    pub(crate) outcome: WebhookOutcome,
    pub(crate) verdict: Result<Verdict, ApiError>,
}

impl Verdict {
    /// Returns the verdict of an app that was not asked.
    pub(crate) const fn unasked() -> Self {
        Self::Allow(Bytes::new())
    }
}

/// Returns the changes of a reply. They are empty if the app was not asked.
pub(crate) fn changes<R: Record + Field>(reply: &[u8]) -> R {
    codec::from_json(reply).unwrap_or_else(|_| R::empty())
}

/// Judges a reply with the HTTP status 200.
pub(crate) fn judge(spec: Option<&WebhookSpec>, reply: &Bytes) -> Judged {
    match read(spec, reply) {
        Err(reason) => judge_failure(spec, Failure::Failed(reason), false),
        Ok(None) => allowed(WebhookOutcome::Received, reply.clone()),
        Ok(Some((spec, envelope))) => judge_code(spec, &envelope, reply),
    }
}

/// Judges a webhook that failed.
pub(crate) fn judge_failure(
    spec: Option<&WebhookSpec>,
    failure: Failure,
    forbids_late: bool,
) -> Judged {
    let spec = spec.filter(|spec| spec.can_forbid());
    match (failure, spec) {
        (Failure::TimedOut, Some(spec)) if forbids_late => Judged {
            outcome: WebhookOutcome::TimedOut,
            verdict: Err(ApiError::from(forbidden(spec))),
        },
        (Failure::TimedOut, _) => allowed(WebhookOutcome::TimedOut, Bytes::new()),
        (Failure::Failed(reason), _) => allowed(WebhookOutcome::Failed(reason), Bytes::new()),
    }
}

fn allowed(outcome: WebhookOutcome, reply: Bytes) -> Judged {
    Judged { outcome, verdict: Ok(Verdict::Allow(reply)) }
}

/// Reads a reply; to `None` if it is to a webhook that does not ask.
fn read<'s>(
    spec: Option<&'s WebhookSpec>,
    reply: &[u8],
) -> Result<Option<(&'s WebhookSpec, Envelope)>, String> {
    match serde_json::from_slice(reply) {
        Ok(Value::Object(_)) => {}
        Ok(_) => return Err("the reply is not a JSON object".to_owned()),
        Err(_) => return Err("the reply is not JSON".to_owned()),
    }
    let Some(spec) = spec.filter(|spec| spec.is_before()) else { return Ok(None) };
    let envelope = codec::from_json(reply).map_err(|error| error.to_string())?;
    if let Some(mut empty) = spec.empty_reply() {
        codec::from_json_into(reply, empty.as_mut()).map_err(|error| error.to_string())?;
    }
    Ok(Some((spec, envelope)))
}

fn judge_code(spec: &WebhookSpec, envelope: &Envelope, reply: &Bytes) -> Judged {
    let Some(code) = envelope.error_code else {
        let reason = "the reply has no `ErrorCode`".to_owned();
        return allowed(WebhookOutcome::Failed(reason), Bytes::new());
    };
    if code.is_ok() {
        return allowed(WebhookOutcome::Allowed, reply.clone());
    }
    if !spec.can_forbid() {
        let reason = format!("the app failed with the code {}", code.get());
        return allowed(WebhookOutcome::Failed(reason), Bytes::new());
    }
    if code == DISCARDED && spec.can_discard() {
        return Judged { outcome: WebhookOutcome::Discarded, verdict: Ok(Verdict::Discard) };
    }
    let number = u32::try_from(code.get()).unwrap_or_default();
    let is_own = spec.own_codes().is_some_and(|own| own.contains(&number));
    let code = if is_own { code } else { forbidden(spec) };
    let words = envelope.error_info.clone().filter(|words| !words.is_empty());
    let error = words.map_or_else(|| code.into(), |words| ApiError::new(code, words));
    Judged { outcome: WebhookOutcome::Forbidden(code), verdict: Err(error) }
}

/// Returns the code of the service for an action that the app forbids.
fn forbidden(spec: &WebhookSpec) -> ErrorCode {
    if spec.command().starts_with("C2C.") {
        ErrorCode::MESSAGE_REFUSED_BY_WEBHOOK
    } else {
        ErrorCode::REFUSED_BY_WEBHOOK
    }
}
