//! The simulator as a program.

mod control;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tencent_chat_sim::{Conversation, Simulator};
use tencent_chat_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use tencent_chat_specs::webhook::WebhookSpec;

/// The environment variable that may hold the key.
const VARIABLE: &str = "CHAT_SIM_SECRET_KEY";

/// The environment variable that may hold the token of the webhooks.
const TOKEN_VARIABLE: &str = "CHAT_SIM_WEBHOOK_TOKEN";

/// The exit code after a second interrupt.
const INTERRUPTED: u8 = 130;

/// Simulates the Tencent Cloud Chat service, on this machine only.
///
/// At first there is one user, user15, with the conversation groups test0 and test1.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Port to listen on; 0 means a free one
    #[arg(long, default_value_t = 9000)]
    port: u16,
    /// `SDKAppID` of the app
    #[arg(long, default_value_t = 1_400_000_000)]
    app: u32,
    /// File with the secret key of the app; by default the variable `CHAT_SIM_SECRET_KEY` is used, or a random key
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Administrator of the app
    #[arg(long, default_value = "administrator")]
    admin: String,
    /// Serve HTTPS with a new self-signed certificate
    #[arg(long)]
    tls: bool,
    /// Port of the control interface, which takes fault rules and shows the state; 0 means a free one
    #[arg(long)]
    control: Option<u16>,
    /// Custom field of the app, as configured in the console, such as `Tag_Profile_Custom_Shoe`; may be repeated
    #[arg(long, value_name = "NAME")]
    custom_field: Vec<String>,
    /// URL of this machine to send webhooks to, such as `http://127.0.0.1:8080/webhook`
    #[arg(long, value_name = "URL")]
    webhooks: Option<String>,
    /// File with the token that signs the webhooks; by default the variable `CHAT_SIM_WEBHOOK_TOKEN` is used
    #[arg(long, value_name = "FILE", requires = "webhooks")]
    webhook_token_file: Option<PathBuf>,
    /// Webhook that is off, such as `C2C.CallbackBeforeSendMsg`; may be repeated
    #[arg(long, value_name = "COMMAND", requires = "webhooks", value_parser = webhook_of)]
    webhook_off: Vec<&'static WebhookSpec>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> io::Result<ExitCode> {
    let builder = Simulator::builder().port(args.port).sdk_app_id(args.app).admin(args.admin);
    let mut builder = builder.log(print_line);
    if args.tls {
        builder = builder.tls();
    }
    let key = key_of(args.key_file.as_deref())?;
    let is_own_key = key.is_none();
    if let Some(key) = key {
        builder = builder.secret_key(key);
    }
    if let Some(url) = args.webhooks {
        let file = args.webhook_token_file.as_deref();
        let token = secret_of("webhook-token-file", file, TOKEN_VARIABLE)?.ok_or_else(|| {
            let problem =
                format!("webhooks need a token: give --webhook-token-file or {TOKEN_VARIABLE}");
            io::Error::new(io::ErrorKind::InvalidInput, problem)
        })?;
        builder = builder.webhooks(url, token.text);
    }
    let simulator = builder.start().await.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => error,
        kind => io::Error::new(kind, format!("cannot listen on port {}: {error}", args.port)),
    })?;
    populate(&simulator);
    for webhook in args.webhook_off {
        simulator.state().disable_webhook(webhook);
    }
    for name in args.custom_field {
        simulator.state().add_custom_field(name);
    }
    print_introduction(&simulator, is_own_key);
    let simulator = Arc::new(simulator);
    if let Some(port) = args.control {
        let address = control::start(Arc::clone(&simulator), port).await?;
        print_line(&format!(
            "Add fault rules at http://{address}/rules, such as:\n  \
             curl -d '{{\"code\":50004,\"times\":2}}' -H 'content-type: application/json' http://{address}/rules"
        ));
    }
    tokio::signal::ctrl_c().await?;
    print_line(
        "Stopping. Waiting up to ten seconds for the calls in flight; press Ctrl-C again to stop at once.",
    );
    tokio::select! {
        () = simulator.stop() => Ok(ExitCode::SUCCESS),
        interrupted = tokio::signal::ctrl_c() => interrupted.map(|()| ExitCode::from(INTERRUPTED)),
    }
}

/// Returns the webhook with this command.
fn webhook_of(command: &str) -> Result<&'static WebhookSpec, String> {
    WebhookSpec::find(command).ok_or_else(|| "no such webhook is known".to_owned())
}

/// Reads the key that the user gave.
fn key_of(file: Option<&Path>) -> io::Result<Option<String>> {
    let Some(Secret { from, text }) = secret_of("key-file", file, VARIABLE)? else {
        return Ok(None);
    };
    let refuse = |problem| io::Error::new(io::ErrorKind::InvalidInput, format!("{from} {problem}"));
    SecretKey::new(&*text).check().map(|()| Some(text)).map_err(refuse)
}

/// A secret that the user gave, and the name of its source.
struct Secret {
    from: String,
    text: String,
}

/// Reads a secret from a file or the environment, because arguments are visible to other users of the machine.
fn secret_of(flag: &str, file: Option<&Path>, variable: &str) -> io::Result<Option<Secret>> {
    let (from, text) = match (file, std::env::var_os(variable)) {
        (Some(file), None) => {
            let from = format!("the {}", flag.replace('-', " "));
            let text = std::fs::read_to_string(file).map_err(|error| {
                io::Error::new(error.kind(), format!("cannot read {from}: {error}"))
            })?;
            (from, text.trim_end_matches(['\r', '\n']).to_owned())
        }
        (None, Some(text)) => (variable.to_owned(), text.to_string_lossy().into_owned()),
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            let problem = format!("give --{flag} or {variable}, not both");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
        }
    };
    Ok(Some(Secret { from, text }))
}

#[expect(clippy::print_stdout, reason = "the output of the program")]
fn print_line(line: &str) {
    println!("{line}");
}

fn populate(simulator: &Simulator) {
    let mut state = simulator.state();
    state.import_user("user15");
    for (group, peer) in [("test0", "user16"), ("test1", "user17")] {
        let created = state.create_contact_group("user15", group, [Conversation::with_user(peer)]);
        debug_assert!(created.is_ok(), "it is within all bounds");
    }
}

/// Prints everything that a first call needs. A random key and its signature are of no use elsewhere. A key that the
/// user gave may be, so it is not printed.
#[expect(clippy::print_stdout, reason = "the output of the program")]
fn print_introduction(simulator: &Simulator, is_own_key: bool) {
    let (app, admin) = (simulator.sdk_app_id(), simulator.admin());
    let (key, url) = (simulator.secret_key(), simulator.base_url());
    let now = UnixTime::from_secs(simulator.state().unix_time());
    let signed = SecretKey::new(key).sign(&Subject::new(app, admin), now, Lifetime::MAX);
    let (key, user_sig) =
        if is_own_key { (key, signed.expose()) } else { ("as given", "<signed with the key>") };
    println!("Simulator of Tencent Cloud Chat, on {url}. Press Ctrl-C to stop.");
    println!("  SDKAppID    {app}\n  secret key  {key}\n  identifier  {admin}");
    println!("user15 has the conversation groups test0 and test1. To delete one:");
    let unchecked = if simulator.certificate().is_some() { "-k " } else { "" };
    println!(
        "  curl {unchecked}-d '{{\"From_Account\":\"user15\",\"GroupName\":[\"test0\"]}}' \
         '{url}/v4/recentcontact/del_contact_group?sdkappid={app}&identifier={admin}\
         &usersig={user_sig}&random=1&contenttype=json'"
    );
}
