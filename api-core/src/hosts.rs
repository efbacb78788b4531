//! The hosts that calls go to: a base URL, and a second one for when the first cannot be reached.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Url;

/// Calls go to the second host for this long before one of them tries the first again.
const AWAY: Duration = Duration::from_secs(60);

/// Calls go to the first host, until one could not be sent there.
pub(crate) struct Hosts {
    first: Base,
    second: Option<Base>,
    /// When a call is to try the first host again, in nanoseconds of the client's clock; 0 if calls go there.
    away_until: AtomicU64,
}

/// One of the hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    First,
    Second,
}

/// A base URL.
pub(crate) struct Base {
    url: Url,
    #[cfg(feature = "hyper")]
    authority: http::Uri,
    /// The header `Host`.
    #[cfg(feature = "hyper")]
    host: http::HeaderValue,
}

impl Base {
    pub(crate) fn new(url: Url) -> Result<Self, String> {
        Ok(Self {
            #[cfg(feature = "hyper")]
            authority: http::Uri::try_from(url.as_str())
                .map_err(|error| format!("the base URL is none: {error}"))?,
            #[cfg(feature = "hyper")]
            host: host_of(&url)?,
            url,
        })
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Scheme, host and port, with some path.
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
    host.try_into().map_err(|error| format!("the host of the base URL is none: {error}"))
}

impl Hosts {
    pub(crate) const fn new(first: Base, second: Option<Base>) -> Self {
        Self { first, second, away_until: AtomicU64::new(0) }
    }

    pub(crate) fn base(&self, host: Host) -> &Base {
        match (host, &self.second) {
            (Host::Second, Some(second)) => second,
            _ => &self.first,
        }
    }

    /// Returns the host of a call at this time. After a while on the second host one call tries the first, and the others
    /// stay until it has got a response.
    pub(crate) fn current(&self, now: Duration) -> Host {
        let until = self.away_until.load(Ordering::Relaxed);
        let is_due = until == 0 || nanos(now) >= until && self.stay_away(until, now);
        if is_due { Host::First } else { Host::Second }
    }

    /// A call to this host got a response.
    pub(crate) fn reached(&self, host: Host) {
        if host == Host::First && self.away_until.load(Ordering::Relaxed) != 0 {
            self.away_until.store(0, Ordering::Relaxed);
        }
    }

    /// A call could not be sent to this host: the next ones go to the other.
    pub(crate) fn missed(&self, host: Host, now: Duration) {
        match host {
            Host::First if self.second.is_some() => {
                self.stay_away(self.away_until.load(Ordering::Relaxed), now);
            }
            Host::First => {}
            Host::Second => self.away_until.store(0, Ordering::Relaxed),
        }
    }

    /// Sets the time of the next try, and returns whether no other call did so meanwhile.
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
        let base = |url: &str| Base::new(url.parse().unwrap()).unwrap();
        Hosts::new(base("https://first.example.com"), second.map(base))
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn calls_go_to_the_second_host_for_a_while_and_one_of_them_looks_for_the_first() {
        let (hosts, start) = (hosts(Some("https://second.example.com")), 100 * SECOND);
        assert_eq!(hosts.current(start), Host::First);
        hosts.missed(Host::First, start);
        hosts.missed(Host::First, start);
        for now in [start, start + AWAY - SECOND] {
            assert_eq!(hosts.current(now), Host::Second);
        }
        let back = start + AWAY;
        assert_eq!((hosts.current(back), hosts.current(back)), (Host::First, Host::Second));
        hosts.reached(Host::Second);
        assert_eq!(hosts.current(back), Host::Second);
        hosts.missed(Host::First, back + SECOND);
        assert_eq!(hosts.current(back + AWAY), Host::Second);
        assert_eq!(hosts.current(back + AWAY + SECOND), Host::First);
        hosts.reached(Host::First);
        assert_eq!(hosts.current(back + AWAY + SECOND), Host::First);
    }

    #[cfg(feature = "hyper")]
    #[test]
    fn the_host_has_its_port_unless_that_is_the_usual_one() {
        for (url, host) in [
            ("https://example.com", "example.com"),
            ("https://example.com:443/below", "example.com"),
            ("http://example.com:443", "example.com:443"),
            ("http://[::1]:8080", "[::1]:8080"),
        ] {
            assert_eq!(Base::new(url.parse().unwrap()).unwrap().host(), host);
        }
    }

    #[test]
    fn where_neither_host_is_reached_calls_alternate() {
        let hosts = hosts(Some("https://second.example.com"));
        for _ in 0..3 {
            assert_eq!(hosts.current(SECOND), Host::First);
            hosts.missed(Host::First, SECOND);
            assert_eq!(hosts.current(SECOND), Host::Second);
            hosts.missed(Host::Second, SECOND);
        }
    }

    #[test]
    fn without_a_second_host_calls_stay_and_no_clock_makes_it_panic() {
        for second in [None, Some("https://second.example.com")] {
            let hosts = hosts(second);
            for now in [Duration::ZERO, SECOND, Duration::MAX] {
                hosts.missed(Host::First, now);
                let host = hosts.current(now);
                assert!(second.is_some() || host == Host::First);
                assert!(hosts.base(host).origin().starts_with("https://"));
            }
        }
    }
}
