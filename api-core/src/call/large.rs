//! Large responses are read on a thread that may block. Meanwhile the runtime keeps running and the deadline still
//! holds.

use std::any::Any;

use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::prepared::{Fill, Prepared};
use super::reading::{Responded, Success};
use super::state::CallState;
use crate::clock::Timeout;
use crate::error::Cause;
use crate::transport::plain;

/// The size above which a body is large, in bytes. Reading one of this size takes some milliseconds.
const LARGE: usize = 256 * 1024;

/// A response, and the result of reading it if it is large.
pub(super) struct Arrived {
    pub(super) responded: Responded,
    pub(super) large: Option<Box<ReadResponse>>,
}

/// The result of reading a response, with the typed response that was filled.
pub(super) struct ReadResponse {
    pub(super) read: Result<Success, Cause>,
    pub(super) response: Box<dyn Any + Send>,
}

impl CallState {
    /// Decodes gzip, removes a byte order mark, and reads the response if it is large.
    pub(super) async fn arrive(
        &self,
        mut responded: Responded,
        fill: Fill,
    ) -> Result<Arrived, Cause> {
        let max = self.prepared.core.max_response_bytes();
        if let Ok(body) = plain(responded.response.body.clone(), LARGE.min(max)) {
            responded.response.body = body;
            return Ok(Arrived { responded, large: None });
        }
        let clone = responded.clone();
        // Without a tokio runtime there is no other thread, and a runtime that shuts down runs nothing new.
        let large = match Handle::try_current() {
            Ok(_) => self.read_in_background(clone, fill).await?,
            Err(_) => None,
        };
        let large = large.unwrap_or_else(|| self.prepared.read_large(responded.clone(), fill));
        Ok(Arrived { responded, large: Some(Box::new(large)) })
    }

    /// Reads a response on another thread; returns `None` if the runtime shuts down.
    async fn read_in_background(
        &self,
        responded: Responded,
        fill: Fill,
    ) -> Result<Option<ReadResponse>, Cause> {
        let prepared = self.prepared.clone();
        // If the set is dropped before the task has begun, nothing is read.
        let mut reading = JoinSet::new();
        reading.spawn_blocking(move || prepared.read_large(responded, fill));
        let clock = self.prepared.core.clock();
        let read = Timeout::new(clock, || self.time_left(), reading.join_next()).await;
        Ok(read.map_err(Cause::Unread)?.and_then(Result::ok))
    }
}

impl Prepared {
    fn read_large(&self, mut responded: Responded, fill: Fill) -> ReadResponse {
        let max = self.core.max_response_bytes();
        let mut read = Err(Cause::TooLarge(max));
        let response = fill(self.spec, &mut |response| {
            let body = std::mem::take(&mut responded.response.body);
            if let Ok(body) = plain(body, max) {
                responded.response.body = body;
                read = self.read(&responded, response, fill);
            }
        });
        ReadResponse { read, response }
    }
}
