//! The gateway checks every call before a handler sees it: method, path, query, signature, rate, JSON. The HTTP status
//! is always 200, unless a fault overrides it.

use std::collections::BTreeMap;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use serde_json::{Map, Value};
use tencent_chat_specs::codec;
use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::user_sig::{Subject, UnixTime, VerifyError};
use tencent_chat_specs::{ActionStatus, Envelope, ErrorCode};

use crate::api_error::ApiError;
use crate::app::App;
use crate::fault::Fault;
use crate::handler::AdmittedCall;
use crate::state::ReceivedRequest;
use crate::webhooks::{self, Verdict};
use crate::{State, request_check, routes};

/// The size of the largest body that is read, in bytes.
const MAX_BODY: usize = 1024 * 1024;

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new().fallback(serve).with_state(app)
}

async fn serve(Shared(app): Shared<Arc<App>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().trim_start_matches('/');
    let body = to_bytes(body, MAX_BODY).await;
    if !app.is_unlocked().await {
        return refusal(locked()).into_response();
    }
    let fault = app.state().matching_fault(path);
    let json = match &fault {
        Some(Fault::Code(code)) => refusal((*code).into()),
        Some(Fault::Body(body)) => body.clone(),
        Some(Fault::Status(_) | Fault::ResetBefore) => Vec::new(),
        Some(Fault::ResetAfter | Fault::Cut | Fault::Delay(_)) | None => {
            let query = parts.uri.query().unwrap_or_default();
            let response = match &body {
                Ok(body) => respond(&app, &parts.method, path, query, body).await,
                Err(_) => Err(ApiError::new(
                    ErrorCode::MALFORMED_HTTP_REQUEST,
                    "the body is truncated or too large",
                )),
            };
            response.unwrap_or_else(refusal)
        }
    };
    let summary = Summary::of(&json);
    let body = body.unwrap_or_default();
    let loggable = loggable(path);
    app.state().keep_request(ReceivedRequest::new(loggable, body, summary.code));
    if let Some(log) = &app.log {
        log(&line_of(loggable, fault.as_ref(), &summary, json.len()));
    }
    let body = match fault {
        Some(Fault::Status(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            return status.into_response();
        }
        Some(Fault::Delay(delay)) => {
            tokio::time::sleep(delay).await;
            Body::from(json)
        }
        Some(Fault::Cut) => Body::from_stream(Cut::Half(json)),
        Some(Fault::ResetBefore | Fault::ResetAfter) => Body::from_stream(Cut::Break),
        _ => Body::from(json),
    };
    let date = UNIX_EPOCH + Duration::from_secs(app.state().unix_time());
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::DATE, httpdate::fmt_http_date(date)),
    ];
    (headers, body).into_response()
}

/// Returns the error of a call that could not lock the state in time.
fn locked() -> ApiError {
    let info = "the guard of `Simulator::state()` is held while a call is awaited: drop it first";
    ApiError::new(ErrorCode::MALFORMED_HTTP_REQUEST, info)
}

/// Truncates the path at the first character that no endpoint path contains. A client might percent-encode the `?`, so
/// that the query with the `UserSig` becomes part of the path.
fn loggable(path: &str) -> &str {
    let is_foreign = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '/' | '_' | '-' | '.');
    path.split(is_foreign).next().unwrap_or_default()
}

/// Returns the log line of a call, such as `v4/im_open_login_svc/kick: 70107 ACCOUNT_NOT_FOUND`. It never has the
/// query, which holds the `UserSig`.
fn line_of(path: &str, fault: Option<&Fault>, summary: &Summary, length: usize) -> String {
    match (fault, summary.code) {
        (Some(fault), _) => format!("{path}: {fault:?} (injected)"),
        (None, Some(code)) if code.is_ok() => format!("{path}: OK"),
        (None, Some(code)) => format!("{path}: {code}: {}", summary.info),
        (None, None) => format!("{path}: {length} bytes"),
    }
}

/// The part of a response's envelope that is logged.
struct Summary {
    code: Option<ErrorCode>,
    info: String,
}

impl Summary {
    fn of(json: &[u8]) -> Self {
        let envelope: Envelope = serde_json::from_slice(json).unwrap_or_default();
        Self { code: envelope.error_code, info: envelope.error_info.unwrap_or_default() }
    }
}

/// Streams the first half of a body, then breaks the connection. To break without a response, it begins with `Break`.
enum Cut {
    /// The first half of this body is next.
    Half(Vec<u8>),
    /// The server is to flush the half.
    Flush,
    /// The connection is to break.
    Break,
}

impl Stream for Cut {
    type Item = io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match std::mem::replace(&mut *self, Self::Break) {
            Self::Half(mut body) => {
                *self = Self::Flush;
                body.truncate(body.len() / 2);
                Poll::Ready(Some(Ok(body)))
            }
            // hyper flushes when the body is not ready. At an error it drops what it has not flushed.
            Self::Flush => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Break => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
        }
    }
}

