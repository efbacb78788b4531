//! A service that fails now and then, in every way.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tencent_chat::ErrorCode;
use tencent_chat_sim::{Fault, Rule, Simulator};

/// The share of the attempts that fails.
const FAILING: f64 = 0.2;

/// The number of times each kind of fault was applied.
static APPLIED: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

/// Counts a fault in a line of the simulator's log, such as `v4/openim/sendmsg: Status(502) (injected)`.
pub(crate) fn count(line: &str) {
    let fault = line.strip_suffix(" (injected)").and_then(|line| line.split_once(": "));
    if let Some((_, fault)) = fault {
        let kind = fault.split('(').next().unwrap_or_default();
        let mut applied = APPLIED.lock().unwrap_or_else(PoisonError::into_inner);
        *applied.entry(kind.to_owned()).or_default() += 1;
    }
}

/// The number of times each kind of fault was applied so far.
pub(crate) fn applied() -> BTreeMap<String, u32> {
    APPLIED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// All faults except delays. None of them reports success for a call that failed.
fn faults() -> Vec<Fault> {
    vec![
        Fault::Code(ErrorCode::ENDPOINT_RATE_EXCEEDED),
        Fault::Code(ErrorCode::CONVERSATION_TIMEOUT),
        Fault::Code(ErrorCode::ACCOUNT_INTERNAL_ERROR),
        Fault::Code(ErrorCode::USER_SIG_EXPIRED),
        Fault::Code(ErrorCode::new(987_654)),
        Fault::Status(502),
        Fault::Status(404),
        Fault::Body(b"<html>Offline</html>".to_vec()),
        Fault::Body(br#"{"ActionStatus":"O"#.to_vec()),
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::ResetAfter,
        Fault::Cut,
        Fault::Cut,
    ]
}

/// Makes a fifth of the calls fail, with every fault equally often.
pub(crate) fn begin(simulator: &Simulator, seed: u64) {
    let faults = faults();
    let mut left = f64::from(u32::try_from(faults.len()).unwrap());
    let share = FAILING / left;
    for (fault, seed) in faults.into_iter().zip(seed..) {
        // A rule is only tried if the rules before it did not match.
        let passed = 1.0 - FAILING + share * left;
        let rule = Rule::new(fault).at_random(share / passed, seed).for_ever();
        simulator.state().add_rule(rule);
        left -= 1.0;
    }
}
