//! Calls of endpoints that no spec declares.

use bytes::Bytes;
use serde_json::Value;

use crate::{Client, Error, endpoint};

/// Stands for an endpoint that no spec declares.
#[endpoint("v4/service/command")]
pub mod raw_call {
    pub struct Request {}

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[];
}

impl Client {
    /// Calls an endpoint that has no spec yet, such as `v4/openim/admin_set_msg_read`, with a JSON object, and gives the
    /// whole answer.
    ///
    /// It goes the way of every call: signed, limited, repeated where it certainly took no effect, classed by the codes
    /// that are known. No limit of a field is checked, and no rate is known but that of the app.
    ///
    /// ```no_run
    /// # async fn example(client: api_core::Client) -> Result<(), api_core::Error> {
    /// let request = serde_json::json!({"Report_Account": "user15", "Peer_Account": "user16"});
    /// let answer = client.call_raw("v4/openim/admin_set_msg_read", &request).await?;
    /// println!("{answer}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As a [`Call`](crate::Call). Its [`endpoint`](Error::endpoint) is none that is declared; the text names the path.
    pub async fn call_raw(&self, path: &str, request: &Value) -> Result<Value, Error> {
        let body = Bytes::from(request.to_string());
        let call = self.call(raw_call::Request::new());
        let mut answer = call.raw(path.to_owned(), body).into_future();
        let made = (&mut answer).await;
        let raw = made.and_then(|_| answer.raw().unwrap_or(Ok(Value::Null)));
        raw.map_err(|error| error.of_path(path))
    }
}
