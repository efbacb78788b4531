//! Provokes an error of every kind, and prints what the call did to the service and what to do about it.
//!
//! `cargo run --example handle_errors`

use std::error::Error as StdError;
use std::io::{self, Write};
use std::time::Duration;

use tencent_chat::group::get_appid_group_list;
use tencent_chat::message::send_message::Request;
use tencent_chat::{
    Client, CodeKind, Credentials, Effect, Error, ErrorCode, ErrorKind, ProvidedUserSig,
    RetryClass, RetryPolicy, UserSigProvider,
};
use tencent_chat_sim::{Fault, Rule, Simulator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    run(&mut io::stdout()).await
}

/// Tells what to do about an error. The client has already retried as often as its policy allows.
fn advice(error: &Error) -> &'static str {
    match (error.kind(), error.info().map(|info| (info.kind, info.retry))) {
        (ErrorKind::Configuration, _) => "correct the settings; the message names all wrong ones",
        (ErrorKind::InvalidRequest, _) => "correct the request; `violations()` has each field",
        (_, Some((CodeKind::Signature, _))) => "check the key and the clock; `diagnose()` helps",
        (_, Some((_, RetryClass::Throttled))) => "make fewer calls, and repeat this one later",
        (_, Some((CodeKind::NotFound, _))) => "tell the caller that it does not exist",
        _ if error.is_retryable() => "repeat the call later; it cannot take effect twice",
        _ => match error.effect() {
            Effect::None => "do not repeat the call, because it would fail again",
            Effect::Unknown => "find out whether it took effect before you repeat it",
            Effect::Done => "do not repeat the call, because it took effect",
        },
    }
}

/// Runs the program against an embedded simulator.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn StdError>> {
    let simulator = Simulator::start().await?;
    simulator.state().import_user("bob");
    let key = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    // By default a client makes up to three attempts. Here the first error is to be seen.
    let builder = |credentials| {
        let builder = Client::builder(simulator.sdk_app_id(), credentials);
        builder.base_url(simulator.base_url()).retry(RetryPolicy::none())
    };
    let client = builder(key.clone()).build()?;
    let send = |client: &Client| client.message().send_message(Request::new("bob", ["hello"]));

    let incomplete = Client::builder(0, key.clone()).build();
    report(out, "the client has no region, and the app is 0", incomplete)?;
    let long_lived = Request::new("bob", ["hello"]).msg_life_time_secs(1_000_000u32);
    let result = client.message().send_message(long_lived).await;
    report(out, "a field is out of its bounds", result)?;
    let vaulted = builder(Credentials::provider(simulator.admin(), ClosedVault)).build()?;
    report(out, "there is no UserSig", send(&vaulted).await)?;
    let result = loop {
        // This endpoint takes one call a second.
        let list = client.group().get_appid_group_list(get_appid_group_list::Request::new());
        let result = list.rate_limit_timeout(Duration::ZERO).await;
        if result.is_err() {
            break result;
        }
    };
    report(out, "there are too many calls for the rate limit", result)?;
    let unreachable = builder(key).base_url("http://127.0.0.1:1").build()?;
    report(out, "nobody listens at the address", send(&unreachable).await)?;

    let stranger = client.message().send_message(Request::new("eve", ["hello"])).await;
    report(out, "the receiver does not exist", stranger)?;
    let wrong_key = Credentials::secret_key(simulator.admin(), "the-key-of-another-app");
    report(out, "the key is wrong", send(&builder(wrong_key).build()?).await)?;
    for (case, fault) in [
        ("the service wants fewer calls", Fault::Code(ErrorCode::MESSAGE_RATE_EXCEEDED)),
        ("the service has an internal error", Fault::Code(ErrorCode::MESSAGE_INTERNAL_ERROR)),
        ("the code is not in the table", Fault::Code(ErrorCode::new(1))),
        ("the connection breaks", Fault::Cut),
        ("a proxy responds for the service", Fault::Status(502)),
        ("the response is not JSON", Fault::Body(b"<html>".to_vec())),
        ("the response breaks off", Fault::Body(br#"{"ErrorCode": 0, "MsgKey": "#.to_vec())),
    ] {
        simulator.state().add_rule(Rule::new(fault));
        report(out, case, send(&client).await)?;
    }
    simulator.state().add_rule(Rule::new(Fault::Delay(Duration::from_secs(60))));
    let late = send(&client).timeout(Duration::from_millis(100)).await;
    Ok(report(out, "the response is late", late)?)
}

/// A provider of `UserSig`s that has none.
struct ClosedVault;

impl UserSigProvider for ClosedVault {
    fn user_sig<'a>(&'a self, _: u32, _: &'a str) -> ProvidedUserSig<'a> {
        Box::pin(async { Err("the vault is closed".into()) })
    }
}

fn report<T>(out: &mut impl Write, case: &str, result: Result<T, Error>) -> io::Result<()> {
    let Err(error) = result else { return Ok(()) };
    let (kind, effect, is_retryable) = (error.kind(), error.effect(), error.is_retryable());
    writeln!(out, "{case}:\n  {kind}, effect {effect}, retryable: {is_retryable}")?;
    writeln!(out, "  {error}\n  -> {}", advice(&error))
}
