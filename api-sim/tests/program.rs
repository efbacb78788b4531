//! The program, as a person and a client that is not ours meet it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The running program, which is stopped when the test ends.
struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_api-sim"))
            .args(["--port", "0", "--control", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// The first line that holds `part`, of those that were not read yet.
    fn line_with(&mut self, part: &str) -> String {
        let mut line = String::new();
        while !line.contains(part) {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "no line with {part}");
        }
        line
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn exchange(method: &str, url: &str, body: &str) -> String {
    let (address, target) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} /{target} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// What stands behind `before`, up to the next quote or space.
fn behind<'a>(line: &'a str, before: &str) -> &'a str {
    let (_, rest) = line.split_once(before).unwrap();
    rest.split(['\'', ' ', '\n']).next().unwrap()
}

#[test]
fn the_calls_that_it_prints_work() {
    let mut program = Program::start();
    let curl = program.line_with("curl -d");
    let url = format!("http://{}", behind(&curl, "http://"));
    let body = behind(&curl, "curl -d '").to_owned();
    let control = program.line_with("curl -d '{\"code\"");
    let control = format!("http://{}", behind(&control, "http://"));

    let answer = exchange(
        "POST",
        &control,
        r#"{"code": 50004, "path": "v4/recentcontact/del_contact_group"}"#,
    );
    assert!(answer.ends_with("so be it\n"), "{answer}");
    let answer = exchange("POST", &url, &body);
    assert!(answer.contains(r#""ErrorCode":50004"#), "{answer}");
    let line = program.line_with("del_contact_group");
    assert_eq!(
        line,
        "v4/recentcontact/del_contact_group: Code(ErrorCode(50004 CONVERSATION_INTERNAL_ERROR)), as asked for\n"
    );

    let answer = exchange("POST", &url, &body);
    assert!(
        answer.starts_with("HTTP/1.1 200 OK") && answer.contains(r#""ErrorCode":0"#),
        "{answer}"
    );
    assert_eq!(program.line_with("del_contact_group"), "v4/recentcontact/del_contact_group: OK\n");
    let answer = exchange("POST", &url, &body);
    assert!(answer.contains(r#""ErrorCode":51009"#), "{answer}");
    let line = program.line_with("del_contact_group");
    assert!(line.contains("51009 CONTACT_GROUP_NOT_FOUND") && !line.contains("usersig"), "{line}");
}

#[test]
fn rules_are_refused_with_their_shape_and_taken_back() {
    let mut program = Program::start();
    let curl = program.line_with("curl -d");
    let url = format!("http://{}", behind(&curl, "http://"));
    let control = program.line_with("curl -d '{\"code\"");
    let control = format!("http://{}", behind(&control, "http://"));
    for wrong in [
        "",
        "{}",
        "[]",
        r#"{"code": 1, "cut": true}"#,
        r#"{"cut": false}"#,
        r#"{"code": 1, "times": -1}"#,
    ] {
        let answer = exchange("POST", &control, wrong);
        assert!(
            answer.starts_with("HTTP/1.1 400") && answer.contains("a rule is a JSON object"),
            "{answer}"
        );
    }
    for rule in [
        r#"{"status": 502, "times": null}"#,
        r#"{"delay_millis": 1, "every": 2}"#,
        r#"{"cut": true, "chance": 0.5, "seed": 1}"#,
        r#"{"reset": "after"}"#,
        r#"{"body": "x", "times": 3}"#,
    ] {
        assert!(exchange("POST", &control, rule).ends_with("so be it\n"), "{rule}");
    }
    assert!(exchange("POST", &url, "{}").starts_with("HTTP/1.1 502"));
    assert!(exchange("DELETE", &control, "").ends_with("no rules are left\n"));
    assert!(exchange("POST", &url, "{}").starts_with("HTTP/1.1 200"));
    for (chance, status) in [("0", "200"), ("1", "502")] {
        let rule = format!(r#"{{"status": 502, "chance": {chance}}}"#);
        assert!(exchange("POST", &control, &rule).ends_with("so be it\n"));
        let answer = exchange("POST", &url, "{}");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
    let listed = exchange("GET", &control.replace("/rules", "/endpoints"), "");
    assert!(listed.contains("modelled v4/recentcontact/get_list\n"), "{listed}");
    assert!(listed.contains("derived  v4/all_member_push/im_push\n"), "{listed}");
}

#[test]
fn a_call_in_flight_is_answered_before_it_stops() {
    let mut program = Program::start();
    let curl = program.line_with("curl -d");
    let url = behind(&curl, "http://").to_owned();
    let body = behind(&curl, "curl -d '").to_owned();
    let (address, target) = url.split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let head = format!(
        "POST /{target} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\nexpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut asked = [0; 12];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100", "the call is in flight: its body is waited for");

    let id = program.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    program.line_with("Stopping");
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(r#""ErrorCode":0"#), "{answer}");
    assert!(program.child.wait().unwrap().success());
}
