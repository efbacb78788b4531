//! The hosts that calls go to: a base URL, and optionally a second one for when the first cannot be reached.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Url;

/// Calls stay on the second host for this long before one of them tries the first again.
const AWAY: Duration = Duration::from_secs(60);

/// The hosts of a client. Calls go to the first until a request could not be sent there.
pub(crate) struct Hosts {
    first: BaseUrl,
    second: Option<BaseUrl>,
    /// The time at which a call tries the first host again, in nanoseconds of the client's clock; 0 while calls go to
    /// the first.
    away_until: AtomicU64,
    /// The times of the last response of each host, in nanoseconds of the client's clock.
    reached_at: [AtomicU64; 2],
}

/// One of the hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    First,
    Second,
}

/// A base URL.
pub(crate) struct BaseUrl {
    url: Url,
    #[cfg(feature = "hyper")]
    authority: http::Uri,
    /// The header `Host`.
    #[cfg(feature = "hyper")]
    host: http::HeaderValue,
}

impl BaseUrl {
    pub(crate) fn new(url: Url) -> Result<Self, String> {
        Ok(Self {
            #[cfg(feature = "hyper")]
            authority: http::Uri::try_from(url.as_str())
                .map_err(|error| format!("the base URL is invalid: {error}"))?,
            #[cfg(feature = "hyper")]
            host: host_of(&url)?,
            url,
        })
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// Returns scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Returns scheme, host and port, with some path.
    #[cfg(feature = "hyper")]
    pub(crate) fn authority(&self) -> &http::Uri {
        &self.authority
    }

    #[cfg(feature = "hyper")]
    pub(crate) fn host(&self) -> &http::HeaderValue {
        &self.host
    }
}

#[cfg(feature = "hyper")]
fn host_of(url: &Url) -> Result<http::HeaderValue, String> {
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    host.try_into().map_err(|error| format!("the host of the base URL is invalid: {error}"))
}

impl Hosts {
    pub(crate) const fn new(first: BaseUrl, second: Option<BaseUrl>) -> Self {
        let reached_at = [AtomicU64::new(0), AtomicU64::new(0)];
        Self { first, second, away_until: AtomicU64::new(0), reached_at }
    }

    pub(crate) fn base(&self, host: Host) -> &BaseUrl {
        match (host, &self.second) {
            (Host::Second, Some(second)) => second,
            _ => &self.first,
        }
    }

    /// Returns the host for a call at this time. After [`AWAY`] on the second host one call tries the first, and the
    /// others stay until it has got a response.
    pub(crate) fn current(&self, now: Duration) -> Host {
        let until = self.away_until.load(Ordering::Relaxed);
        let is_due = until == 0 || nanos(now) >= until && self.stay_away(until, now);
        if is_due { Host::First } else { Host::Second }
    }

    /// Notes that a call to this host got a response at this time.
    pub(crate) fn reached(&self, host: Host, now: Duration) {
        if self.second.is_none() {
            return;
        }
        self.reached_at[host as usize].fetch_max(nanos(now), Ordering::Relaxed);
        if host == Host::First && self.away_until.load(Ordering::Relaxed) != 0 {
            self.away_until.store(0, Ordering::Relaxed);
        }
    }

    /// Notes that an attempt could not connect to this host. Later attempts go to the other host. If this host has
    /// responded since the attempt began, it can be reached, and nothing changes.
    pub(crate) fn missed(&self, host: Host, began: Duration, now: Duration) {
        if nanos(began) < self.reached_at[host as usize].load(Ordering::Relaxed) {
            return;
        }
        match host {
            Host::First if self.second.is_some() => {
                self.stay_away(self.away_until.load(Ordering::Relaxed), now);
            }
            Host::First => {}
            Host::Second => self.away_until.store(0, Ordering::Relaxed),
        }
    }

