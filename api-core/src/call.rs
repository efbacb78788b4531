//! A call, from request to answer.

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Url;

use crate::client::Client;
use crate::codec::{self, AnswerError, Record, RecordMut, RecordRef};
use crate::credentials::Signature;
use crate::error::Cause;
use crate::scrub::scrub;
use crate::transport::{Answer, TransportError};
use crate::{Batched, Batches, Endpoint, EndpointSpec, Error, Items, Paged};

/// A call that was prepared and not yet made: awaiting it makes it.
///
/// ```no_run
/// # use std::time::Duration;
/// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let request = Request::new("user15", ["test0"]);
/// let answer = client
///     .conversation()
///     .delete_contact_group(request)
///     .timeout(Duration::from_secs(10))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Awaiting it gives an [`Error`] of any kind but `Configuration`. Dropping the future abandons the call; it may have
/// taken effect.
#[must_use = "a call is made when it is awaited"]
pub struct Call<R> {
    client: Client,
    request: R,
    timeout: Option<Duration>,
}

impl<R> Call<R> {
    pub(crate) fn new(client: Client, request: R) -> Self {
        Self { client, request, timeout: None }
    }

    /// The items of the answer and of the pages that follow it, as a stream. Each page is a call of its own, made when
    /// its first item is asked for; the [`timeout`](Self::timeout) counts anew for each.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::get_contact_group::Request};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let mut conversations =
    ///     client.conversation().get_contact_group(Request::new("user15", 0u64)).items();
    /// while let Some(conversation) = conversations.next().await {
    ///     println!("{:?}", conversation?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> Items<R>
    where
        R: Paged,
    {
        Items::new(self)
    }

    /// Spreads a list that is too long for one call over several, one after the other. Awaited, they give one answer;
    /// taken as a stream, the answer of each.
    pub fn batches(self) -> Batches<R>
    where
        R: Batched,
    {
        Batches::new(self)
    }

    /// How long to wait for the answer, in place of the client's own timeout.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }
}

impl<R: Endpoint> Call<R> {
    /// Makes the call, and gives the request back.
    pub(crate) async fn make(self) -> (Self, Result<R::Response, Error>) {
        let Self { client, mut request, timeout } = self;
        let mut response = <R::Response as Record>::vacant();
        RecordMut::new(&mut request).fill_randoms(|| fastrand::u32(..));
        let exchange = Exchange {
            client: &client,
            spec: R::spec(),
            request: RecordRef::new(&request),
            timeout: timeout.unwrap_or(client.timeout()),
        };
        let result = exchange.run(RecordMut::new(&mut response)).await;
        let result = result.map(|()| response).map_err(|cause| Error::of_call(R::spec(), cause));
        (Self { client, request, timeout }, result)
    }

    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    pub(crate) fn into_request(self) -> R {
        self.request
    }

    /// The same call of another request.
    pub(crate) fn with(&self, request: R) -> Self {
        Self { client: self.client.clone(), request, timeout: self.timeout }
    }
}

impl<R: Endpoint> IntoFuture for Call<R> {
    type Output = Result<R::Response, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.make().await.1 })
    }
}

impl<R: Endpoint + fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &R::spec().name())
            .field("request", &self.request)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A call without its types: the same code serves every endpoint.
struct Exchange<'a> {
    client: &'a Client,
    spec: &'static EndpointSpec,
    request: RecordRef<'a>,
    timeout: Duration,
}

impl Exchange<'_> {
    /// The whole call: validate, sign, send, decode, classify.
    async fn run(&self, mut response: RecordMut<'_>) -> Result<(), Cause> {
        codec::validate_record(self.request).map_err(Cause::Invalid)?;
        let body = codec::to_json(self.request).map_err(Cause::Unwritable)?;
        let signature = self.client.signature();
        let url = self.client.url(self.spec, self.request, &signature);
        let answer = self.send(url, body).await?;
        if answer.status != 200 {
            let body = scrub(&answer.body, &signature.user_sig);
            return Err(Cause::HttpStatus { status: answer.status, body });
        }
        match codec::read_answer_into(&answer.body, response.reborrow()) {
            Ok(_) => Ok(()),
            Err(error) => Err(failure(error, answer, response, &signature)),
        }
    }

    /// Sends and waits, at most as long as the timeout. The client's own clock drives it.
    async fn send(&self, url: Url, body: Vec<u8>) -> Result<Answer, Cause> {
        let mut answer = pin!(self.client.transport().post(url, body));
        let mut timeout = self.client.clock().sleep(self.timeout);
        poll_fn(|context| {
            if let Poll::Ready(result) = answer.as_mut().poll(context) {
                return Poll::Ready(result.map_err(|error| self.cause(error)));
            }
            timeout.as_mut().poll(context).map(|()| Err(Cause::Timeout(self.timeout)))
        })
        .await
    }

    fn cause(&self, error: TransportError) -> Cause {
        match error {
            TransportError::NotSent(error) => {
                Cause::NotSent { address: self.client.address(), error }
            }
            TransportError::Broken(error) => Cause::Transport(error),
            TransportError::TooLarge => Cause::TooLarge,
        }
    }
}

/// What an answer that is no success amounts to. If it repeats the `UserSig` it is read again without, so that
/// nothing made of it holds the `UserSig`.
fn failure(
    error: AnswerError,
    answer: Answer,
    response: RecordMut<'_>,
    signature: &Signature,
) -> Cause {
    let body = scrub(&answer.body, &signature.user_sig);
    let error = if body == answer.body {
        error
    } else {
        codec::read_answer_into(&body, response).err().unwrap_or(error)
    };
    match error {
        AnswerError::Service(envelope) => Cause::Service { envelope, body },
        AnswerError::Unreadable { error, success_seen } => {
            let content_type = answer.content_type.map(|text| {
                let text = scrub(&Bytes::from(text), &signature.user_sig);
                String::from_utf8_lossy(&text).into_owned()
            });
            Cause::Unreadable { error, success_seen, content_type, body }
        }
    }
}
