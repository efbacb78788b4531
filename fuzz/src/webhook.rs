//! Webhooks: any query and body is received or refused, only what the token signed is received, and a received event survives
//! writing and reading.

use tencent_chat_specs::codec;
use tencent_chat_specs::user_sig::UnixTime;
use tencent_chat_specs::webhook::{Delivery, Refused, Verifier, Webhook};

const APP: u32 = 1_400_000_000;
const TOKEN: &str = "xxxxyyyy";
const NOW: UnixTime = UnixTime::from_secs(1_795_000_000);

/// Checks an input: a line, and the body. The line is a query, or a command for which one is signed.
pub fn check(input: &[u8]) {
    let (line, body) = match input.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&input[..end], &input[end + 1..]),
        None => (input, &[][..]),
    };
    let line = String::from_utf8_lossy(line);
    let verifier = Verifier::new(APP, "another").and_then(|verifier| verifier.token(TOKEN));
    let verifier = verifier.expect("the tokens are plain");
    if line.contains('=') {
        check_query(&verifier, &line);
        drop(receive(&Verifier::without_token(APP), &line, body));
        return;
    }
    let signer = Verifier::new(APP, TOKEN).expect("the token is plain");
    let query = signer.signed_query(&line, NOW);
    let received = receive(&verifier, &query, body);
    // The body may have another command.
    let is_expected = match &received {
        Ok(delivery) => delivery.command == line,
        Err(Refused::CommandDiffers) => true,
        Err(Refused::Missing("CallbackCommand")) => line.is_empty(),
        Err(_) => false,
    };
    assert!(is_expected, "{received:?}");
}

/// Checks that a query is accepted only with the `Sign` of its second.
fn check_query(verifier: &Verifier, query: &str) {
    let Err(refused) = verifier.verify(query, NOW) else {
        let signs = (0..=300).flat_map(|ago| [NOW.as_secs() - ago, NOW.as_secs() + ago]);
        let mut signs = signs.flat_map(|second| {
            let at = UnixTime::from_secs(second);
            [TOKEN, "another"].map(|token| sign_of(token, at))
        });
        return assert!(signs.any(|sign| query.contains(&sign)), "forged: {query}");
    };
    assert!(!refused.to_string().is_empty() && [400, 401].contains(&refused.status()));
}

fn sign_of(token: &str, at: UnixTime) -> String {
    let query = Verifier::new(APP, token).expect("the token is plain").signed_query("a", at);
    let (_, sign) = query.split_once("&Sign=").expect("the query is signed");
    sign.chars().take(64).collect()
}

fn receive(verifier: &Verifier, query: &str, body: &[u8]) -> Result<Delivery, Refused> {
    let delivery = verifier.receive(query, body, NOW)?;
    let again = verifier.receive(query, body, NOW)?;
    assert!(delivery == again && delivery.key() == again.key());
    assert_eq!(delivery.raw, body);
    assert!(!format!("{delivery:?}").is_empty());
    let strict = verifier.clone().strict_events().receive(query, body, NOW)?;
    match (&delivery.webhook, &strict.webhook) {
        (Webhook::Other(unread), strict) => {
            assert!(matches!(strict, Webhook::Other(_)), "strict reading accepts it: {unread:?}");
        }
        (_, Webhook::Other(_)) => assert!(!delivery.oddities.is_empty(), "{delivery:?}"),
        (lenient, strict) => assert!(lenient == strict && delivery.oddities.is_empty()),
    }
    check_written(verifier, query, &delivery)?;
    Ok(delivery)
}

/// Writes the event of a delivery, which reads to one that is written the same.
fn check_written(verifier: &Verifier, query: &str, delivery: &Delivery) -> Result<(), Refused> {
    if let Some(event) = delivery.webhook.as_record() {
        let written =
            codec::write_event(event, &delivery.command).expect("an event can be written");
        let again = verifier.receive(query, written.clone(), NOW)?;
        let event = again.webhook.as_record().expect("a written event can be read");
        let again = codec::write_event(event, &delivery.command).expect("an event can be written");
        assert_eq!(String::from_utf8(again), String::from_utf8(written));
    }
    Ok(())
}
