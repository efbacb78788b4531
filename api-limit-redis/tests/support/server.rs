//! A separate Redis server for each test, on a free port, with its files in a temporary folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// Starts the server and waits for the end of its input, which is that of the process that runs the test, however
/// that ends. Then the server is killed too.
const GUARDED: &str =
    r#"redis-server "$@" >/dev/null 2>&1 & echo $!; read -r _; kill -9 $! 2>/dev/null"#;

/// A running server. It is killed when this is dropped.
pub(crate) struct RedisServer {
    port: u16,
    password: Option<&'static str>,
    folder: TempDir,
    process: Option<(Child, u32)>,
}

impl RedisServer {
    /// Starts a server.
    ///
    /// # Panics
    ///
    /// Panics if `redis-server` is not installed or does not start.
    pub(crate) fn start() -> Self {
        Self::start_with(None)
    }

    /// Starts a server that asks for a password.
    #[allow(dead_code, reason = "only the tests have passwords")]
    pub(crate) fn with_password(password: &'static str) -> Self {
        Self::start_with(Some(password))
    }

    fn start_with(password: Option<&'static str>) -> Self {
        let is_installed = Command::new("redis-server").arg("--version").output().is_ok();
        assert!(
            is_installed,
            "redis-server is not installed, so nothing was tested. Install it: apt-get install redis-server"
        );
        let folder = TempDir::new().expect("a temporary folder");
        let mut server = Self { port: 0, password, folder, process: None };
        // Another process may take the port between its choice and its use.
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
            server.port = port.expect("a free port").port();
            if server.launch() {
                return server;
            }
        }
        panic!("redis-server did not start");
    }

    /// Starts the server again, on the same port and without data.
    pub(crate) fn restart(&mut self) {
        assert!(self.launch(), "redis-server did not start again");
    }

    fn launch(&mut self) -> bool {
        self.kill();
        let port = self.port.to_string();
        let mut command = Command::new("sh");
        command.args(["-c", GUARDED, "sh", "--bind", "127.0.0.1", "--port", &port]);
        command.args([
            "--save",
            "",
            "--appendonly",
            "no",
            "--enable-debug-command",
            "yes",
            "--dir",
        ]);
        command.arg(self.folder.path());
        if let Some(password) = self.password {
            command.args(["--requirepass", password]);
        }
        let mut guard =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell");
        let mut line = String::new();
        let output = guard.stdout.as_mut().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("the number of the server");
        self.process = Some((guard, line.trim().parse().expect("a number")));
        for _ in 0..500 {
            if self.command("PING").is_some() {
                return true;
            }
            thread::sleep(Duration::from_millis(10));
        }
        false
    }

    /// Returns the port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Returns the URL, with the password.
    pub(crate) fn url(&self) -> String {
        let password = self.password.map(|password| format!(":{password}@")).unwrap_or_default();
        format!("redis://{password}127.0.0.1:{}", self.port)
    }

    /// Sends an inline command and returns the beginning of the response.
    pub(crate) fn command(&self, command: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        if let Some(password) = self.password {
            send(&mut stream, &format!("AUTH {password}"))?;
        }
        send(&mut stream, command)
    }

    /// Sends an inline command and does not wait for the response.
    #[allow(dead_code, reason = "only the tests do that")]
    pub(crate) fn begin(&self, command: &str) {
        let stream = TcpStream::connect(("127.0.0.1", self.port));
        let sent =
            stream.and_then(|mut stream| stream.write_all(format!("{command}\r\n").as_bytes()));
        sent.expect("a server");
    }

    /// Sends a signal, such as `KILL`, `STOP` or `CONT`, to the server.
    pub(crate) fn signal(&self, signal: &str) {
        if let Some((_, number)) = &self.process {
            let arguments = [format!("-{signal}"), number.to_string()];
            Command::new("kill").args(arguments).status().expect("kill runs");
        }
    }

    /// Kills the server.
    pub(crate) fn kill(&mut self) {
        self.signal("KILL");
        if let Some((mut guard, _)) = self.process.take() {
            drop(guard.stdin.take());
            guard.wait().expect("the shell ends");
        }
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn send(stream: &mut TcpStream, command: &str) -> Option<String> {
    stream.write_all(format!("{command}\r\n").as_bytes()).ok()?;
    let mut response = [0; 64 * 1024];
    let length = stream.read(&mut response).ok().filter(|length| *length > 0)?;
    Some(String::from_utf8_lossy(&response[..length]).into_owned())
}
