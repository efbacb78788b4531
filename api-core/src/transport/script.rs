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
/// use api_core::{Client, Credentials, ErrorCode, HttpAnswer, Region, Script};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), api_core::Error> {
/// let script = Script::new([
///     HttpAnswer::new(502, "bad gateway"),
///     HttpAnswer::success(&Response::new([ContactGroup::new("test0", 1u64)])),
/// ]);
/// let client = Client::builder(1_400_000_000, Credentials::secret_key("administrator", "key"))
///     .region(Region::Singapore)
///     .transport(script.clone())
///     .build()?;
/// client.conversation().delete_contact_group(Request::new("user15", ["test0"])).await?;
/// let asked = script.asked();
/// assert_eq!(asked.len(), 2, "it was tried again");
/// assert_eq!(asked[0], asked[1]);
/// assert_eq!(asked[0].1, r#"{"From_Account":"user15","GroupName":["test0"]}"#);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Script(Arc<Mutex<Played>>);

#[derive(Debug, Default)]
struct Played {
    answers: VecDeque<HttpAnswer>,
    asked: Vec<(String, Bytes)>,
}

impl Script {
    /// Gives these answers, in this order; then connections fail.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = HttpAnswer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(Played { answers, asked: Vec::new() })))
    }

    /// The path and the JSON of each attempt so far.
    #[must_use]
    pub fn asked(&self) -> Vec<(String, Bytes)> {
        self.played().asked.clone()
    }

    fn played(&self) -> MutexGuard<'_, Played> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Script {
    fn post(&self, request: HttpRequest) -> Reply {
        let mut played = self.played();
        played.asked.push((request.path().to_owned(), request.body().clone()));
        let answer = played.answers.pop_front();
        let answer =
            answer.ok_or_else(|| TransportError::NotSent("the script has no answer left".into()));
        Box::pin(std::future::ready(answer))
    }
}
