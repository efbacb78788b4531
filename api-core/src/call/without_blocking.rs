//! `send_blocking` without the feature `blocking`: it exists only so that the compiler can explain its refusal.

use super::Call;
use crate::{CallRequest, Error};

/// The feature `blocking`. No type implements this.
#[doc(hidden)]
#[expect(unnameable_types, reason = "nothing is to implement it")]
#[diagnostic::on_unimplemented(
    message = "`send_blocking` needs the feature `blocking` of `tencent-chat`",
    label = "the feature is off",
    note = "write `features = [\"blocking\"]` at the dependency in Cargo.toml, or await the call"
)]
pub trait BlockingFeature: CallRequest {
    /// Is never called.
    ///
    /// # Errors
    ///
    /// Is never called.
    fn send(call: Call<Self>) -> Result<Self::Response, Error>
    where
        Self: Sized;
}

impl<R: CallRequest> Call<R> {
    /// Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Cannot be called without it.
    #[doc(hidden)]
    pub fn send_blocking(self) -> Result<R::Response, Error>
    where
        R: BlockingFeature,
    {
        R::send(self)
    }
}
