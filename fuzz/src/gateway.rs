//! The simulator: it responds to any call with JSON and does not panic, and its successful responses fit the spec.

use std::cell::RefCell;
use std::sync::LazyLock;

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use serde_json::Value;
use tencent_chat_sim::{Simulator, State};
use tencent_chat_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use tencent_chat_specs::{EndpointSpec, Envelope, codec};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

const APP: u32 = 1_400_000_000;
const ADMIN: &str = "administrator";
const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const NOW: u64 = 1_795_000_000;

/// The largest number of calls per input.
const MAX_CALLS: usize = 12;

/// Characters that a URL cannot contain. The HTTP library would refuse them before the simulator sees the request.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

static QUERY: LazyLock<String> = LazyLock::new(|| {
    let user_sig = SecretKey::new(KEY).sign(
        &Subject::new(APP, ADMIN),
        UnixTime::from_secs(NOW),
        Lifetime::MAX,
    );
    let user_sig = user_sig.expose();
    format!("sdkappid={APP}&identifier={ADMIN}&usersig={user_sig}&random=1&contenttype=json")
});

/// A simulator, and a connection to it that stays open.
struct Connected {
    runtime: Runtime,
    simulator: Simulator,
    stream: TcpStream,
}

thread_local! {
    static CONNECTED: RefCell<Connected> = RefCell::new(Connected::open());
}

/// Checks an input: calls separated by zero bytes, which share one state.
pub fn check(input: &[u8]) {
    CONNECTED.with_borrow_mut(|connected| {
        connected.reset();
        for call in input.split(|byte| *byte == 0).take(MAX_CALLS) {
            connected.check_call(&Call::parse(call));
        }
    });
}

/// A call of an input, in lines: the method (POST if empty), the path, the query (a valid one if empty), and the body,
/// which is all the rest.
struct Call<'a> {
    method: String,
    path: String,
    query: String,
    body: &'a [u8],
}

impl<'a> Call<'a> {
    fn parse(input: &'a [u8]) -> Self {
        let mut lines = input.splitn(4, |byte| *byte == b'\n');
        let mut line = || lines.next().unwrap_or_default();
        let escaped = |line| percent_encode(line, ESCAPED).to_string();
        let method: String = line()
            .iter()
            .map(|byte| char::from(*byte))
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let method = match &*method {
            // The responses to these have no body.
            "" | "HEAD" | "CONNECT" => "POST".to_owned(),
            _ => method,
        };
        let path = escaped(line()).replace('?', "%3F");
        let query = match line() {
            [] => QUERY.clone(),
            query => escaped(query),
        };
        Self { method, path, query, body: line() }
    }

    fn head(&self) -> String {
        let Self { method, path, query, body } = self;
        let length = body.len();
        format!(
            "{method} /{path}?{query} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n"
        )
    }
}

impl Connected {
    fn open() -> Self {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.expect("the runtime starts");
        let (simulator, stream) = runtime.block_on(async {
            let builder = Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN);
            let simulator = builder.start().await.expect("a port is free");
            let address = simulator.base_url().replace("http://", "");
            let stream = TcpStream::connect(address).await.expect("the simulator listens");
            stream.set_nodelay(true).expect("the connection is open");
            (simulator, stream)
        });
        Self { runtime, simulator, stream }
    }

    /// Resets the state that earlier inputs changed.
    fn reset(&mut self) {
        let mut state = self.simulator.state();
        *state = State::default();
        state.set_unix_time(NOW);
        for user in [ADMIN, "user15", "user16"] {
            state.import_user(user);
        }
    }

    fn check_call(&mut self, call: &Call<'_>) {
        let Self { runtime, stream, .. } = self;
        let (status, response) = runtime.block_on(async {
            stream.write_all(call.head().as_bytes()).await.expect("the connection stays open");
            stream.write_all(call.body).await.expect("the connection stays open");
            read_response(stream).await
        });
        assert!(status.starts_with("HTTP/1.1 200 "), "{status}");
        let json: Value = serde_json::from_slice(&response).expect("the response is JSON");
        let code = json["ErrorCode"].as_i64().expect("the response has a code");
        if let (0, Some(spec)) = (code, EndpointSpec::find(&call.path)) {
            check_response(spec, &response);
        }
    }
}

/// Reads a response: its status line and its body.
async fn read_response(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut read = Vec::new();
    loop {
        let count = stream.read_buf(&mut read).await.expect("the connection stays open");
        assert!(count > 0, "the connection was closed");
        let end = read.windows(4).position(|window| window == b"\r\n\r\n");
        let Some(end) = end else { continue };
        let head = String::from_utf8_lossy(&read[..end]).into_owned();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or_default();
        let status = head.lines().next().unwrap_or_default().to_owned();
        let body = end + 4;
        while read.len() < body + length {
            let count = stream.read_buf(&mut read).await.expect("the connection stays open");
            assert!(count > 0, "the connection was closed");
        }
        return (status, read.split_off(body));
    }
}

/// Checks a successful response of the simulator.
fn check_response(spec: &EndpointSpec, response: &[u8]) {
    let (mut record, mut envelope) = (spec.empty_response(), Envelope::new());
    let (into, strictness) = (record.as_mut(), codec::Strictness::Strict);
    if let Err(error) = codec::read_response_into(response, into, &mut envelope, strictness) {
        panic!(
            "the simulator's response does not fit: {error}: {}",
            String::from_utf8_lossy(response)
        );
    }
}
