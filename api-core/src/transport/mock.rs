//! A transport that answers from a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::{HttpAnswer, HttpRequest, Reply, Transport, TransportError};

/// Answers from a script, one answer an attempt, and keeps what was asked. Its clones share the script.
///
/// ```
/// use api_core::conversation::ContactGroup;
/// use api_core::conversation::delete_contact_group::{Request, Response};
/// use api_core::{Client, Credentials, ErrorCode, HttpAnswer, Region, MockTransport};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), api_core::Error> {
/// let mock = MockTransport::new([
///     HttpAnswer::new(502, "bad gateway"),
///     HttpAnswer::success(&Response::new([ContactGroup::new("test0", 1u64)])),
/// ]);
/// let client = Client::builder(1_400_000_000, Credentials::secret_key("administrator", "key"))
///     .region(Region::Singapore)
///     .transport(mock.clone())
///     .build()?;
/// client.conversation().delete_contact_group(Request::new("user15", ["test0"])).await?;
/// let requests = mock.requests();
/// assert_eq!(requests.len(), 2, "it was tried again");
/// assert_eq!(requests[0], requests[1]);
/// assert_eq!(requests[0].1, r#"{"From_Account":"user15","GroupName":["test0"]}"#);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct MockTransport(Arc<Mutex<Played>>);

#[derive(Debug, Default)]
struct Played {
    answers: VecDeque<HttpAnswer>,
    requests: Vec<(String, Bytes)>,
}

impl MockTransport {
    /// Gives these answers, in this order; then connections fail.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = HttpAnswer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(Played { answers, requests: Vec::new() })))
    }

    /// The path and the JSON of each attempt so far.
    #[must_use]
    pub fn requests(&self) -> Vec<(String, Bytes)> {
        self.played().requests.clone()
    }

    fn played(&self) -> MutexGuard<'_, Played> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MockTransport {
    fn post(&self, request: HttpRequest) -> Reply {
        let mut played = self.played();
        played.requests.push((request.path().to_owned(), request.body().clone()));
        let answer = played.answers.pop_front();
        let answer =
            answer.ok_or_else(|| TransportError::NotSent("the script has no answer left".into()));
        Box::pin(std::future::ready(answer))
    }
}
