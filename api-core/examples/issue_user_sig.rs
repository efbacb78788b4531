//! Issues the `UserSig` with which an end user logs in, and verifies it.
//!
//! `cargo run --example issue_user_sig`

use std::error::Error;
use std::io::{self, Write};
use std::time::Duration;

use tencent_chat::user_sig::{SecretKey, Subject, UnixTime};
use tencent_chat::{Client, Clock, Credentials, SystemClock};
use tencent_chat_sim::Simulator;

/// The lifetime of a `UserSig`. Tencent advises at least a day.
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the program against an embedded simulator.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::start().await?;
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;

    // Your login endpoint returns this text to the user's app, over TLS, once the user has proved who they are. Nothing
    // is sent to the service. The text is a password: do not log it.
    let user_sig = client.sign_for("ann", WEEK)?;
    writeln!(out, "issued {user_sig:?} of {} characters", user_sig.expose().len())?;

    // A server without a client can issue and verify with the key alone.
    let key = SecretKey::new(simulator.secret_key());
    verify(out, &key, simulator.sdk_app_id(), user_sig.expose())?;

    // A `UserSig` of an administrator can make calls, without the key: for a service that must not hold it.
    let admin = client.sign_for(simulator.admin(), WEEK)?;
    let keyless = Credentials::user_sig(simulator.admin(), admin);
    let keyless =
        Client::builder(simulator.sdk_app_id(), keyless).base_url(simulator.base_url()).build()?;
    for (subject, check) in
        [("key", client.diagnose().await), ("UserSig", keyless.diagnose().await)]
    {
        writeln!(out, "calls with the {subject}: {:?}", check.key)?;
    }
    Ok(())
}

fn verify(
    out: &mut impl Write,
    key: &SecretKey,
    sdk_app_id: u32,
    user_sig: &str,
) -> Result<(), Box<dyn Error>> {
    let now = UnixTime::from_secs(SystemClock.unix_time());
    let ann = Subject::new(sdk_app_id, "ann");
    let validity = key.verify(user_sig, &ann, now)?;
    writeln!(out, "valid for {} days", validity.lifetime.as_secs() / 86_400)?;

    let later = UnixTime::from_secs(validity.expires_at().as_secs() + 1);
    let other_key = SecretKey::new("the key of another app");
    for (case, result) in [
        ("a second too late", key.verify(user_sig, &ann, later)),
        ("for another user", key.verify(user_sig, &Subject::new(sdk_app_id, "bob"), now)),
        ("with another key", other_key.verify(user_sig, &ann, now)),
    ] {
        if let Err(error) = result {
            writeln!(out, "{case}: {error}")?;
        }
    }
    Ok(())
}
