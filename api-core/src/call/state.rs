//! The state of a call, on which the files of an attempt and of its outcome work.

use std::time::Duration;

use super::prepared::Prepared;
use super::reading::Success;
use crate::Error;
use crate::error::Effect;
use crate::telemetry::CallSpan;

/// The state of a call, which outlasts its attempts.
pub(super) struct CallState {
    pub(super) prepared: Prepared,
    pub(super) call_span: CallSpan,
    began: Duration,
    /// The number of requests sent.
    pub(super) attempts: u32,
    /// The effect of the attempts so far.
    pub(super) effect: Effect,
    /// The time at which the request was last handed to the transport.
    pub(super) sent_at: Duration,
    /// The `sent_at` of the first attempt that may have taken effect.
    pub(super) effect_since: Option<Duration>,
    pub(super) has_signed_again: bool,
    /// The error of the previous attempt.
    pub(super) last_error: Option<Error>,
    pub(super) service_time: Option<u64>,
    /// The parts of the response besides its fields.
    pub(super) success: Success,
}

impl CallState {
    /// Returns the state of a call that begins now.
    pub(super) fn new(prepared: Prepared) -> Self {
        Self {
            began: prepared.core.clock().now(),
            call_span: CallSpan::new(prepared.label()),
            prepared,
            attempts: 0,
            effect: Effect::None,
            sent_at: Duration::ZERO,
            effect_since: None,
            has_signed_again: false,
            last_error: None,
            service_time: None,
            success: Success::default(),
        }
    }

    /// Returns the time left until the deadline.
    pub(super) fn time_left(&self) -> Duration {
        self.time_left_at(self.prepared.core.clock().now())
    }

    pub(super) fn time_left_at(&self, now: Duration) -> Duration {
        let options = &self.prepared.options;
        let deadline = options.deadline.unwrap_or(options.timeout.saturating_mul(3));
        deadline.saturating_sub(now.saturating_sub(self.began))
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.prepared.core.clock().now().saturating_sub(self.began)
    }
}
