//! Verifying deliveries.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::delivery::{Delivery, Query};
use super::platform::Platform;
use crate::codec::Strictness;
use crate::types::text;
use crate::user_sig::{TextError, UnixTime};

/// The longest token, in bytes. The bound is our own.
const MAX_TOKEN: usize = 256;

/// The default window, in seconds.
const WINDOW: u64 = 300;

/// Verifies deliveries: that they are for this app, signed with its token, and not old. It has no clock and makes no I/O.
///
/// `Debug` does not show the tokens.
///
/// ```
/// use tencent_chat_specs::user_sig::UnixTime;
/// use tencent_chat_specs::webhook::{Refused, Verifier};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let verifier = Verifier::new(1_400_000_000, "xxxxyyyy")?;
/// let now = UnixTime::from_secs(1_669_872_112);
/// let query = verifier.signed_query("State.StateChange", now);
/// let body = r#"{"CallbackCommand":"State.StateChange"}"#;
///
/// let delivery = verifier.receive(&query, body, now)?;
/// assert_eq!(delivery.command, "State.StateChange");
///
/// let late = UnixTime::from_secs(now.as_secs() + 301);
/// let refused = verifier.receive(&query, body, late).unwrap_err();
/// assert_eq!(refused.to_string(), "the delivery was signed 301 seconds ago, more than the window of 300 seconds");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Verifier {
    sdk_app_id: u32,
    tokens: Vec<SecretString>,
    window: Duration,
    strictness: Strictness,
}

