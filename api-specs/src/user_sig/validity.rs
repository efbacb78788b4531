//! The period in which a `UserSig` is valid.

use std::fmt;
use std::time::Duration;

/// A moment, in whole seconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(u64);

/// The lifetime of a new `UserSig`: from one second to [`Lifetime::MAX`].
///
/// The documents advise at least 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lifetime(pub(super) Duration);

/// The error for a duration that is not a [`Lifetime`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifetimeError(());

/// The period in which a `UserSig` is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validity {
    /// The moment it was issued.
    pub issued_at: UnixTime,
    /// The lifetime, in whole seconds. If another issuer chose it, it may be longer than [`Lifetime::MAX`].
    pub lifetime: Duration,
}

impl UnixTime {
    /// Creates the moment that is `secs` seconds after 1970 UTC.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs)
    }

    /// Returns the seconds since 1970 UTC.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }
}

impl Lifetime {
    /// 180 days. This bound is our own, because the pages that were read give none.
    pub const MAX: Self = Self(Duration::from_secs(180 * 24 * 60 * 60));

    /// Creates a lifetime from a duration. Fractions of a second are cut off.
    ///
    /// # Errors
    ///
    /// Fails if the duration is shorter than a second, or longer than [`Lifetime::MAX`].
    pub const fn new(lifetime: Duration) -> Result<Self, LifetimeError> {
        match lifetime.as_secs() {
            secs if secs > 0 && secs <= Self::MAX.0.as_secs() => {
                Ok(Self(Duration::from_secs(secs)))
            }
            _ => Err(LifetimeError(())),
        }
    }

    /// Returns the duration.
    #[must_use]
    pub const fn duration(self) -> Duration {
        self.0
    }
}

impl TryFrom<Duration> for Lifetime {
    type Error = LifetimeError;

    fn try_from(lifetime: Duration) -> Result<Self, LifetimeError> {
        Self::new(lifetime)
    }
}

impl fmt::Display for LifetimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the lifetime of a UserSig must be at least one second and at most 180 days")
    }
}

impl std::error::Error for LifetimeError {}

impl Validity {
    /// Returns the last second at which the `UserSig` is valid.
    #[must_use]
    pub const fn expires_at(self) -> UnixTime {
        UnixTime(self.issued_at.0.saturating_add(self.lifetime.as_secs()))
    }
}
