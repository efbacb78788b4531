//! The webhooks of the program, and those that its control interface sends.

use std::net::TcpListener;

use super::*;

/// Reads a request and replies to it. Returns its head.
fn receive(app: &TcpListener) -> String {
    let (stream, _) = app.accept().unwrap();
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).unwrap(), 0, "the head is whole");
    }
    let head = head.to_lowercase();
    let (_, length) = head.split_once("content-length: ").unwrap();
    let length = length.lines().next().unwrap().parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let reply = "{\"ErrorCode\":0}";
    write!(stream.get_mut(), "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{reply}", reply.len())
        .unwrap();
    head
}

#[test]
fn webhooks_are_sent_through_the_control_interface() {
    const TOKEN: &str = "canary-token";

    let app = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook", app.local_addr().unwrap());
    let mut command = Command::new(PROGRAM);
    command.args(["--port", "0", "--control", "0", "--webhooks", &url]);
    command.args(["--webhook-off", "C2C.CallbackBeforeSendMsg"]);
    let mut program = Program::started(command.env("CHAT_SIM_WEBHOOK_TOKEN", TOKEN));
    let control = format!("http://{}", program.control());
    let received = std::thread::spawn(move || receive(&app));
    let event = r#"{"From_Account":"ann"}"#;
    let sent = request("POST", &format!("{control}/webhooks/C2C.CallbackAfterSendMsg"), event);
    assert!(sent.ends_with("Received\n"), "{sent}");
    let head = received.join().unwrap();
    assert!(head.starts_with("post /webhook?sdkappid=1400000000&callbackcommand=c2c."), "{head}");
    assert!(head.contains("&sign=") && !head.contains(TOKEN), "{head}");
    let state = request("GET", &format!("{control}/state/webhooks"), "");
    assert!(state.contains(r#""From_Account": "ann""#) && !state.contains(TOKEN), "{state}");
    let sent = request("POST", &format!("{control}/webhooks/C2C.CallbackAfterSendMsg"), "[]");
    assert!(sent.starts_with("HTTP/1.1 400"), "{sent}");
}

#[test]
fn odd_settings_of_webhooks_end_the_program() {
    let problem = |arguments: &[&str], token: Option<&str>| {
        let mut command = Command::new(PROGRAM);
        command.args(["--port", "0"]).args(arguments).env_remove("CHAT_SIM_WEBHOOK_TOKEN");
        command.envs(token.map(|token| ("CHAT_SIM_WEBHOOK_TOKEN", token)));
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let url = "http://127.0.0.1:9/";
    let text = problem(&["--webhooks", url], None);
    assert_eq!(
        text,
        "webhooks need a token: give --webhook-token-file or CHAT_SIM_WEBHOOK_TOKEN\n"
    );
    let text = problem(&["--webhooks", "http://app.example/"], Some("token"));
    assert!(text.starts_with("the URL of the webhooks must be of this machine"), "{text}");
    let text = problem(&["--webhooks", url], Some("canary canary"));
    assert!(text.starts_with("the token of the webhooks ") && !text.contains("canary"), "{text}");
    let text = problem(&["--webhooks", url, "--webhook-off", "C2C.Callback"], Some("token"));
    assert!(text.contains("no such webhook is known"), "{text}");
    let mut program = Program::start();
    let control = format!("http://{}", program.control());
    let sent = request("POST", &format!("{control}/webhooks/State.StateChange"), "{}");
    assert!(sent.starts_with("HTTP/1.1 409") && sent.contains("no URL"), "{sent}");
}