/// The reason why a delivery was refused. It repeats neither `Sign` nor a token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// The query has no such parameter.
    Missing(&'static str),
    /// The query has this parameter twice.
    Repeated(&'static str),
    /// The value of this parameter is not a number.
    NoNumber(&'static str),
    /// The delivery is for another app.
    OtherApp {
        /// The SDKAppID of the query.
        found: u32,
        /// The SDKAppID of the verifier.
        expected: u32,
    },
    /// `Sign` was not made with the token.
    WrongSign,
    /// The delivery was signed too long ago.
    Stale {
        /// The seconds since then.
        seconds: u64,
        /// The window, in seconds.
        window: u64,
    },
    /// The delivery was signed in the future: the clock of the receiver is slow, or that of the service is fast.
    Early {
        /// The seconds until then.
        seconds: u64,
        /// The window, in seconds.
        window: u64,
    },
    /// The command of the body is not that of the query.
    CommandDiffers,
}

impl Verifier {
    /// Creates a verifier for the webhooks of an app with a token, as it is set in the console.
    ///
    /// # Errors
    ///
    /// Fails if the token is empty, longer than 256 bytes, or has white space, quotes or characters beyond ASCII.
    pub fn new(sdk_app_id: u32, token: impl Into<String>) -> Result<Self, TextError> {
        Self::without_token(sdk_app_id).token(token)
    }

    /// Creates a verifier for an app without a token. It checks the SDKAppID only, so **anyone who knows the URL can
    /// deliver anything**.
    #[must_use]
    pub fn without_token(sdk_app_id: u32) -> Self {
        let window = Duration::from_secs(WINDOW);
        Self { sdk_app_id, tokens: Vec::new(), window, strictness: Strictness::Lenient }
    }

    /// Adds a token, so that an old and a new one hold at the same time.
    ///
    /// # Errors
    ///
    /// Fails as [`new`](Self::new) does.
    pub fn token(mut self, token: impl Into<String>) -> Result<Self, TextError> {
        let token = SecretString::from(token.into());
        text::check(token.expose_secret(), MAX_TOKEN, text::odd_in_secret)?;
        self.tokens.push(token);
        Ok(self)
    }

    /// Sets how long before or after its signature a delivery may arrive; 300 seconds by default. The documents give no
    /// such time. Fractions of a second are cut off.
    #[must_use]
    pub fn window(self, window: Duration) -> Self {
        Self { window, ..self }
    }

    /// Refuses nothing that is odd in an event by default. With this, an event with an oddity is
    /// [`Webhook::Other`](super::Webhook::Other); for tests.
    #[must_use]
    pub fn strict_events(self) -> Self {
        Self { strictness: Strictness::Strict, ..self }
    }

    /// Verifies a delivery and reads it. `query` is the part of the URL after the question mark, `now` the present time.
    ///
    /// # Errors
    ///
    /// Fails if the delivery is for another app, lacks `Sign`, has one that was not made with a token of this verifier, or
    /// one that is not within the window. A delivery that was verified but cannot be read is
    /// [`Webhook::Other`](super::Webhook::Other).
    pub fn receive(
        &self,
        query: &str,
        body: impl Into<Vec<u8>>,
        now: UnixTime,
    ) -> Result<Delivery, Refused> {
        let query = self.read_query(query, now)?;
        Delivery::read(query, body.into(), self.strictness).map_err(|_| Refused::CommandDiffers)
    }

    /// Verifies the query of a delivery alone, so that a receiver reads no body that it refuses anyway.
    ///
    /// # Errors
    ///
    /// Fails as [`receive`](Self::receive) does, but for what is in the body.
    pub fn verify(&self, query: &str, now: UnixTime) -> Result<(), Refused> {
        self.read_query(query, now).map(drop)
    }

    fn read_query(&self, query: &str, now: UnixTime) -> Result<Query, Refused> {
        let parameters = Parameters::read(query)?;
        let found = number("SdkAppid", parameters.required(APP)?)?;
        let found = u32::try_from(found).map_err(|_| Refused::NoNumber("SdkAppid"))?;
        if found != self.sdk_app_id {
            return Err(Refused::OtherApp { found, expected: self.sdk_app_id });
        }
        let request_time =
            if self.tokens.is_empty() { None } else { Some(self.check_sign(&parameters, now)?) };
        Ok(Query {
            command: parameters.required(COMMAND)?.to_owned(),
            sdk_app_id: found,
            client_ip: parameters.get(IP).map(str::to_owned),
            platform: parameters.get(PLATFORM).map(Platform::read),
            request_time,
        })
    }

    /// Checks `Sign` first, so that nobody without the token learns the time of the receiver.
    fn check_sign(&self, parameters: &Parameters<'_>, now: UnixTime) -> Result<UnixTime, Refused> {
        let sign = parameters.required(SIGN)?;
        let time = parameters.required(TIME)?;
        let seconds = number("RequestTime", time)?;
        let is_signed = self.tokens.iter().fold(false, |is_signed, token| {
            is_signed | bool::from(sign_of(token, time).ct_eq(sign.as_bytes()))
        });
        if !is_signed {
            return Err(Refused::WrongSign);
        }
        let (now, window) = (now.as_secs(), self.window.as_secs());
        match (now.saturating_sub(seconds), seconds.saturating_sub(now)) {
            (ago, _) if ago > window => Err(Refused::Stale { seconds: ago, window }),
            (_, ahead) if ahead > window => Err(Refused::Early { seconds: ahead, window }),
            _ => Ok(UnixTime::from_secs(seconds)),
        }
    }

    /// Returns the query of a delivery, signed with the first token, for tests of a receiver.
    ///
    /// Whoever has it can deliver anything until the window ends.
    #[must_use]
    pub fn signed_query(&self, command: &str, now: UnixTime) -> String {
        let time = now.as_secs().to_string();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair(APP.0, &self.sdk_app_id.to_string());
        query.append_pair(COMMAND.0, command);
        query.append_pair("contenttype", "json");
        query.append_pair(IP.0, "127.0.0.1");
        query.append_pair(PLATFORM.0, Platform::RestApi.as_str());
        if let Some(token) = self.tokens.first() {
            query.append_pair(SIGN.0, &String::from_utf8_lossy(&sign_of(token, &time)));
            query.append_pair(TIME.0, &time);
        }
        query.finish()
    }
}

/// Returns the `Sign` of a second: 64 hexadecimal digits.
fn sign_of(token: &SecretString, time: &str) -> [u8; 64] {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let hash = Sha256::new().chain_update(token.expose_secret()).chain_update(time).finalize();
    let mut sign = [0; 64];
    for (digits, byte) in sign.chunks_exact_mut(2).zip(hash) {
        digits.copy_from_slice(&[byte >> 4, byte & 15].map(|value| DIGITS[usize::from(value)]));
    }
    sign
}

fn number(name: &'static str, text: &str) -> Result<u64, Refused> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_digits).ok_or(Refused::NoNumber(name))
}

/// The parameters of a query: their names and places.
type Name = (&'static str, usize);
const APP: Name = ("SdkAppid", 0);
const COMMAND: Name = ("CallbackCommand", 1);
const IP: Name = ("ClientIP", 2);
const PLATFORM: Name = ("OptPlatform", 3);
const SIGN: Name = ("Sign", 4);
const TIME: Name = ("RequestTime", 5);

struct Parameters<'q>([Option<Cow<'q, str>>; 6]);

/// Returns the name and the value of a parameter. Most have no escapes, and looking for these takes less time than
/// decoding.
fn pair(text: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    if text.contains(['%', '+']) {
        return form_urlencoded::parse(text.as_bytes()).next();
    }
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    Some((name.into(), value.into()))
}

impl<'q> Parameters<'q> {
    fn read(query: &'q str) -> Result<Self, Refused> {
        let mut found = Self(Default::default());
        for (name, value) in query.split('&').filter_map(pair) {
            let known = [APP, COMMAND, IP, PLATFORM, SIGN, TIME];
            if let Some((name, place)) = known.into_iter().find(|(known, _)| name == *known)
                && found.0[place].replace(value).is_some()
            {
                return Err(Refused::Repeated(name));
            }
        }
        Ok(found)
    }

    fn get(&self, (_, place): Name) -> Option<&str> {
        self.0[place].as_deref()
    }

    fn required(&self, name: Name) -> Result<&str, Refused> {
        self.get(name).filter(|value| !value.is_empty()).ok_or(Refused::Missing(name.0))
    }
}

impl Refused {
    /// Returns the HTTP status of the response: 401 if the delivery is not from the service or not for this app, else 400.
    /// The service takes any status but 200 as a failure, and lets the action take place.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Missing("Sign" | "RequestTime")
            | Self::OtherApp { .. }
            | Self::WrongSign
            | Self::Stale { .. }
            | Self::Early { .. } => 401,
            Self::Missing(_) | Self::Repeated(_) | Self::NoNumber(_) | Self::CommandDiffers => 400,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name @ ("Sign" | "RequestTime")) => write!(
                f,
                "the query has no `{name}`: set a token in the console, or verify without one"
            ),
            Self::Missing(name) => write!(f, "the query has no `{name}`"),
            Self::Repeated(name) => write!(f, "the query has `{name}` twice"),
            Self::NoNumber(name) => write!(f, "`{name}` of the query is not a number"),
            Self::OtherApp { found, expected } => {
                write!(f, "the delivery is for the app {found}, expected {expected}")
            }
            Self::WrongSign => f.write_str(
                "`Sign` was not made with the token: the token of the console differs, or the delivery is forged",
            ),
            Self::Stale { seconds, window } => write!(
                f,
                "the delivery was signed {seconds} seconds ago, more than the window of {window} seconds"
            ),
            Self::Early { seconds, window } => write!(
                f,
                "the delivery was signed {seconds} seconds in the future, more than the window of {window} seconds: is the clock of this machine slow?"
            ),
            Self::CommandDiffers => {
                f.write_str("the command of the body is not that of the query")
            }
        }
    }
}

impl std::error::Error for Refused {}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("sdk_app_id", &self.sdk_app_id)
            .field("tokens", &self.tokens.len())
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}
