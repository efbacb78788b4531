//! The token and `Sign` appear in nothing that can be printed. This runs in a separate process, because it listens to
//! everything that the process logs.

use std::time::Duration;

use support::listen::{self, has_canary, hear, sign_at};
use support::{APP, KEY, NOW, process};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{
    Delivery, Fallback, Refused, Seen, Verified, Verifier, WebhookResponse, WebhookService,
};
use tower_service::Service;

use super::bad_input::refused;
use super::reached::{
    AFTER, BEFORE, Way, event, post, read, receiver, run, signed, tell, verifier,
};

/// The texts of refusals, over both ways.
async fn refusals() -> Vec<String> {
    let mut texts = Vec::new();
    for way in Way::ALL {
        for (_, request, ..) in refused() {
            let response = way.respond(receiver(), request).await;
            texts.push(format!("{response:?}"));
            texts.push(read(response).await.1);
        }
    }
    for (_, request, ..) in refused() {
        let error = receiver().receive(request).await.unwrap_err();
        texts.push(format!("{error} {error:?} {error:#?}"));
    }
    texts
}

/// Everything that has a `Debug` output and knows the token, or was made with it.
async fn debugged() -> Vec<String> {
    let now = UnixTime::from_secs(NOW);
    let delivery = verifier().receive(&signed(BEFORE), event(BEFORE), now).unwrap();
    let seen = Seen::in_memory(1, Duration::from_secs(1));
    let service = WebhookService::new(receiver(), tell);
    let token = Verifier::new(APP, format!("{KEY} ")).unwrap_err();
    let wrong = Verifier::new(APP, "other").unwrap().receive(&signed(BEFORE), "{}", now);
    assert_eq!(wrong, Err(Refused::WrongSign));
    let debugged: [&dyn std::fmt::Debug; 9] = [
        &verifier(),
        &receiver(),
        &service,
        &Verified(delivery.clone()),
        &delivery,
        &seen,
        &seen.claim(&delivery),
        &token,
        &wrong,
    ];
    let mut texts: Vec<_> = debugged.iter().map(|shown| format!("{shown:?}{shown:#?}")).collect();
    texts.push(token.to_string());
    texts
}

/// Runs handlers that are late or panic, and events that are odd or cannot be read.
async fn events() {
    std::panic::set_hook(Box::new(|panic| hear("a panic", &format!("{panic} {panic:?}"))));
    for command in [BEFORE, AFTER] {
        let body = event(command).replace("ann", KEY);
        let request = || post(&signed(command), body.clone());
        let late = WebhookService::new(receiver(), |_: Delivery| std::future::pending());
        late.fallback(Fallback::Allow).call(request()).await.unwrap();
        let panics = |delivery: Delivery| async move {
            let name = delivery.command.clone();
            assert!(name.is_empty(), "{name}");
            WebhookResponse::received()
        };
        WebhookService::new(receiver(), panics).call(request()).await.unwrap();
    }
    drop(std::panic::take_hook());
    let odd = format!(r#"{{"MsgSeq":["{KEY}"],"{KEY}":1,"MsgBody":[{{"{KEY}":1,"MsgType":7}}]}}"#);
    for body in [odd.as_str(), KEY] {
        for way in Way::ALL {
            way.respond(receiver(), post(&signed(BEFORE), body.to_owned())).await;
        }
    }
}

#[test]
fn the_canary_appears_nowhere() {
    if !process::is_alone(module_path!(), "the_canary_appears_nowhere") {
        return;
    }
    listen::begin();
    assert!(signed(BEFORE).contains(&sign_at(NOW)) && has_canary(&signed(BEFORE)));
    let refusals = run(refusals());
    let debugged = run(debugged());
    run(events());
    for (what, texts) in [("refusals", refusals), ("Debug", debugged)] {
        // The text is not in the message, because a failure must not print it either.
        assert!(!texts.iter().any(|text| has_canary(text)), "a secret is in the {what}");
    }
    let heard = listen::heard();
    assert!(heard.crates.contains("tencent_chat"), "{:?}", heard.crates);
    assert!(heard.leaks.is_empty(), "logged a secret: {:?}", heard.leaks);
}
