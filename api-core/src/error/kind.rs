//! The words for what went wrong and for what a failed call did, by which users decide what to do.

/// The effect of a failed call on the service, as far as the client can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The call changed nothing: it was not sent, or it was refused before it was processed.
    None,
    /// The call may have taken effect.
    Unknown,
    /// The service reported success, but the client could not use the whole response.
    Done,
}

tencent_chat_specs::names! { Effect: None Unknown Done }

/// The kind of an [`Error`](crate::Error). It tells what went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from its settings, or its settings or the calling thread do not allow the operation.
    Configuration,
    /// The request breaks a documented constraint; see [`Error::violations`](crate::Error::violations). Also: an extra
    /// field is invalid or declared, the path or the body of a raw call is invalid, or an argument of
    /// [`Client::sign_for`](crate::Client::sign_for) is invalid. Nothing was sent.
    InvalidRequest,
    /// The client could not obtain a `UserSig` from the provider. Nothing was sent.
    Credentials,
    /// The rate limiter failed or issued no permit in time. Nothing was sent.
    RateLimited,
    /// The request could not be sent: no connection was established or accepted it, or the peer reported over HTTP/2
    /// that it did not process the request.
    NotSent,
    /// The response did not arrive completely in time, a large response was not decoded in time, or the deadline passed
    /// before the request was sent. [`Error::effect`](crate::Error::effect) tells whether the request may have taken
    /// effect.
    Timeout,
    /// The connection broke before the response had arrived completely.
    Transport,
    /// The HTTP status is not 200. The service itself responds with 200 only; see
    /// [`Error::http_status`](crate::Error::http_status).
    HttpStatus,
    /// The service reported that the call failed; see [`Error::code`](crate::Error::code).
    Service,
    /// The response could not be read; see [`Error::raw_body`](crate::Error::raw_body). It is not a JSON object, does
    /// not tell whether the call succeeded, would take too much memory, lacks the cursor of the next page, has an
    /// oddity while [`strict_responses`](crate::ClientBuilder::strict_responses) is set, or is larger
    /// than [`max_response_bytes`](crate::ClientBuilder::max_response_bytes).
    UnreadableResponse,
}

tencent_chat_specs::names! {
    ErrorKind: Configuration InvalidRequest Credentials RateLimited NotSent Timeout Transport HttpStatus Service
        UnreadableResponse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_effects_are_read_as_they_are_written() {
        for kind in ErrorKind::ALL {
            assert_eq!(kind.to_string(), format!("{kind:?}"), "as the metrics name it");
            assert_eq!(kind.name().parse(), Ok(*kind));
            let json = serde_json::to_string(kind).unwrap();
            assert_eq!(serde_json::from_str::<ErrorKind>(&json).unwrap(), *kind);
        }
        for effect in Effect::ALL {
            assert_eq!(effect.to_string().parse(), Ok(*effect));
            let json = serde_json::to_string(effect).unwrap();
            assert_eq!(serde_json::from_str::<Effect>(&json).unwrap(), *effect);
        }
        assert!("Lost".parse::<ErrorKind>().is_err());
    }
}
