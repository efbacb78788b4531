//! Diagnoses the setup of a client, with one harmless call.

use std::fmt;

use super::Client;
use crate::account::{AccountItem, account_check};
#[cfg(feature = "blocking")]
use crate::call::{block_on, runtime};
use crate::error::Error;
use crate::{CodeKind, ErrorCode, ErrorKind};

/// The offset up to which a clock counts as right, in seconds.
const TOLERANCE: u64 = 60;

impl Client {
    /// Checks the address, the clock, the app, the identifier and the key with one harmless call: `account_check` of
    /// the identifier.
    ///
    /// ```no_run
    /// # async fn example(client: tencent_chat::Client) {
    /// let diagnosis = client.diagnose().await;
    /// assert!(diagnosis.is_ok(), "{diagnosis}");
    /// # }
    /// ```
    pub async fn diagnose(&self) -> Diagnosis {
        let identifier = self.core.signer().credentials().identifier.as_str();
        let request = account_check::Request::new([AccountItem::new(identifier)]);
        let mut future = self.call(request).into_future();
        let result = (&mut future).await;
        Diagnosis::of(result.err().as_ref(), future.service_time(), self.core.clock().unix_time())
    }

    /// Waits for [`diagnose`](Self::diagnose). Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration) on a thread that is polling an async task,
    /// because it would hold up the task.
    #[cfg(feature = "blocking")]
    pub fn diagnose_blocking(&self) -> Result<Diagnosis, Error> {
        Ok(block_on(runtime()?, self.diagnose()))
    }
}

/// The result of [`Client::diagnose`](crate::Client::diagnose). `Display` writes a line for each check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// The service responds at the address, and does not itself fail.
    pub host: Check,
    /// The client's clock agrees with that of the service within a minute.
    pub clock: Check,
    /// The app exists, and the service accepts calls for it.
    pub app: Check,
    /// The identifier is an administrator of the app.
    pub identifier: Check,
    /// The secret key or the `UserSig` is that of the app.
    pub key: Check,
}

/// The result of one check of a [`Diagnosis`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// The check passed.
    Ok,
    /// The check failed, for this reason.
    Failed(String),
    /// The call did not get far enough to tell, or was not sent.
    Skipped,
}

impl Diagnosis {
    /// Returns `true` if every check is [`Check::Ok`].
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.checks().iter().all(|(_, check)| **check == Check::Ok)
    }

    fn checks(&self) -> [(&'static str, &Check); 5] {
        [
            ("host", &self.host),
            ("clock", &self.clock),
            ("app", &self.app),
            ("identifier", &self.identifier),
            ("key", &self.key),
        ]
    }

    /// Derives the checks from the error of a call, if it failed, and from the time of the service and that of the
    /// client.
    pub(crate) fn of(error: Option<&Error>, service_time: Option<u64>, own_time: u64) -> Self {
        use Check::{Failed, Ok, Skipped};

        let clock = match service_time {
            None => Skipped,
            Some(time) if time.abs_diff(own_time) <= TOLERANCE => Ok,
            Some(time) => {
                let side = if own_time < time { "behind" } else { "ahead of" };
                Failed(format!(
                    "it is {} s {side} the clock of the service",
                    time.abs_diff(own_time)
                ))
            }
        };
        let mut found = Self { host: Ok, clock, app: Skipped, identifier: Skipped, key: Skipped };
        let Some(error) = error else {
            [found.app, found.identifier, found.key] = [Ok, Ok, Ok];
            return found;
        };
        let failed = Failed(error.to_string());
        match error.kind() {
            ErrorKind::Service => found.blame(error, failed),
            ErrorKind::Credentials => (found.host, found.key) = (Skipped, failed),
            // Nothing was sent.
            _ if error.attempts() == 0 => found.host = Skipped,
            _ => found.host = failed,
        }
        found
    }

    /// Assigns the failure to a check by the code of the service. The service checks the app first, then the owner of
    /// the signature, then the signature, and last the owner's permissions. Any other code, such as one of a quota or
    /// of the edition, concerns the app, unless the code is an internal error or timeout of the service.
    fn blame(&mut self, error: &Error, failed: Check) {
        use Check::Ok;

        match error.code().unwrap_or_default() {
            ErrorCode::USER_SIG_OF_OTHER_USER
            | ErrorCode::INVALID_USER_ID_OR_SIG
            | ErrorCode::INVALID_USER_ID_OR_SIG_60005 => {
                (self.app, self.identifier) = (Ok, failed);
            }
            ErrorCode::ADMIN_REQUIRED => {
                (self.app, self.identifier, self.key) = (Ok, failed, Ok);
            }
            ErrorCode::USER_SIG_EMPTY
            | ErrorCode::USER_SIG_MALFORMED
            | ErrorCode::USER_SIG_MALFORMED_70005
            | ErrorCode::KEY_NOT_FOUND
            | ErrorCode::USER_SIG_EXPIRED
            | ErrorCode::USER_SIG_OF_OTHER_KEY => (self.app, self.key) = (Ok, failed),
            _ => match error.info().map(|info| info.kind) {
                Some(CodeKind::Internal | CodeKind::Timeout) => self.host = failed,
                _ => self.app = failed,
            },
        }
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, check) in self.checks() {
            match check {
                Check::Ok => writeln!(f, "{name}: ok")?,
                Check::Failed(reason) => writeln!(f, "{name}: failed, {reason}")?,
                Check::Skipped => writeln!(f, "{name}: skipped")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_was_not_sent_tells_nothing_of_the_service() {
        for error in [
            Error::invalid("the request is invalid".to_owned()),
            Error::configuration(vec!["the client is invalid".to_owned()]),
        ] {
            let found = Diagnosis::of(Some(&error), None, 0);
            assert!(found.checks().iter().all(|(_, check)| **check == Check::Skipped), "{found}");
        }
    }
}
