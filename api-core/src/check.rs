//! Whether a client is set up right, in words.

use std::fmt;

use crate::error::Error;
use crate::{ErrorCode, ErrorKind};

/// How far a clock may be off before it is said to be wrong, in seconds.
const TOLERANCE: u64 = 60;

/// What [`Client::check`](crate::Client::check) found. `Display` says it in a line for each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// Whether the service answers at the address.
    pub host: Finding,
    /// Whether the client's clock agrees with that of the service, within a minute.
    pub clock: Finding,
    /// Whether there is such an app.
    pub app: Finding,
    /// Whether the identifier is an administrator of the app.
    pub identifier: Finding,
    /// Whether the secret key, or the `UserSig`, is that of the app.
    pub key: Finding,
}

/// What was found of a part of the set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is right.
    Right,
    /// It is wrong, for this reason.
    Wrong(String),
    /// The call did not get far enough to tell.
    Unknown,
}

impl Check {
    /// Whether all is right.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.parts().iter().all(|(_, finding)| **finding == Finding::Right)
    }

    fn parts(&self) -> [(&'static str, &Finding); 5] {
        [
            ("host", &self.host),
            ("clock", &self.clock),
            ("app", &self.app),
            ("identifier", &self.identifier),
            ("key", &self.key),
        ]
    }

    /// Reads it off the outcome of a call, the time at the service and that of the client.
    pub(crate) fn of(error: Option<&Error>, service_time: Option<u64>, own_time: u64) -> Self {
        use Finding::{Right, Unknown, Wrong};

        let clock = match service_time {
            None => Unknown,
            Some(time) if time.abs_diff(own_time) <= TOLERANCE => Right,
            Some(time) => {
                let side = if own_time < time { "behind" } else { "ahead of" };
                Wrong(format!("it is {} s {side} that of the service", time.abs_diff(own_time)))
            }
        };
        let mut found =
            Self { host: Right, clock, app: Unknown, identifier: Unknown, key: Unknown };
        let Some(error) = error else {
            [found.app, found.identifier, found.key] = [Right, Right, Right];
            return found;
        };
        let wrong = Wrong(error.to_string());
        match error.kind() {
            ErrorKind::Service => found.blame(error.code().unwrap_or_default(), wrong),
            ErrorKind::Credentials => (found.host, found.key) = (Unknown, wrong),
            ErrorKind::Limited => found.host = Unknown,
            _ => found.host = wrong,
        }
        found
    }

    /// Says what is wrong by the service's code. The service looks at the app first, then at whose the signature is, then
    /// at the signature, and last at what its owner may do.
    fn blame(&mut self, code: ErrorCode, wrong: Finding) {
        use Finding::Right;

        match code {
            ErrorCode::SDK_APP_ID_MISSING
            | ErrorCode::INVALID_SDK_APP_ID
            | ErrorCode::APP_NOT_FOUND
            | ErrorCode::APP_DISABLED
            | ErrorCode::PLAN_EXPIRED
            | ErrorCode::USER_SIG_OF_OTHER_APP => self.app = wrong,
            ErrorCode::USER_SIG_OF_OTHER_USER
            | ErrorCode::INVALID_USER_ID_OR_SIG
            | ErrorCode::INVALID_USER_ID_OR_SIG_60005 => {
                (self.app, self.identifier) = (Right, wrong);
            }
            ErrorCode::ADMIN_REQUIRED => {
                (self.app, self.identifier, self.key) = (Right, wrong, Right);
            }
            ErrorCode::USER_SIG_EMPTY
            | ErrorCode::USER_SIG_MALFORMED
            | ErrorCode::USER_SIG_MALFORMED_70005
            | ErrorCode::KEY_NOT_FOUND
            | ErrorCode::USER_SIG_EXPIRED
            | ErrorCode::USER_SIG_OF_OTHER_KEY => (self.app, self.key) = (Right, wrong),
            _ => self.host = wrong,
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (part, finding) in self.parts() {
            match finding {
                Finding::Right => writeln!(f, "{part}: right")?,
                Finding::Wrong(reason) => writeln!(f, "{part}: wrong, {reason}")?,
                Finding::Unknown => writeln!(f, "{part}: not known")?,
            }
        }
        Ok(())
    }
}