/// Responds to a call: serves it, or admits it, asks the app about it and then takes the action.
async fn respond(
    app: &Arc<App>,
    method: &Method,
    path: &str,
    query: &str,
    body: &Bytes,
) -> Result<Vec<u8>, ApiError> {
    let AdmittedCall { question, finish } = match begin(app, method, path, query, body)? {
        Begun::Served(response) => return Ok(response),
        Begun::Admitted(call) => call,
    };
    let Some(question) = question else { return finish(Verdict::unasked(), &mut app.state()) };
    // The action does not depend on the caller, who may give up before the app has replied.
    let app = Arc::clone(app);
    let asking = tokio::spawn(async move {
        let verdict = webhooks::ask(&app, question).await?;
        if !app.is_unlocked().await {
            return Err(locked());
        }
        finish(verdict, &mut app.state())
    });
    asking.await.unwrap_or_else(|error| {
        Err(ApiError::new(ErrorCode::MALFORMED_HTTP_REQUEST, error.to_string()))
    })
}

/// A call after the first look at it.
enum Begun {
    /// It was served. This is the body of its response.
    Served(Vec<u8>),
    /// A webhook may ask about it.
    Admitted(AdmittedCall),
}

fn begin(
    app: &App,
    method: &Method,
    path: &str,
    query: &str,
    body: &Bytes,
) -> Result<Begun, ApiError> {
    let mut state = app.state();
    if method != Method::POST {
        let info = format!("the method is {method}, not POST");
        return Err(ApiError::new(ErrorCode::MALFORMED_HTTP_REQUEST, info));
    }
    let route = routes::find(path).ok_or_else(|| {
        ApiError::new(ErrorCode::NO_SUCH_ENDPOINT, format!("{} is not simulated", loggable(path)))
    })?;
    check_query(app, &state, query)?;
    if !state.count_call(route.spec) {
        return Err(ErrorCode::ENDPOINT_RATE_EXCEEDED.into());
    }
    let json = object_of(body)?;
    request_check::request(&state, route.spec, route.invalid, &json)?;
    match route.admit {
        Some(admit) if state.has_webhooks() => admit(body, &mut state).map(Begun::Admitted),
        _ => route.serve(body, &mut state).map(Begun::Served),
    }
}

fn check_query(app: &App, state: &State, query: &str) -> Result<(), ApiError> {
    let query: BTreeMap<String, String> =
        form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let get = |key: &str| query.get(key).map(String::as_str).filter(|value| !value.is_empty());
    let sdk_app_id = get("sdkappid").ok_or(ErrorCode::SDK_APP_ID_MISSING)?;
    let sdk_app_id: u32 = sdk_app_id.parse().map_err(|_| ErrorCode::INVALID_SDK_APP_ID)?;
    if sdk_app_id != app.sdk_app_id {
        return Err(ErrorCode::APP_NOT_FOUND.into());
    }
    let malformed = |info: &str| ApiError::new(ErrorCode::MALFORMED_HTTP_REQUEST, info);
    if get("contenttype") != Some("json") {
        return Err(malformed("`contenttype` is not `json`"));
    }
    if get("random").is_none_or(|random| random.parse::<u32>().is_err()) {
        return Err(malformed("`random` is not a 32-bit unsigned integer"));
    }
    let identifier = get("identifier").ok_or(ErrorCode::INVALID_USER_ID_OR_SIG)?;
    let user_sig = get("usersig").ok_or(ErrorCode::USER_SIG_EMPTY)?;
    let subject = Subject::new(sdk_app_id, identifier);
    let verified = app.key().verify(user_sig, &subject, UnixTime::from_secs(state.unix_time()));
    verified.map_err(|error| ApiError::new(code_of(&error), error.to_string()))?;
    if identifier == app.admin { Ok(()) } else { Err(ErrorCode::ADMIN_REQUIRED.into()) }
}

fn code_of(error: &VerifyError) -> ErrorCode {
    match error {
        VerifyError::OtherApp => ErrorCode::USER_SIG_OF_OTHER_APP,
        VerifyError::OtherIdentifier => ErrorCode::USER_SIG_OF_OTHER_USER,
        VerifyError::Expired => ErrorCode::USER_SIG_EXPIRED,
        VerifyError::OtherKey => ErrorCode::USER_SIG_OF_OTHER_KEY,
        _ => ErrorCode::USER_SIG_MALFORMED,
    }
}

/// Reads the body as a JSON object.
fn object_of(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    let malformed = |info: String| ApiError::new(ErrorCode::MALFORMED_JSON, info);
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(malformed("the body is not a JSON object".to_owned())),
        Err(error) => Err(malformed(error.to_string())),
    }
}

/// Returns the response to a call that fails: the envelope alone.
fn refusal(error: ApiError) -> Vec<u8> {
    let envelope = Envelope::new()
        .action_status(ActionStatus::Fail)
        .error_code(error.code)
        .error_info(error.info);
    codec::to_json(RecordRef::new(&envelope)).unwrap_or_default()
}
