//! Large responses are read on a thread that may block, so that a runtime goes on and the deadline holds meanwhile.

use std::any::Any;

use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::attempt::{CallState, Responded};
use super::outcome::Success;
use super::timeout::Timeout;
use super::{Fill, Prepared};
use crate::error::Cause;
use crate::transport::plain;

/// A body of more bytes is large. One of this size takes some milliseconds.
const LARGE: usize = 256 * 1024;

/// A response that came, and what was read of it if it is large.
pub(super) struct Arrived {
    pub(super) responded: Responded,
    pub(super) large: Option<Box<ReadResponse>>,
}

/// What was read of a response, with the typed response that was filled.
pub(super) struct ReadResponse {
    pub(super) read: Result<Success, Cause>,
    pub(super) response: Box<dyn Any + Send>,
}

impl CallState {
    /// Takes gzip and a byte order mark off a response, and reads it if it is large.
    pub(super) async fn arrive(
        &self,
        mut responded: Responded,
        fill: Fill,
    ) -> Result<Arrived, Cause> {
        let max = self.prepared.client.max_response_bytes();
        if let Ok(body) = plain(responded.response.body.clone(), LARGE.min(max)) {
            responded.response.body = body;
            return Ok(Arrived { responded, large: None });
        }
        let clone = responded.clone();
        // Without a runtime of tokio there is no other thread. One that shuts down reads nothing any more.
        let large = match Handle::try_current() {
            Ok(_) => self.read_aside(clone, fill).await?,
            Err(_) => None,
        };
        let large = large.unwrap_or_else(|| self.prepared.read_large(responded.clone(), fill));
        Ok(Arrived { responded, large: Some(Box::new(large)) })
    }

    /// Reads on another thread; `None` if the runtime shuts down.
    async fn read_aside(
        &self,
        responded: Responded,
        fill: Fill,
    ) -> Result<Option<ReadResponse>, Cause> {
        let prepared = self.prepared.clone();
        // If it is dropped before it began, nothing is read.
        let mut reading = JoinSet::new();
        reading.spawn_blocking(move || prepared.read_large(responded, fill));
        let clock = self.prepared.client.clock();
        let read = Timeout::new(clock, || self.time_left(), reading.join_next()).await;
        Ok(read.map_err(Cause::Unread)?.and_then(Result::ok))
    }
}

impl Prepared {
    fn read_large(&self, mut responded: Responded, fill: Fill) -> ReadResponse {
        let max = self.client.max_response_bytes();
        let mut read = Err(Cause::TooLarge(max));
        let response = fill(&mut |response| {
            let body = std::mem::take(&mut responded.response.body);
            if let Ok(body) = plain(body, max) {
                responded.response.body = body;
                read = self.read(&responded, response, fill);
            }
        });
        ReadResponse { read, response }
    }
}
