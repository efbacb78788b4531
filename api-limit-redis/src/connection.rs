//! Connections to Redis, and the script that runs there.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, ErrorKind, ServerErrorKind};
use tencent_chat::{Clock, SystemClock};

use crate::clock_offset::RoundTrip;
use crate::error::Failure;

/// The text of the script.
const RESERVE: &str = include_str!("reserve.lua");

/// The time that connecting may take, with authentication.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The number of times that the clock of Redis is read when a connection has been made.
const MEASUREMENTS: usize = 3;

/// A connection that knows the script. Clones share it; it is closed when the last one is dropped.
#[derive(Clone)]
pub(crate) struct Connection {
    connection: MultiplexedConnection,
    /// The name of the script at Redis.
    digest: String,
}

/// Returns the client of a URL. Nothing is sent.
pub(crate) fn open(url: &str) -> Result<Client, Failure> {
    Client::open(url).map_err(|_| Failure::Url)
}

/// Connects, loads the script and reads the clock a few times.
pub(crate) async fn connect(client: &Client) -> Result<(Connection, Vec<RoundTrip>), Failure> {
    let config =
        AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
    let connected = async {
        let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
        let load = redis::cmd("SCRIPT").arg("LOAD").arg(RESERVE).to_owned();
        let digest = load.query_async::<String>(&mut connection).await?;
        let mut round_trips = Vec::new();
        for _ in 0..MEASUREMENTS {
            let sent = SystemClock.now();
            let (secs, micros) =
                redis::cmd("TIME").query_async::<(u64, u64)>(&mut connection).await?;
            let redis = secs.saturating_mul(1_000_000).saturating_add(micros);
            round_trips.push(RoundTrip { sent, received: SystemClock.now(), redis });
        }
        Ok((Connection { connection, digest }, round_trips))
    };
    match tokio::time::timeout(CONNECT_TIMEOUT, connected).await {
        Ok(result) => result.map_err(|error: redis::RedisError| error.into()),
        Err(_) => Err(Failure::Timeout),
    }
}

impl Connection {
    /// Runs the script. If Redis has lost it, it is sent again.
    pub(crate) async fn reserve(
        &mut self,
        keys: &[String],
        arguments: &[String],
    ) -> Result<Vec<i64>, Failure> {
        let command = |name: &str, script: &str| {
            let mut command = redis::cmd(name);
            command.arg(script).arg(keys.len()).arg(keys).arg(arguments);
            command
        };
        let response = command("EVALSHA", &self.digest).query_async(&mut self.connection).await;
        match response {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                let response = command("EVAL", RESERVE).query_async(&mut self.connection).await;
                response.map_err(Failure::from)
            }
            response => response.map_err(Failure::from),
        }
    }
}
