//! Every step of a call and the faults that can occur there: over both transports, HTTP/1.1 and HTTP/2, against a peer
//! on this machine and in injected time. The result is a part of docs/reliability.md. `RELIABILITY=write cargo test -p
//! api-tests --test faults matrix` writes it.

use std::thread;

use support::document::check_section;
use support::fault_matrix::{
    Action, Expected, Fault, Outcome, Protocol, ROWS, Row, TransportKind, run,
};
use tencent_chat::ErrorKind;

/// Prints the name of the case if the test fails in it.
struct Case(String);

impl Drop for Case {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("in the case {}", self.0);
        }
    }
}

/// Runs the cases of a row over one protocol and transport. Returns `true` if the connection was kept.
fn check(row: &Row, protocol: Protocol, transport: TransportKind) -> bool {
    let [idempotent, other] = [true, false].map(|is_idempotent| {
        let call = if is_idempotent { "idempotent" } else { "not idempotent" };
        let _case =
            Case(format!("{}: {}, {protocol:?}, {transport:?}, {call}", row.step, row.what));
        let outcome = run(row, protocol, transport, is_idempotent);
        check_outcome(row, &outcome, is_idempotent);
        outcome.is_kept
    });
    assert_eq!(idempotent, other, "{}: {}", row.step, row.what);
    idempotent
}

fn check_outcome(row: &Row, outcome: &Outcome, is_idempotent: bool) {
    let Expected::Fails { kind, effect, attempts } = row.expected else {
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        assert_eq!(row.expected, Expected::Succeeds(outcome.requests));
        return;
    };
    let error = outcome.error.as_ref().expect("the call fails");
    let attempts = attempts[usize::from(!is_idempotent)];
    let seen = (error.kind(), error.effect(), error.attempts());
    assert_eq!(seen, (kind, effect, attempts), "{error}");
    // The peer saw the streams that it refused or did not process.
    let is_refused = matches!(
        row.fault,
        Fault::At(_, Action::ResetStream(h2::Reason::REFUSED_STREAM) | Action::GoAwayUnprocessed)
    );
    if kind == ErrorKind::NotSent && !is_refused {
        assert_eq!(outcome.requests, 0, "{error}");
    }
    assert!(outcome.requests <= attempts, "{} requests: {error}", outcome.requests);
}

/// Returns for each row whether the connection was kept; `None` if the row does not apply to the protocol.
fn check_protocol(protocol: Protocol, transport: TransportKind) -> Vec<Option<bool>> {
    let check =
        |row: &Row| row.protocols.contains(&protocol).then(|| check(row, protocol, transport));
    ROWS.iter().map(check).collect()
}

/// The lines of a row: one, or one each for the protocols that keep and that close the connection.
fn lines(row: &Row, kept: &[Option<bool>; 3]) -> String {
    let with = |is_kept| {
        let protocols = Protocol::ALL.into_iter().zip(kept);
        protocols
            .filter(move |(_, kept)| **kept == Some(is_kept))
            .map(|(protocol, _)| protocol.name())
    };
    let line = |is_kept: bool| {
        let protocols: Vec<_> = with(is_kept).collect();
        let protocols = if protocols.len() == 3 { "all".to_owned() } else { protocols.join(", ") };
        let connection = if is_kept { "kept" } else { "closed" };
        let (step, what, outcome) = (row.step, row.what, outcome_of(row.expected));
        format!("| {step} | {what} | {protocols} | {outcome} | {connection} |\n")
    };
    [false, true].into_iter().filter(|kept| with(*kept).next().is_some()).map(line).collect()
}

fn outcome_of(expected: Expected) -> String {
    match expected {
        Expected::Succeeds(requests) => format!("success | done | {requests}"),
        Expected::Fails { kind, effect, attempts: [idempotent, other] } => {
            let effect = format!("{effect:?}").to_lowercase();
            let attempts = match idempotent == other {
                true => idempotent.to_string(),
                false => format!("{idempotent}, {other}"),
            };
            format!("`{kind:?}` | {effect} | {attempts}")
        }
    }
}

#[test]
fn each_fault_at_each_step_ends_as_reliability_md_says() {
    let kept = thread::scope(|scope| {
        let threads = Protocol::ALL.map(|protocol| {
            TransportKind::ALL
                .map(|transport| scope.spawn(move || check_protocol(protocol, transport)))
        });
        threads.map(|threads| {
            let [reqwest, hyper] =
                threads.map(|thread| thread.join().expect("each case ends as expected"));
            assert_eq!(reqwest, hyper, "both transports keep the same connections");
            reqwest
        })
    });
    let head = "| step | what goes wrong | over | what the caller gets | effect | attempts | connection |\n\
                |---|---|---|---|---|---|---|\n";
    let rows = ROWS.iter().enumerate();
    let rows = rows.map(|(at, row)| lines(row, &kept.each_ref().map(|kept| kept[at])));
    let matrix = [head.to_owned()].into_iter().chain(rows).collect::<String>();
    check_section("docs/reliability.md", "matrix", &matrix, "RELIABILITY");
}
