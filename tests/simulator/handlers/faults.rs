//! Faults on demand, and rate limits.

use tencent_chat::Effect;

use super::conversations::create;
use super::*;

#[tokio::test]
async fn faults_are_applied_as_requested() {
    let (simulator, client) = newborn().await;
    let read = || conversation::get_contact_group::Request::new("ann", 0u64);
    let only = "v4/recentcontact/get_contact_group";
    let fail = |rule: Rule| simulator.state().add_rule(rule);

    fail(Rule::new(Fault::Code(ErrorCode::CONVERSATION_INTERNAL_ERROR)).path(only));
    assert_eq!(code_of(&client, create("work", Vec::new())).await, None, "another endpoint");
    let error = client.call(read()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CONVERSATION_INTERNAL_ERROR));
    assert_eq!(code_of(&client, read()).await, None, "once");

    fail(Rule::new(Fault::Status(502)));
    let error = client.call(read()).await.unwrap_err();
    assert_eq!((error.kind(), error.http_status()), (ErrorKind::HttpStatus, Some(502)));

    fail(Rule::new(Fault::Body(b"<html>".to_vec())));
    let error = client.call(read()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.raw_body()),
        (ErrorKind::UnreadableResponse, Some(&b"<html>"[..]))
    );

    fail(Rule::new(Fault::Cut).every(3).for_ever());
    let mut kinds = Vec::new();
    for _ in 0..6 {
        kinds.push(client.call(read()).await.err().map(|error| error.kind()));
    }
    let cut = Some(ErrorKind::Transport);
    assert_eq!(kinds, [None, None, cut, None, None, cut]);
    simulator.state().clear_rules();
}

#[tokio::test]
async fn a_call_whose_response_is_cut_has_taken_effect() {
    let (simulator, client) = newborn().await;
    simulator.state().add_rule(Rule::new(Fault::Cut));
    let error = client.call(create("work", users(0..1))).await.unwrap_err();
    assert_eq!(error.effect(), Effect::Unknown);
    assert_eq!(simulator.state().user("ann").unwrap().contact_groups().count(), 1);
}

#[tokio::test]
async fn a_response_may_arrive_too_late() {
    let simulator = simulator().await;
    let clock = ManualClock::at(NOW);
    let client = client_with(&simulator.base_url(), clock.clone());
    simulator.state().add_rule(Rule::new(Fault::Delay(Duration::from_hours(1))));
    let import = account::account_import::Request::new("ann");
    let mut call = std::pin::pin!(client.call(import).into_future());
    let mut waited = false;
    let result = std::future::poll_fn(|context| {
        let polled = call.as_mut().poll(context);
        if polled.is_pending() && !waited {
            // A call that was not sent yet would report that.
            waited = simulator.state().user("ann").is_some();
            let advanced = if waited { Duration::from_secs(6) } else { Duration::ZERO };
            clock.advance(advanced);
            context.waker().wake_by_ref();
        }
        polled
    });
    assert_eq!(result.await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn more_calls_than_the_rate_allows_are_refused_until_the_next_second() {
    let (simulator, client) = newborn().await;
    let check = || account::account_check::Request::new([AccountItem::new("ann")]);
    for number in 0..100 {
        assert_eq!(code_of(&client, check()).await, None, "{number}");
    }
    assert_eq!(code_of(&client, check()).await, Some(ErrorCode::ENDPOINT_RATE_EXCEEDED));
    let kick = account::kick::Request::new("ann");
    assert_eq!(code_of(&client, kick).await, None, "each endpoint has its own rate");
    simulator.state().set_unix_time(NOW + 1);
    assert_eq!(code_of(&client, check()).await, None);
}

#[tokio::test]
async fn a_connection_may_break_before_or_after_the_call_takes_effect() {
    let (simulator, client) = newborn().await;
    for (fault, groups) in [(Fault::ResetBefore, 0), (Fault::ResetAfter, 1)] {
        simulator.state().add_rule(Rule::new(fault));
        let error = client.call(create("work", Vec::new())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert_eq!((error.effect(), error.raw_body()), (Effect::Unknown, None));
        let state = simulator.state();
        assert_eq!(state.user("ann").unwrap().contact_groups().count(), groups);
    }
}
