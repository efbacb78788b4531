//! The replies as responses of axum. The impl stands here because neither the trait nor the type is `tencent-chat`'s own.

use axum_core::response::{IntoResponse, Response};

use super::response::WebhookResponse;

/// The status is 200 and the content type `application/json`.
impl IntoResponse for WebhookResponse {
    fn into_response(self) -> Response {
        ([("content-type", "application/json")], self.into_body()).into_response()
    }
}
