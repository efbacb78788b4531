//! The peer: a script of one permit a call (GCRA), and a sleep until its time. Nothing bounds how late it is used.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use tencent_chat::{Acquire, EndpointSpec, Limiter, LimiterError, Permit};

const RESERVE: &str = "local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
redis.call('SET', KEYS[1], string.format('%.0f', at + ARGV[1]), 'PX', 60000)
return at - now";

/// The distance of two permits in microseconds: that of the shared limiter.
const SPACING: u64 = 5100;

/// The limiter of the peer.
pub(crate) struct Gcra {
    connection: MultiplexedConnection,
    digest: String,
}

impl Gcra {
    pub(crate) async fn connect(url: &str) -> Self {
        let client = redis::Client::open(url).expect("a URL");
        let mut connection = client.get_multiplexed_async_connection().await.expect("a connection");
        let load = redis::cmd("SCRIPT").arg("LOAD").arg(RESERVE).to_owned();
        let digest = load.query_async(&mut connection).await.expect("a digest");
        Self { connection, digest }
    }
}

impl Limiter for Gcra {
    fn acquire(&self, _: u32, endpoint: &'static EndpointSpec, _: Duration) -> Acquire<'_> {
        let mut connection = self.connection.clone();
        Acquire::waiting(async move {
            let mut command = redis::cmd("EVALSHA");
            command.arg(&self.digest).arg(1).arg(endpoint.path()).arg(SPACING);
            let wait: Result<u64, _> = command.query_async(&mut connection).await;
            let wait = wait.map_err(|error| LimiterError::Failed(error.to_string().into()))?;
            tokio::time::sleep(Duration::from_micros(wait)).await;
            Ok(Permit::unbounded())
        })
    }
}
