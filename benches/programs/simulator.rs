//! Runs two simulators, with and without TLS. Prints their URLs, the key and a UserSig, then runs until its standard
//! input is closed.

use tencent_chat_sim::Simulator;
use tencent_chat_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let certificate = std::env::args().nth(1).ok_or("the path for the certificate is missing")?;
    let plain = Simulator::builder().start().await?;
    let secure = Simulator::builder().secret_key(plain.secret_key()).tls().start().await?;
    std::fs::write(certificate, secure.certificate().unwrap_or_default())?;
    let subject = Subject::new(plain.sdk_app_id(), plain.admin());
    let now = UnixTime::from_secs(plain.state().unix_time());
    let user_sig = SecretKey::new(plain.secret_key()).sign(&subject, now, Lifetime::MAX);
    println!("{} {} {} {}", plain.base_url(), secure.base_url(), plain.secret_key(), user_sig.expose());
    let wait = || std::io::read_to_string(std::io::stdin());
    tokio::task::spawn_blocking(wait).await??;
    Ok(())
}
