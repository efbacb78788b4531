//! The limiter and its builder.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tencent_chat::{Acquire, EndpointSpec, Limiter, LimiterError, Permit};

use crate::claim::Claim;
use crate::connection;
use crate::error::Error;
use crate::pace::Pace;
use crate::share::OnOutage;
use crate::shared::Shared;
use crate::state::{Options, State};
use crate::stats::Stats;

/// The path under which endpoints without a rate limit wait together for the app's.
const ALL_OTHERS: &str = "*";

/// A rate limiter that several processes share through Redis. Clones share one connection and one queue.
///
/// See the [front page](crate) for what it guarantees.
#[derive(Clone)]
pub struct RedisLimiter {
    shared: Arc<Shared>,
    app_per_second: Option<u32>,
    guard: Duration,
}

impl RedisLimiter {
    /// Connects to Redis, with default options. The URL is `redis://[user][:password@]host[:port][/database]`.
    ///
    /// # Errors
    ///
    /// Fails if the URL is invalid, if Redis cannot be reached within a second, or if it refuses the password. A process
    /// that is to start without Redis uses [`RedisLimiterBuilder::connect_lazily`].
    pub async fn connect(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder(url).connect().await
    }

    /// Returns a builder with default options.
    pub fn builder(url: impl AsRef<str>) -> RedisLimiterBuilder {
        RedisLimiterBuilder {
            url: url.as_ref().to_owned(),
            options: Options {
                app_per_second: None,
                on_outage: OnOutage::default(),
                guard: Duration::from_millis(20),
                processes: None,
                response_timeout: Duration::from_millis(100),
            },
        }
    }

    /// Returns the figures of this limiter and its clones.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }
}

impl Limiter for RedisLimiter {
    fn acquire(
        &self,
        sdk_app_id: u32,
        endpoint: &'static EndpointSpec,
        time_left: Duration,
    ) -> Acquire<'_> {
        let Self { app_per_second, guard, .. } = *self;
        let per_second = endpoint.rate_per_second();
        if per_second.is_none() && app_per_second.is_none() {
            return Acquire::ready(Ok(Permit::unbounded()));
        }
        let key = (sdk_app_id, if per_second.is_some() { endpoint.path() } else { ALL_OTHERS });
        let pace = Pace { per_second, app_per_second, guard };
        match Claim::arrive(Arc::clone(&self.shared), key, pace, time_left) {
            Ok(claim) => claim.wait(),
            Err(wait) => Acquire::ready(Err(LimiterError::TooLate(wait))),
        }
    }
}

impl fmt::Debug for RedisLimiter {
    /// Shows the figures, and nothing of the URL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLimiter")
            .field("app_per_second", &self.app_per_second)
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

/// The options of a [`RedisLimiter`].
#[must_use = "it does nothing until it connects"]
pub struct RedisLimiterBuilder {
    url: String,
    options: Options,
}

impl RedisLimiterBuilder {
    /// Sets the rate limit of an app in requests per second, over all endpoints together; 0 counts as 1. By default
    /// there is none. All processes must set the same. The limiter uses 97 % of it, because it counts in steps of 10 ms.
    pub fn app_per_second(mut self, requests: u32) -> Self {
        self.options.app_per_second = Some(requests.max(1));
        self
    }

    /// Sets the policy for outages of Redis: [`OnOutage::LocalShare`] by default.
    pub fn on_outage(mut self, policy: OnOutage) -> Self {
        self.options.on_outage = policy;
        self
    }

    /// Sets the number of processes that share the rate at least; 0 counts as 1. An outage's share is computed with this
    /// number if Redis has seen fewer limiters in the last minute. By default it is the number that Redis has seen, and
    /// 10 as long as Redis has not been reached.
    pub fn processes(mut self, processes: u32) -> Self {
        self.options.processes = Some(processes.max(1));
        self
    }

    /// Sets how late a permit may be used: 20 ms by default, from 1 ms to 500 ms. All processes must set the same.
    ///
    /// The limiter reserves `rate / (1 s + guard)`, because uses may come that late, so a longer guard costs a part of
    /// the rate. A guard that is shorter than the fastest round trip to Redis makes Redis unusable. One that is shorter
    /// than the delays of a busy machine makes it give up permits.
    pub fn guard(mut self, guard: Duration) -> Self {
        self.options.guard = guard.clamp(Duration::from_millis(1), Duration::from_millis(500));
        self
    }

    /// Sets how long a response of Redis may take: 100 ms by default, from 1 ms to 500 ms.
    pub fn response_timeout(mut self, timeout: Duration) -> Self {
        let (shortest, longest) = (Duration::from_millis(1), Duration::from_millis(500));
        self.options.response_timeout = timeout.clamp(shortest, longest);
        self
    }

    /// Connects to Redis.
    ///
    /// # Errors
    ///
    /// Fails if the URL is invalid, if Redis cannot be reached within a second, or if it refuses the password.
    pub async fn connect(self) -> Result<RedisLimiter, Error> {
        let limiter = self.connect_lazily()?;
        limiter.shared.connect().await?;
        Ok(limiter)
    }

    /// Creates a limiter that connects when the first call needs it. Until it has succeeded, the policy for outages
    /// holds.
    ///
    /// # Errors
    ///
    /// Fails if the URL is invalid.
    pub fn connect_lazily(self) -> Result<RedisLimiter, Error> {
        let Self { url, options } = self;
        let client = connection::open(&url)?;
        let shared = Arc::new(Shared::new(client, State::new(options)));
        let Options { app_per_second, guard, .. } = options;
        Ok(RedisLimiter { shared, app_per_second, guard })
    }
}

impl fmt::Debug for RedisLimiterBuilder {
    /// Shows nothing of the URL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLimiterBuilder")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
