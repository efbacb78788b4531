//! One rate limit over many processes: an unofficial rate limiter for [`tencent_chat`] that processes share through
//! Redis.
//!
//! The service counts the calls of an app, whichever process makes them. A `RateLimiter` in each of ten processes allows
//! ten times the rate. With this limiter the processes reserve their permits in one Redis:
//!
//! ```no_run
//! use tencent_chat::{Client, Credentials};
//! use tencent_chat_limit_redis::RedisLimiter;
//!
//! # async fn build(credentials: Credentials) -> Result<Client, Box<dyn std::error::Error>> {
//! let limiter = RedisLimiter::connect("redis://127.0.0.1").await?;
//! let client = Client::builder(1400000000, credentials).limiter(limiter).build()?;
//! # Ok(client)
//! # }
//! ```
//!
//! # Guarantees
//!
//! - Never more requests than the rate are let go in any second, by all processes together, however slow the network,
//!   Redis or a process is, and whatever the clocks of the machines show. A permit is for one moment and expires 20 ms
//!   after it ([`RedisLimiterBuilder::guard`]). If the process is late, the permit is given up and another is reserved.
//!   The price is 2 % of the rate.
//! - Requests are evenly spread: after an idle time the n-th of a burst waits `n * 1.02 s / rate`, where the
//!   `RateLimiter` of one process lets the whole rate go at once.
//! - In a process, callers are served in the order of arrival. Between processes the rate is divided evenly among those
//!   that have callers waiting.
//! - A caller waits as long as its call can. If its permit would come later, it fails as soon as that is known.
//! - A process sends one request at a time for an endpoint, for all callers that wait, and at most a few in a second for
//!   each endpoint that is used to the full. A call that nobody competes with takes one round trip to Redis.
//! - No task runs when nobody waits, and no memory grows with the number of calls.
//!
//! # Outages
//!
//! If Redis cannot be reached, responds with errors, or does not respond within 100 ms
//! ([`RedisLimiterBuilder::response_timeout`]), it is tried again, five times a second in the end. Permits that were
//! reserved remain valid. If requests have failed for 0.3 s at most, the policy begins ([`OnOutage`]): each process uses
//! its share of the rate, or calls fail, or each process uses the whole rate. When Redis can be used again, it begins to
//! issue permits one window (1.02 s) later, so that all processes can come back. Until then they use their share.
//!
//! By their shares all processes together stay within the rate, also when the outage begins and ends, if all lose Redis
//! and get it back within a second, and if all have been seen by Redis in the minute before. Otherwise:
//!
//! - A process that alone cannot reach Redis adds its share, `1 / processes` of the rate.
//! - A process that was idle for a minute, or starts during the outage, adds its share too. One that has never reached
//!   Redis reckons with 10 processes; [`RedisLimiterBuilder::processes`] sets another number.
//! - If the rate is less than one request a second for each process, the shares keep the rate only on average.
//! - With a rate limit of the app and several endpoints, the permits that are reserved when the outage begins may overlap
//!   with the first of the share.
//!
//! If Redis loses its data or fails over to a replica that lacks the latest, the first process with reserved permits that
//! notices starts one window later. Permits that others had reserved (a quarter of a second's) may overlap with new ones
//! until then. If its clock is set by more than the guard, permits start one window later too.
//!
//! # Not covered
//!
//! - What happens after a request was let go: the client's runtime and the network may delay some requests more than
//!   others, so that the service sees a few more in one of its seconds.
//! - A process that is stopped between the use of a permit and the sending of the request.
//! - Other programs that call the service for the same app.
//! - The protocol of Redis Cluster: the limiter follows no redirections. All its keys of an app have the same hash tag,
//!   `{SDKAppID}`, so it works through a proxy, which most hosted clusters have. TLS (`rediss://`) is not supported: use a
//!   private network or a tunnel.
//!
//! # Redis
//!
//! Tested with Redis 7.0. It needs Redis 5 or later, because the script reads the clock and then writes. Everyone who may
//! write there can change the rate: keys are `chat:{SDKAppID}:..`, and a few hundred bytes for each endpoint. Values that
//! make no sense are replaced. A user with an access list needs the commands of the script (`src/reserve.lua`), `EVAL`,
//! `EVALSHA`, `SCRIPT LOAD` and `TIME`.
//!
//! All limiters of an app must have the same [`guard`](RedisLimiterBuilder::guard) and
//! [`app_per_second`](RedisLimiterBuilder::app_per_second).
//!
//! # Figures
//!
//! [`RedisLimiter::stats`] counts permits, waits, permits that were given up, and outages. `tracing` warns when requests
//! begin to fail, and tells when an outage ends. Neither shows the URL, which may hold a password.

mod claim;
mod clock_offset;
mod connection;
mod driver;
mod error;
mod health;
mod limiter;
mod pace;
mod queue;
mod request;
mod share;
mod shared;
mod state;
mod stats;

pub use self::error::Error;
pub use self::limiter::{RedisLimiter, RedisLimiterBuilder};
pub use self::share::OnOutage;
pub use self::stats::Stats;
