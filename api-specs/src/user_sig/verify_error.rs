//! The reasons to refuse a `UserSig`.

use std::fmt;

/// The reason why a `UserSig` was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It is not a `UserSig`, for the given reason.
    Malformed(&'static str),
    /// It was issued for another app.
    OtherApp,
    /// It was issued to another user.
    OtherIdentifier,
    /// It carries another userbuf, an unexpected one, or none although one is expected.
    OtherUserbuf,
    /// It has expired.
    Expired,
    /// It was signed with another key, or changed afterwards.
    OtherKey,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(reason) => write!(f, "the UserSig is malformed: {reason}"),
            Self::OtherApp => f.write_str("the UserSig was issued for another SDKAppID"),
            Self::OtherIdentifier => f.write_str("the UserSig was issued to another identifier"),
            Self::OtherUserbuf => f.write_str("the UserSig carries another userbuf"),
            Self::Expired => f.write_str("the UserSig has expired"),
            Self::OtherKey => f.write_str("the UserSig was not signed with this key"),
        }
    }
}

impl std::error::Error for VerifyError {}
