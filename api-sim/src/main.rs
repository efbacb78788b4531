//! The simulator standing alone.

mod control;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use api_sim::{Conversation, Simulator};
use api_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use clap::Parser;

/// A stand-in for the Tencent Cloud Chat service, on this machine only.
///
/// It begins with one user, user15, who has the conversation groups test0 and test1.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 9000)]
    port: u16,
    /// `SDKAppID` of the app
    #[arg(long, default_value_t = 1_400_000_000)]
    app: u32,
    /// Secret key of the app; a random one if none is given
    #[arg(long)]
    key: Option<String>,
    /// Administrator of the app
    #[arg(long, default_value = "administrator")]
    admin: String,
    /// Speak TLS, with a certificate made for the occasion
    #[arg(long)]
    tls: bool,
    /// Port on which failures are asked for; 0 takes a free one
    #[arg(long)]
    control: Option<u16>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> io::Result<()> {
    let builder = Simulator::builder().port(args.port).sdk_app_id(args.app).admin(args.admin);
    let mut builder = builder.log(say);
    if args.tls {
        builder = builder.tls();
    }
    if let Some(key) = args.key {
        builder = builder.secret_key(key);
    }
    let simulator = builder.start().await.map_err(|error| {
        let message = format!("cannot listen on port {}: {error}", args.port);
        io::Error::new(error.kind(), message)
    })?;
    populate(&simulator);
    introduce(&simulator);
    let simulator = Arc::new(simulator);
    if let Some(port) = args.control {
        let address = control::start(Arc::clone(&simulator), port).await?;
        say(&format!(
            "Ask for failures on http://{address}/rules, such as:\n  \
             curl -d '{{\"code\":50004,\"times\":2}}' http://{address}/rules"
        ));
    }
    tokio::signal::ctrl_c().await?;
    say("Stopping, once the calls in flight are answered.");
    simulator.stop().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is a program for people")]
fn say(line: &str) {
    println!("{line}");
}

fn populate(simulator: &Simulator) {
    let mut state = simulator.state();
    state.import_user("user15");
    for (group, peer) in [("test0", "user16"), ("test1", "user17")] {
        let created = state.create_contact_group("user15", group, [Conversation::with_user(peer)]);
        debug_assert!(created.is_ok(), "within every limit");
    }
}

/// Prints what a person needs to make a first call. Key and signature are the simulator's own and open nothing else.
#[expect(clippy::print_stdout, reason = "this is a program for people")]
fn introduce(simulator: &Simulator) {
    let (app, admin) = (simulator.sdk_app_id(), simulator.admin());
    let (key, url) = (simulator.secret_key(), simulator.base_url());
    let now = UnixTime::from_secs(simulator.state().unix_time());
    let user_sig = SecretKey::new(key).sign(&Subject::new(app, admin), now, Lifetime::MAX);
    println!("Simulator of Tencent Cloud Chat, on {url}. Stop it with Ctrl-C.");
    println!("  SDKAppID    {app}\n  secret key  {key}\n  identifier  {admin}");
    println!("user15 has the conversation groups test0 and test1. Delete one:");
    let unchecked = if simulator.certificate().is_some() { "-k " } else { "" };
    println!(
        "  curl {unchecked}-d '{{\"From_Account\":\"user15\",\"GroupName\":[\"test0\"]}}' \
         '{url}/v4/recentcontact/del_contact_group?sdkappid={app}&identifier={admin}\
         &usersig={}&random=1&contenttype=json'",
        user_sig.expose()
    );
}
