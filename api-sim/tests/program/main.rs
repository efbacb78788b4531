//! The program, used from a terminal and by a foreign HTTP client.

#![allow(clippy::unwrap_used, reason = "a failure fails the test")]

mod webhooks;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_tencent-chat-sim");

/// The running program, which is stopped when the test ends.
struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start() -> Self {
        Self::started(Command::new(PROGRAM).args(["--port", "0", "--control", "0"]))
    }

    fn started(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// Reads lines up to the first one that contains `part`, and returns that one.
    fn line_with(&mut self, part: &str) -> String {
        let mut line = String::new();
        while !line.contains(part) {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "no line with {part}");
        }
        line
    }
}

impl Program {
    fn interrupt(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    }

    /// Reads lines up to the one about the control interface, and returns its host and port.
    fn control(&mut self) -> String {
        let line = self.line_with("/rules, such as");
        let (_, rest) = line.split_once("http://").unwrap();
        rest.split('/').next().unwrap().to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn request(method: &str, url: &str, body: &str) -> String {
    let (address, target) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} /{target} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

/// Returns the text after `before`, up to the next quote or space.
fn after<'a>(line: &'a str, before: &str) -> &'a str {
    let (_, rest) = line.split_once(before).unwrap();
    rest.split(['\'', ' ', '\n']).next().unwrap()
}

