//! The URL with the signature: the parts of a request that are computed once per signature.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use secrecy::zeroize::{Zeroize, ZeroizeOnDrop};

use crate::transport::{BaseUrl, Host, Hosts};
use crate::user_sig::UserSig;

/// A new signature is used for this long even if it seems expired, because the local date may be wrong. The response of
/// the service then tells.
pub(super) const FRESH: Duration = Duration::from_secs(2);

/// All characters but the unreserved ones of RFC 3986 and `*`.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*');

/// The parts of a request that are computed once per signature, not once per call.
pub(crate) struct SignedUrl {
    hosts: Arc<Hosts>,
    /// The base URL, with the query that all calls have.
    pub(super) url: ParsedUrl,
    /// The URL at the second host, built on first use.
    second_url: OnceLock<ParsedUrl>,
    /// The `UserSig`, which is redacted in texts of the service.
    pub(crate) user_sig: UserSig,
    renew_at: u64,
    pub(super) expires_at: u64,
    /// The time at which it was signed or received, by the client's clock.
    obtained_at: Duration,
}

/// A URL that contains a `UserSig`. It is wiped when dropped.
pub(super) struct ParsedUrl(Option<Url>);

impl SignedUrl {
    /// Builds the URL for a signature of this identifier.
    pub(super) fn new(
        hosts: Arc<Hosts>,
        sdk_app_id: u32,
        identifier: &str,
        user_sig: UserSig,
        renew_at: u64,
        expires_at: u64,
        obtained_at: Duration,
    ) -> Self {
        let mut digits = itoa::Buffer::new();
        let query = [
            "sdkappid=",
            digits.format(sdk_app_id),
            "&identifier=",
            &utf8_percent_encode(identifier, ESCAPED).to_string(),
            "&usersig=",
            &utf8_percent_encode(user_sig.expose(), ESCAPED).to_string(),
            "&contenttype=json",
        ];
        let mut query = query.concat();
        let mut url = hosts.base(Host::First).url().clone();
        url.set_query(Some(&query));
        query.zeroize();
        let url = ParsedUrl(Some(url));
        let second_url = OnceLock::new();
        Self { hosts, url, second_url, user_sig, renew_at, expires_at, obtained_at }
    }

    pub(super) fn holds(&self, unix_time: u64, now: Duration) -> bool {
        unix_time < self.expires_at || self.is_fresh(now)
    }

    pub(super) fn is_due(&self, unix_time: u64, now: Duration) -> bool {
        unix_time >= self.renew_at && !self.is_fresh(now)
    }

    fn is_fresh(&self, now: Duration) -> bool {
        now < self.obtained_at.saturating_add(FRESH)
    }

    pub(crate) fn base(&self, host: Host) -> &BaseUrl {
        self.hosts.base(host)
    }

    pub(crate) fn url(&self, host: Host) -> &Url {
        let url = match host {
            Host::First => &self.url,
            Host::Second => self.second_url.get_or_init(|| {
                let mut url = self.base(host).url().clone();
                url.set_query(self.url(Host::First).query());
                ParsedUrl(Some(url))
            }),
        };
        url.0.as_ref().unwrap_or(self.base(host).url())
    }
}

impl ZeroizeOnDrop for ParsedUrl {}

impl Drop for ParsedUrl {
    fn drop(&mut self) {
        if let Some(url) = self.0.take() {
            String::from(url).zeroize();
        }
    }
}