    /// Sets the time of the next try. Returns `true` if no other call did so meanwhile.
    fn stay_away(&self, until: u64, now: Duration) -> bool {
        let next = nanos(now.saturating_add(AWAY));
        self.away_until.compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(second: Option<&str>) -> Hosts {
        let base = |url: &str| BaseUrl::new(url.parse().unwrap()).unwrap();
        Hosts::new(base("https://first.example.com"), second.map(base))
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn calls_go_to_the_second_host_for_a_while_and_then_one_tries_the_first() {
        let (hosts, start) = (hosts(Some("https://second.example.com")), 100 * SECOND);
        assert_eq!(hosts.current(start), Host::First);
        hosts.missed(Host::First, start, start);
        hosts.missed(Host::First, start, start);
        for now in [start, start + AWAY - SECOND] {
            assert_eq!(hosts.current(now), Host::Second);
        }
        let back = start + AWAY;
        assert_eq!((hosts.current(back), hosts.current(back)), (Host::First, Host::Second));
        hosts.reached(Host::Second, back);
        assert_eq!(hosts.current(back), Host::Second);
        hosts.missed(Host::First, back + SECOND, back + SECOND);
        assert_eq!(hosts.current(back + AWAY), Host::Second);
        assert_eq!(hosts.current(back + AWAY + SECOND), Host::First);
        hosts.reached(Host::First, back);
        assert_eq!(hosts.current(back + AWAY + SECOND), Host::First);
    }

    #[cfg(feature = "hyper")]
    #[test]
    fn the_host_has_its_port_unless_it_is_the_default() {
        for (url, host) in [
            ("https://example.com", "example.com"),
            ("https://example.com:443/below", "example.com"),
            ("http://example.com:443", "example.com:443"),
            ("http://[::1]:8080", "[::1]:8080"),
        ] {
            assert_eq!(BaseUrl::new(url.parse().unwrap()).unwrap().host(), host);
        }
    }

    #[test]
    fn calls_alternate_if_neither_host_can_be_reached() {
        let hosts = hosts(Some("https://second.example.com"));
        for _ in 0..3 {
            assert_eq!(hosts.current(SECOND), Host::First);
            hosts.missed(Host::First, SECOND, SECOND);
            assert_eq!(hosts.current(SECOND), Host::Second);
            hosts.missed(Host::Second, SECOND, SECOND);
        }
    }

    #[test]
    fn without_a_second_host_calls_stay_and_no_time_panics() {
        for second in [None, Some("https://second.example.com")] {
            let hosts = hosts(second);
            for now in [Duration::ZERO, SECOND, Duration::MAX] {
                hosts.missed(Host::First, now, now);
                let host = hosts.current(now);
                assert!(second.is_some() || host == Host::First);
                assert!(hosts.base(host).origin().starts_with("https://"));
            }
        }
    }

    #[test]
    fn a_miss_that_began_before_the_last_response_of_its_host_changes_nothing() {
        let (hosts, start) = (hosts(Some("https://second.example.com")), 100 * SECOND);
        hosts.reached(Host::First, start + SECOND);
        hosts.missed(Host::First, start, start + 2 * SECOND);
        assert_eq!(hosts.current(start + 2 * SECOND), Host::First);
        // The second of two later misses does not lead back.
        for _ in 0..2 {
            hosts.missed(Host::First, start + SECOND, start + 3 * SECOND);
            assert_eq!(hosts.current(start + 3 * SECOND), Host::Second);
        }
        hosts.reached(Host::Second, start + 5 * SECOND);
        hosts.missed(Host::Second, start + 4 * SECOND, start + 6 * SECOND);
        assert_eq!(hosts.current(start + 6 * SECOND), Host::Second);
        // A late response does not undo a later one.
        hosts.reached(Host::Second, start + 4 * SECOND);
        hosts.missed(Host::Second, start + 4 * SECOND, start + 6 * SECOND);
        assert_eq!(hosts.current(start + 6 * SECOND), Host::Second);
        hosts.missed(Host::Second, start + 5 * SECOND, start + 7 * SECOND);
        assert_eq!(hosts.current(start + 7 * SECOND), Host::First);
    }
}
