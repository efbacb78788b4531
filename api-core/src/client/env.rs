//! Clients that are configured by environment variables.

use std::ffi::OsString;

use tencent_chat_specs::text::odd_in_name;

use super::Client;
use super::builder::ClientBuilder;
use crate::user_sig::{SecretKey, Subject, TextError};
use crate::{Credentials, Error, Region};

impl Client {
    /// Returns a builder for a client that is configured by the environment variables `CHAT_SDK_APP_ID`,
    /// `CHAT_SECRET_KEY`, `CHAT_IDENTIFIER` (an administrator of the app) and `CHAT_REGION` (a name of [`Region`]). All
    /// four are required.
    ///
    /// Values are not trimmed. Invisible characters and spaces or quotes at either end are refused.
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration). The message names each missing or invalid
    /// variable, but not its value.
    pub fn from_env() -> Result<ClientBuilder, Error> {
        let text = |text: OsString| text.to_string_lossy().into_owned();
        Self::from_vars(|name| std::env::var_os(name).map(text))
    }

    /// Returns a builder like [`Client::from_env`], but looks the variables up with `lookup`.
    ///
    /// # Errors
    ///
    /// Fails like [`Client::from_env`].
    pub fn from_vars(lookup: impl Fn(&str) -> Option<String>) -> Result<ClientBuilder, Error> {
        let mut vars = Vars { lookup, problems: Vec::new() };
        let sdk_app_id = vars.get("CHAT_SDK_APP_ID", app_id_of);
        let secret_key = vars.get("CHAT_SECRET_KEY", |key| {
            let key = SecretKey::new(key);
            key.check().map(|()| key).map_err(|problem| problem.to_string())
        });
        let identifier = vars.get("CHAT_IDENTIFIER", |identifier| {
            let checked = Subject::new(0, identifier).check();
            checked.map(|()| identifier.to_owned()).map_err(|problem| problem.to_string())
        });
        let region = vars.get("CHAT_REGION", |name| {
            name.parse::<Region>().map_err(|problem| format!("names an {problem}"))
        });
        match (sdk_app_id, secret_key, identifier, region) {
            (Some(sdk_app_id), Some(secret_key), Some(identifier), Some(region)) => {
                let credentials = Credentials::secret_key(identifier, secret_key);
                Ok(Self::builder(sdk_app_id, credentials).region(region))
            }
            _ => Err(Error::configuration(vars.problems)),
        }
    }
}

/// The environment variables, and the problems found in them.
struct Vars<F> {
    lookup: F,
    problems: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Vars<F> {
    /// Reads a variable. An odd character is reported for every variable, whatever its format.
    fn get<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let value = (self.lookup)(name).filter(|value| !value.trim().is_empty());
        let value = value.ok_or_else(|| "is not set".to_owned());
        let value = value.and_then(|value| match odd_in_name(&value) {
            Some(c) => Err(TextError::Character(c).to_string()),
            None => read(&value),
        });
        value.map_err(|problem| self.problems.push(format!("{name} {problem}"))).ok()
    }
}

/// Parses a number that consists of ASCII digits only.
fn app_id_of(text: &str) -> Result<u32, String> {
    match text.chars().find(|c| !c.is_ascii_digit()) {
        None => text.parse().map_err(|_| "is larger than any SDKAppID".to_owned()),
        Some(_) => Err("is not a number".to_owned()),
    }
}
