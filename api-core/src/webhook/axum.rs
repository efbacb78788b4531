//! Receives webhooks with axum.

use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use http::{StatusCode, header};

use super::{Delivery, ReceiveError, Receiver};

/// Extracts a delivery from a request, verified by the [`Receiver`] of the state.
///
/// It is a type of this crate because the traits of axum can be implemented only where they or the type are declared, and
/// reading a request needs a clock, which the crate of [`Delivery`] does not have.
#[derive(Clone, Debug)]
pub struct Verified(pub Delivery);

impl<S> FromRequest<S> for Verified
where
    Receiver: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ReceiveError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ReceiveError> {
        Receiver::from_ref(state).receive(request).await.map(Self)
    }
}

/// The body is the reason, as text.
impl IntoResponse for ReceiveError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, self.to_string()).into_response();
        if status == StatusCode::METHOD_NOT_ALLOWED {
            let post = header::HeaderValue::from_static("POST");
            response.headers_mut().insert(header::ALLOW, post);
        }
        response
    }
}
