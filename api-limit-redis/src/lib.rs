//! One rate limit over many processes: an unofficial rate limiter for `tencent_chat` that processes share through Redis.

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