#[test]
fn the_calls_that_it_prints_work() {
    let mut program = Program::start();
    let curl = program.line_with("curl -d");
    let url = format!("http://{}", after(&curl, "http://"));
    let body = after(&curl, "curl -d '").to_owned();
    let control = program.line_with("curl -d '{\"code\"");
    let control = format!("http://{}", after(&control, "http://"));

    let response = request(
        "POST",
        &control,
        r#"{"code": 50004, "path": "v4/recentcontact/del_contact_group"}"#,
    );
    assert!(response.ends_with("rule added\n"), "{response}");
    let response = request("POST", &url, &body);
    assert!(response.contains(r#""ErrorCode":50004"#), "{response}");
    let line = program.line_with("del_contact_group");
    assert_eq!(
        line,
        "v4/recentcontact/del_contact_group: Code(ErrorCode(50004 CONVERSATION_INTERNAL_ERROR)) (injected)\n"
    );

    let response = request("POST", &url, &body);
    assert!(
        response.starts_with("HTTP/1.1 200 OK") && response.contains(r#""ErrorCode":0"#),
        "{response}"
    );
    assert_eq!(program.line_with("del_contact_group"), "v4/recentcontact/del_contact_group: OK\n");
    let response = request("POST", &url, &body);
    assert!(response.contains(r#""ErrorCode":51009"#), "{response}");
    let line = program.line_with("del_contact_group");
    assert!(line.contains("51009 CONTACT_GROUP_NOT_FOUND") && !line.contains("usersig"), "{line}");
}

#[test]
fn a_cut_response_arrives_up_to_the_middle_of_its_body() {
    let mut program = Program::start();
    let curl = program.line_with("curl -d");
    let url = format!("http://{}", after(&curl, "http://"));
    let control = program.control();
    let body = after(&curl, "curl -d '").to_owned();
    for _ in 0..20 {
        request("POST", &format!("http://{control}/rules"), r#"{"cut": true}"#);
        let cut = request("POST", &url, &body);
        let (head, received) = cut.split_once("\r\n\r\n").expect("the head of the response");
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{cut}");
        assert!(received.contains(r#"{""#) && !received.ends_with("0\r\n\r\n"), "{cut}");
    }
}

#[test]
fn malformed_rules_are_refused_and_rules_are_removed() {
    let mut program = Program::start();
    let curl = program.line_with("curl -d");
    let url = format!("http://{}", after(&curl, "http://"));
    let control = program.line_with("curl -d '{\"code\"");
    let control = format!("http://{}", after(&control, "http://"));
    for wrong in [
        "",
        "{}",
        "[]",
        r#"{"code": 1, "cut": true}"#,
        r#"{"cut": false}"#,
        r#"{"code": 1, "times": -1}"#,
        r#"{"code": 1, "tiems": 2}"#,
        r#"{"delay_millis": 3600001}"#,
        r#"{"delay_millis": -1}"#,
        r#"{"code": 1, "path": 5}"#,
        r#"{"code": 1, "path": null}"#,
        r#"{"code": 1, "every": "2"}"#,
        r#"{"code": 1, "every": -2}"#,
        r#"{"code": 1, "chance": 1.5}"#,
        r#"{"code": 1, "chance": "0.5"}"#,
        r#"{"code": 1, "seed": 1}"#,
        r#"{"code": 1, "chance": 0.5, "seed": -1}"#,
        r#"{"code": 1, "body": null}"#,
        r#"{"code": "1", "cut": true}"#,
        r#"{"status": 100}"#,
        r#"{"status": 600}"#,
        r#"{"reset": "during"}"#,
        r#"{"cut": 1}"#,
        "[[",
        "null",
    ] {
        let response = request("POST", &control, wrong);
        assert!(
            response.starts_with("HTTP/1.1 400") && response.contains("a rule is a JSON object"),
            "{response}"
        );
    }
    for rule in [
        r#"{"status": 502, "times": null}"#,
        r#"{"delay_millis": 1, "every": 2}"#,
        r#"{"cut": true, "chance": 0.5, "seed": 1}"#,
        r#"{"reset": "after"}"#,
        r#"{"body": "x", "times": 3}"#,
    ] {
        assert!(request("POST", &control, rule).ends_with("rule added\n"), "{rule}");
    }
    assert!(request("POST", &url, "{}").starts_with("HTTP/1.1 502"));
    assert!(request("DELETE", &control, "").ends_with("all rules removed\n"));
    assert!(request("POST", &url, "{}").starts_with("HTTP/1.1 200"));
    for (chance, status) in [("0", "200"), ("1", "502")] {
        let rule = format!(r#"{{"status": 502, "chance": {chance}}}"#);
        assert!(request("POST", &control, &rule).ends_with("rule added\n"));
        let response = request("POST", &url, "{}");
        assert!(response.starts_with(&format!("HTTP/1.1 {status}")), "{response}");
    }
    let listed = request("GET", &control.replace("/rules", "/endpoints"), "");
    assert!(listed.contains("stateful    v4/recentcontact/get_list\n"), "{listed}");
    assert!(listed.contains("synthesized v4/im_cos_msg/forbid_illegal_object\n"), "{listed}");
}

#[test]
fn a_call_in_flight_gets_its_response_before_the_program_stops() {
    let mut program = Program::start();
    let curl = program.line_with("curl -d");
    let url = after(&curl, "http://").to_owned();
    let body = after(&curl, "curl -d '").to_owned();
    let (address, target) = url.split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let head = format!(
        "POST /{target} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\nexpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 100", "the call is in flight: the program waits for its body");

    program.interrupt();
    program.line_with("Stopping");
    stream.write_all(body.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.contains(r#""ErrorCode":0"#), "{response}");
    assert!(program.child.wait().unwrap().success());
}

/// Returns the status that the control interface responds with.
fn status_of(control: &str, head: &str, body: &str) -> u16 {
    let mut stream = TcpStream::connect(control).unwrap();
    let length = body.len();
    // The body of a request that is refused by its head is not read.
    drop(write!(stream, "{head}content-length: {length}\r\nconnection: close\r\n\r\n{body}"));
    let mut response = String::new();
    drop(stream.read_to_string(&mut response));
    response.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_web_page_cannot_add_rules() {
    let mut program = Program::start();
    let control = program.control();
    let (_, port) = control.split_once(':').unwrap();
    let rule = r#"{"status": 502, "times": null}"#;
    let json = "content-type: application/json\r\n";
    let post = "POST /rules HTTP/1.1\r\n";
    for (head, status) in [
        (format!("{post}host: evil.example\r\n{json}"), 403),
        (format!("{post}host: evil.example:{port}\r\n{json}"), 403),
        (format!("{post}host: 127.0.0.1.evil.example\r\n{json}"), 403),
        (format!("{post}host: 10.0.0.1\r\n{json}"), 403),
        (format!("{post}host: \r\n{json}"), 403),
        (format!("{post}host: localhost.evil.example:{port}\r\n{json}"), 403),
        (format!("{post}host: {control}@evil.example\r\n{json}"), 403),
        (format!("{post}host: evil.example@{control}\r\n{json}"), 403),
        (format!("{post}host: 0.0.0.0:{port}\r\n{json}"), 403),
        (format!("{post}host: [::]:{port}\r\n{json}"), 403),
        (format!("{post}host: {control}\r\nhost: evil.example\r\n{json}"), 403),
        (format!("{post}{json}"), 403),
        (format!("POST http://evil.example/rules HTTP/1.1\r\nhost: {control}\r\n{json}"), 403),
        (format!("{post}host: {control}\r\norigin: http://{control}@evil.example\r\n{json}"), 403),
        (format!("{post}host: {control}\r\norigin: http://{control}.evil.example\r\n{json}"), 403),
        (format!("{post}host: {control}\r\norigin: https://{control}\r\n{json}"), 403),
        (format!("{post}host: {control}\r\norigin: http://localhost:{port}\r\n{json}"), 403),
        (
            format!("{post}host: {control}\r\norigin: http://{control}\r\norigin: null\r\n{json}"),
            403,
        ),
        (format!("{post}host: {control}\r\norigin:\r\n{json}"), 403),
        (
            format!(
                "OPTIONS /rules HTTP/1.1\r\nhost: {control}\r\norigin: http://evil.example\r\n"
            ),
            403,
        ),
        (format!("{post}host: {control}\r\norigin: https://evil.example\r\n{json}"), 403),
        (format!("{post}host: {control}\r\norigin: http://localhost:3000\r\n{json}"), 403),
        (format!("{post}host: {control}\r\norigin: null\r\n{json}"), 403),
        (format!("DELETE /rules HTTP/1.1\r\nhost: {control}\r\norigin: null\r\n"), 403),
        ("GET /endpoints HTTP/1.1\r\nhost: evil.example\r\n".to_owned(), 403),
        (format!("{post}host: {control}\r\norigin: http://{control}\r\n{json}"), 200),
        (
            format!(
                "{post}host: localhost:{port}\r\ncontent-type: application/json; charset=utf-8\r\n"
            ),
            200,
        ),
        (format!("{post}host: [::1]:{port}\r\n{json}"), 200),
        (format!("{post}host: LocalHost\r\ncontent-type: Application/JSON ;charset=x\r\n"), 200),
    ] {
        assert_eq!(status_of(&control, &head, rule), status, "{head}");
    }
}

#[test]
fn a_rule_must_be_sent_as_json() {
    let mut program = Program::start();
    let control = program.control();
    let rule = r#"{"status": 502, "times": null}"#;
    let post = "POST /rules HTTP/1.1\r\n";
    for (head, status) in [
        (format!("{post}host: {control}\r\ncontent-type: text/plain; application/json\r\n"), 415),
        (format!("{post}host: {control}\r\ncontent-type: application/json, text/plain\r\n"), 415),
        (format!("{post}host: {control}\r\ncontent-type: multipart/form-data\r\n"), 415),
        (format!("{post}host: {control}\r\ncontent-type: text/plain\r\n"), 415),
        (format!("{post}host: {control}\r\n"), 415),
        (
            format!("{post}host: {control}\r\ncontent-type: application/x-www-form-urlencoded\r\n"),
            415,
        ),
    ] {
        assert_eq!(status_of(&control, &head, rule), status, "{head}");
    }
}

#[test]
fn rules_are_bounded_in_size_and_number() {
    let mut program = Program::start();
    let control = program.control();
    let head =
        format!("POST /rules HTTP/1.1\r\nhost: {control}\r\ncontent-type: application/json\r\n");
    let large = format!(r#"{{"body": "{}"}}"#, "x".repeat(70_000));
    assert_eq!(status_of(&control, &head, &large), 413);
    let rule = r#"{"code": 1, "path": "v4/a", "times": null}"#;
    let added: Vec<_> = (0..101).map(|_| status_of(&control, &head, rule)).collect();
    assert!(added[..100].iter().all(|status| *status == 200) && added[100] == 429);
    assert!(request("DELETE", &format!("http://{control}/rules"), "").starts_with("HTTP/1.1 200"));
    assert_eq!(status_of(&control, &head, rule), 200);
}

#[test]
fn a_second_interrupt_stops_the_program_at_once() {
    let mut program = Program::start();
    let address =
        after(&program.line_with("on http://"), "http://").trim_end_matches('.').to_owned();
    let unfinished: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = TcpStream::connect(&address).unwrap();
            stream
                .write_all(b"POST /v4/a HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{")
                .unwrap();
            stream
        })
        .collect();
    // A response shows that the connections before it were accepted.
    assert!(request("POST", &format!("http://{address}/v4/a"), "").starts_with("HTTP/1.1 200"));
    program.interrupt();
    program.line_with("Stopping");
    program.interrupt();
    assert_eq!(program.child.wait().unwrap().code(), Some(130));
    drop(unfinished);
}

#[test]
fn a_key_is_read_from_a_file_or_the_environment_and_not_printed() {
    const KEY: &str = "canary-0123456789abcdef";

    let directory = std::env::temp_dir().join(format!("api-sim-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let file = directory.join("key");
    std::fs::write(&file, format!("{KEY}\n")).unwrap();
    let command = || {
        let mut command = Command::new(PROGRAM);
        command.args(["--port", "0"]).env_remove("CHAT_SIM_SECRET_KEY").stderr(Stdio::piped());
        command
    };
    let mut by_file = command();
    by_file.arg("--key-file").arg(&file);
    let mut by_variable = command();
    by_variable.env("CHAT_SIM_SECRET_KEY", KEY);
    for mut started in [by_file, by_variable].map(|mut command| Program::started(&mut command)) {
        let line = started.line_with("secret key");
        assert!(line.contains("as given") && !line.contains(KEY), "the key is printed");
        let curl = started.line_with("usersig=");
        assert!(curl.contains("usersig=<signed with the key>"), "a signature is printed");
    }
    let problem = |command: &mut Command| {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains(KEY), "the key is printed");
        text
    };
    let quoted = format!("\"{KEY}\"");
    let text = problem(command().env("CHAT_SIM_SECRET_KEY", quoted));
    assert_eq!(text, "CHAT_SIM_SECRET_KEY has the character U+0022\n");
    std::fs::write(&file, format!("\u{feff}{KEY}")).unwrap();
    let text = problem(command().arg("--key-file").arg(&file));
    assert_eq!(text, "the key file has the character U+FEFF\n");
    let text = problem(command().arg("--key-file").arg(&file).env("CHAT_SIM_SECRET_KEY", KEY));
    assert!(text.contains("not both"), "{text}");
    std::fs::remove_dir_all(&directory).unwrap();
    let text = problem(command().arg("--key-file").arg(&file));
    assert!(text.starts_with("cannot read the key file: "), "{text}");
}

/// Returns the CPU time of a process, in hundredths of a second.
fn cpu_of(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let field = |index| fields.split(' ').nth(index).unwrap().parse::<u64>().unwrap();
    field(11) + field(12)
}

#[cfg(target_os = "linux")]
#[test]
fn it_waits_when_no_file_descriptors_are_left() {
    for tls in [&[][..], &["--tls"]] {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -n 24; exec \"$0\" \"$@\"", PROGRAM, "--port", "0"]).args(tls);
        let mut program = Program::started(&mut command);
        let address = after(&program.line_with("on http"), "://").trim_end_matches('.').to_owned();
        let held: Vec<_> = (0..40).filter_map(|_| TcpStream::connect(&address).ok()).collect();
        std::thread::sleep(Duration::from_millis(200));
        let before = cpu_of(program.child.id());
        std::thread::sleep(Duration::from_millis(500));
        let used = cpu_of(program.child.id()) - before;
        assert!(held.len() > 24 && used < 15, "{used} hundredths of a second, {} held", held.len());
    }
}

#[test]
fn the_control_interface_shows_the_state_and_refuses_web_pages() {
    let mut program = Program::started(Command::new(PROGRAM).args([
        "--port",
        "0",
        "--control",
        "0",
        "--custom-field",
        "colour",
    ]));
    let curl = program.line_with("curl -d");
    let url = format!("http://{}", after(&curl, "http://"));
    let control = program.control();
    request("POST", &url, r#"{"From_Account":"user15","GroupName":["test0"]}"#);

    let state = request("GET", &format!("http://{control}/state"), "");
    let (head, json) = state.split_once("\r\n\r\n").unwrap();
    assert!(head.to_lowercase().contains("content-type: application/json"), "{head}");
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["custom_fields"], serde_json::json!(["colour"]));
    assert_eq!(json["users"]["user15"]["contact_groups"]["test1"]["id"], 2);
    assert_eq!(json["requests"][0]["path"], "v4/recentcontact/del_contact_group");
    assert_eq!(json["requests"][0]["code"], 0);
    let user_sig = after(&url, "usersig=").split('&').next().unwrap().to_owned();
    assert!(!user_sig.is_empty() && !state.contains(&user_sig), "the UserSig is shown");

    let requests = request("GET", &format!("http://{control}/state/requests"), "");
    assert!(requests.contains(r#""From_Account": "user15""#), "{requests}");
    let missing = request("GET", &format!("http://{control}/state/secrets"), "");
    assert!(
        missing.starts_with("HTTP/1.1 404") && missing.contains("groups, messages"),
        "{missing}"
    );
    let mut stream = TcpStream::connect(&control).unwrap();
    write!(stream, "GET /state HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut refused = String::new();
    stream.read_to_string(&mut refused).unwrap();
    assert!(refused.starts_with("HTTP/1.1 403"), "{refused}");
}
