//! The client: the entry to everything that this crate does.

mod builder;
mod diagnose;
mod env;
pub(crate) mod families;

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::auth::bad_identifier;
use crate::core::Core;
use crate::transport::Host;
use crate::user_sig::{Lifetime, Subject, UserSig};
use crate::{Call, CallRequest, DynamicRequest, EndpointSpec, Error, RawCall, UserId};

pub use self::builder::ClientBuilder;
pub use self::diagnose::{Check, Diagnosis};

/// A client of one app.
///
/// Build it once and clone it: a clone is cheap and shares the connections, the rate limits and the `UserSig`. Its
/// calls must be awaited on a tokio runtime with time and I/O enabled.
#[derive(Clone)]
pub struct Client {
    core: Core,
}

impl Client {
    /// Prepares a call of any endpoint, even one that is declared in another crate, or one that is known at run time only
    /// (a [`DynamicRequest`]).
    pub fn call<R: CallRequest>(&self, request: R) -> Call<R> {
        Call::new(&self.core, request)
    }

    /// Prepares a call of an endpoint that is known at run time only, with a request in JSON. The response can be written
    /// as JSON too.
    ///
    /// The call is like that of a typed method: it has the same options, constraints, rate limit, retries, pages and
    /// batches. Awaiting it fails with kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), and sends nothing, if
    /// the JSON has a key that is no field, lacks a required field, or has a value that does not fit. `items()` and
    /// `pages()` fail likewise if the endpoint does not respond in pages, and `batches()` if it has no list to split.
    ///
    /// [`ENDPOINTS`](crate::ENDPOINTS) has the specs of all endpoints. The spec of an endpoint of your own crate is the
    /// `SPEC` of its module.
    ///
    /// ```no_run
    /// # async fn example(client: tencent_chat::Client) -> Result<(), tencent_chat::Error> {
    /// use serde_json::json;
    /// use tencent_chat::EndpointSpec;
    ///
    /// let spec = EndpointSpec::find("v4/recentcontact/get_contact_group").unwrap();
    /// let request = json!({"From_Account": "user15", "StartIndex": 0});
    /// let mut conversations = client.call_dynamic(spec, &request).items();
    /// while let Some(conversation) = conversations.next().await {
    ///     println!("{}", conversation?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_dynamic(
        &self,
        spec: &'static EndpointSpec,
        request: &Value,
    ) -> Call<DynamicRequest> {
        Call::dynamic(&self.core, spec, request)
    }

    /// Prepares a call of an endpoint that has no spec yet, such as `v4/openim/admin_set_msg_read`. The request must be
    /// a JSON object. Awaiting the call returns the whole response.
    ///
    /// Like every call it is signed, obeys the rate limit of the app, and fails with classified codes. It is retried
    /// only if it had no effect. No constraint of a field is checked. Spans and metrics name its endpoint `raw`,
    /// whatever the path.
    ///
    /// The response is bounded like that of every call: the call fails with kind
    /// [`UnreadableResponse`](crate::ErrorKind::UnreadableResponse) if the values would take more memory than 32 times
    /// the body and 1 MiB. Values nested deeper than 98 levels become `null`, and broken characters become U+FFFD. The
    /// last of repeated names counts.
    ///
    /// The path must have at most 256 bytes and consist of segments joined by `/`. A segment consists of ASCII letters,
    /// digits, `_`, `-` and `.`, and must not be empty, `.` or `..`.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(client: tencent_chat::Client) -> Result<(), tencent_chat::Error> {
    /// let request = serde_json::json!({"Report_Account": "user15", "Peer_Account": "user16"});
    /// let call = client.call_raw("v4/openim/admin_set_msg_read", &request);
    /// let response = call.timeout(Duration::from_secs(10)).await?;
    /// println!("{response}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_raw(&self, path: &str, request: &Value) -> RawCall {
        RawCall::new(&self.core, path, request)
    }

    /// Returns a client for another administrator of the app. It shares the connections, the rate limits and the budget
    /// of retries with this one. Keep it, because each new one signs its own `UserSig` or requests one from the
    /// provider.
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration) if the client has a fixed `UserSig`, which is
    /// valid for one identifier only, or if the identifier is invalid: see
    /// [`Subject::check`](crate::user_sig::Subject::check).
    pub fn as_user(&self, identifier: impl Into<String>) -> Result<Self, Error> {
        let identifier = identifier.into();
        let mut problems: Vec<_> = bad_identifier(&identifier).into_iter().collect();
        match self.core.signer().credentials().for_identifier(identifier) {
            Some(credentials) if problems.is_empty() => {
                return Ok(Self { core: self.core.with(credentials) });
            }
            Some(_) => {}
            None => problems.push("a fixed UserSig is valid for one identifier only".to_owned()),
        }
        Err(Error::misuse("could not act as another user", problems))
    }

    /// Returns the `SDKAppID` of the app.
    #[must_use]
    pub fn sdk_app_id(&self) -> u32 {
        self.core.signer().sdk_app_id()
    }

    /// Issues a `UserSig` with which an end user of the app logs in. It is valid from now, for a whole number of
    /// seconds. "Now" is the service's time if a response has reported it, else the client's clock. Tencent advises a
    /// lifetime of at least 24 hours. Nothing is sent.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use tencent_chat::{Client, Error};
    /// fn log_in(client: &Client, user: &str) -> Result<String, Error> {
    ///     let user_sig = client.sign_for(user, Duration::from_secs(7 * 24 * 60 * 60))?;
    ///     Ok(user_sig.expose().to_owned())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration) if the client has no secret key. Fails with
    /// kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the user is invalid (see
    /// [`Subject::check`](crate::user_sig::Subject::check)), or if the lifetime is shorter than a second or longer than
    /// [`Lifetime::MAX`].
    pub fn sign_for(&self, user: impl Into<UserId>, lifetime: Duration) -> Result<UserSig, Error> {
        let user = user.into();
        let subject = Subject::new(self.sdk_app_id(), user.as_str());
        let checked = subject.check().map_err(|problem| format!("the user {problem}"));
        checked.map_err(Error::invalid)?;
        let lifetime =
            Lifetime::new(lifetime).map_err(|error| Error::invalid(error.to_string()))?;
        self.core.signer().sign_for(&subject, lifetime).ok_or_else(|| {
            let problem = "the client has no secret key".to_owned();
            Error::misuse("could not sign for the user", vec![problem])
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.core.signer().hosts().base(Host::First).url().as_str())
            .field("options", &self.core.options())
            .finish_non_exhaustive()
    }
}
