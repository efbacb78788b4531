//! Injected faults, and the rules that inject them.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::time::Duration;

use tencent_chat_specs::ErrorCode;
use tencent_chat_specs::webhook::WebhookSpec;

/// A fault that overrides or delays the response to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The service fails the call with this code. The call takes no effect.
    Code(ErrorCode),
    /// An intermediary responds with this HTTP status. The call takes no effect.
    Status(u16),
    /// The response has this body. The call takes no effect.
    Body(Vec<u8>),
    /// The connection breaks without a response. The call takes no effect.
    ResetBefore,
    /// The call is handled as usual, then the connection breaks without a response.
    ResetAfter,
    /// The call is handled as usual, then the connection breaks in the middle of the response.
    Cut,
    /// The call is handled as usual, then the response is delayed by this duration.
    Delay(Duration),
}

/// A fault of a webhook that the simulator sends.
///
/// ```
/// use tencent_chat_sim::{Rule, WebhookFault};
/// use tencent_chat_specs::webhook::c2c::after_send_message;
///
/// let every_second = Rule::new(WebhookFault::Repeat).every(2).for_ever();
/// let next = Rule::new(WebhookFault::Drop).webhook(&after_send_message::SPEC);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookFault {
    /// The webhook is not sent. One before an action counts as timed out, without the wait.
    Drop,
    /// The webhook is sent after this duration. It delays those behind it too. One before an action times out if the
    /// duration is longer than the timeout.
    Delay(Duration),
    /// The webhook is sent twice. One before an action is sent once.
    Repeat,
    /// The webhook is sent after the next one, or at [`flush_webhooks`](crate::Simulator::flush_webhooks). One before an
    /// action is sent at once.
    Reorder,
}

/// A fault, and the calls or webhooks that it applies to. By default this is the next one only.
///
/// ```
/// use tencent_chat_sim::{Fault, Rule};
///
/// let every_third = Rule::new(Fault::Cut).every(3).for_ever();
/// let twice_here = Rule::new(Fault::Status(502)).path("v4/openim/sendmsg").times(2);
/// let sometimes = Rule::new(Fault::ResetAfter).at_random(0.05, 1).for_ever();
/// ```
#[derive(Clone, Debug)]
#[must_use = "a rule does nothing until it is added to the state"]
pub struct Rule<F = Fault> {
    fault: F,
    /// The path of the only endpoint, or the command of the only webhook, that it applies to.
    only: Option<String>,
    every: u32,
    chance: Option<(f64, fastrand::Rng)>,
    left: Option<u32>,
    seen: u32,
}

impl Rule {
    /// Applies the fault to calls with this path only.
    pub fn path(self, path: impl Into<String>) -> Self {
        Self { only: Some(path.into()), ..self }
    }
}

impl Rule<WebhookFault> {
    /// Applies the fault to this webhook only.
    pub fn webhook(self, webhook: &WebhookSpec) -> Self {
        Self { only: Some(webhook.command().to_owned()), ..self }
    }
}

impl<F> Rule<F> {
    /// Applies the fault to the next call of any endpoint, or to the next webhook of any command.
    pub fn new(fault: F) -> Self {
        Self { fault, only: None, every: 1, chance: None, left: Some(1), seen: 0 }
    }

    /// Applies the fault to every `n`th call that reaches this rule, that is, that no older rule took; 0 counts as 1.
    /// Combine it with [`times`](Self::times) or [`for_ever`](Self::for_ever): by default a rule applies once.
    pub fn every(self, n: u32) -> Self {
        Self { every: NonZeroU32::new(n).map_or(1, NonZeroU32::get), ..self }
    }

    /// Applies the fault with this probability, from 0 to 1. The same seed selects the same calls of a sequence.
    pub fn at_random(self, probability: f64, seed: u64) -> Self {
        Self { chance: Some((probability, fastrand::Rng::with_seed(seed))), ..self }
    }

    /// Applies the fault at most this many times.
    pub fn times(self, times: u32) -> Self {
        Self { left: Some(times), ..self }
    }

    /// Applies the fault as long as the simulator runs.
    pub fn for_ever(self) -> Self {
        Self { left: None, ..self }
    }

    /// Counts a call of this path, or a webhook of this command, and returns the fault if it applies.
    fn matching_fault(&mut self, name: &str) -> Option<F>
    where
        F: Clone,
    {
        if self.only.as_deref().is_some_and(|only| only != name) || self.left == Some(0) {
            return None;
        }
        self.seen += 1;
        if !self.seen.is_multiple_of(self.every) {
            return None;
        }
        if let Some((probability, random)) = &mut self.chance
            && random.f64() >= *probability
        {
            return None;
        }
        self.left = self.left.map(|left| left - 1);
        Some(self.fault.clone())
    }
}

/// The rules, oldest first. The first rule that matches a call takes it; later rules do not count it.
#[derive(Debug)]
pub(crate) struct Rules<F = Fault>(VecDeque<Rule<F>>);

impl<F> Default for Rules<F> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<F: Clone> Rules<F> {
    pub(crate) fn add(&mut self, rule: Rule<F>) {
        self.0.push_back(rule);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn matching_fault(&mut self, name: &str) -> Option<F> {
        let fault = self.0.iter_mut().find_map(|rule| rule.matching_fault(name));
        self.0.retain(|rule| rule.left != Some(0));
        fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(rules: &mut Rules, paths: &[&str]) -> Vec<bool> {
        paths.iter().map(|path| rules.matching_fault(path).is_some()).collect()
    }

    #[test]
    fn a_rule_matches_the_next_call_once() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Fault::Cut));
        assert_eq!(matches(&mut rules, &["a", "a"]), [true, false]);
    }

    #[test]
    fn a_rule_matches_every_nth_call_of_its_path() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Fault::Cut).path("a").every(2).for_ever());
        let matched = matches(&mut rules, &["a", "b", "b", "a", "a", "a"]);
        assert_eq!(matched, [false, false, false, true, false, true]);
        rules.clear();
        assert_eq!(matches(&mut rules, &["a", "a"]), [false, false]);
    }

    #[test]
    fn a_random_rule_matches_the_same_calls_each_time() {
        let matched = |probability, seed| {
            let mut rules = Rules::default();
            rules.add(Rule::new(Fault::Cut).at_random(probability, seed).for_ever());
            matches(&mut rules, &["a"; 1000])
        };
        let count = |matched: Vec<bool>| matched.into_iter().filter(|matched| *matched).count();
        assert_eq!(matched(0.2, 1), matched(0.2, 1));
        assert_ne!(matched(0.2, 1), matched(0.2, 2));
        assert!((150..250).contains(&count(matched(0.2, 1))), "{}", count(matched(0.2, 1)));
        assert_eq!((count(matched(0.0, 1)), count(matched(1.0, 1))), (0, 1000));
    }

    #[test]
    fn rules_match_in_order() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Fault::Status(502)).times(2));
        rules.add(Rule::new(Fault::Cut).every(0));
        let faults: Vec<_> = (0..4).map(|_| rules.matching_fault("a")).collect();
        let status = Some(Fault::Status(502));
        assert_eq!(faults, [status.clone(), status, Some(Fault::Cut), None]);
    }
}
