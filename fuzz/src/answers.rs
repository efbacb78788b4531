//! Answers: whatever comes is read or refused, and what is read can be written and read again.

use api_specs::codec::{self, AnswerError, RecordRef};
use api_specs::{ActionStatus, Envelope, ErrorCode};

use crate::index::{self, Declared};

/// Two bytes choose the endpoint, the rest is the answer.
pub fn check(input: &[u8]) {
    if let Some((endpoint, body)) = index::choose(input) {
        (endpoint.answer)(body);
    }
}

pub(crate) fn check_one<R: Declared>(body: &[u8]) {
    match codec::read_answer::<R>(body) {
        Ok(answer) => check_read(&answer),
        Err(error) => check_refused(&error),
    }
}

fn check_read<R: Declared>(answer: &R) {
    let envelope = Envelope::new().action_status(ActionStatus::Ok).error_code(ErrorCode::OK);
    let json = codec::write_answer(RecordRef::new(answer), &envelope);
    let json = json.expect("what was read can be written");
    let again = codec::read_answer::<R>(&json).expect("what was written can be read");
    assert_eq!(again, *answer);
    for failed in codec::failed_items(answer) {
        assert!(!format!("{failed:?}").is_empty());
    }
    assert!(!format!("{answer:?}").is_empty());
}

fn check_refused(error: &AnswerError) {
    match error {
        AnswerError::Service(envelope) => {
            assert!(envelope.outcome().is_some_and(|code| !code.is_ok()), "{envelope:?}");
        }
        AnswerError::Unreadable { error, .. } => assert!(!error.message().is_empty()),
    }
    assert!(!error.to_string().is_empty());
}
