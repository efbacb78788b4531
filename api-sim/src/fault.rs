//! Failures on demand.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::time::Duration;

use api_specs::ErrorCode;

/// What becomes of a call in place of its response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The service refuses it with this code; it takes no effect.
    Code(ErrorCode),
    /// Something between responses with this HTTP status; it takes no effect.
    Status(u16),
    /// These bytes come in place of the response; it takes no effect.
    Body(Vec<u8>),
    /// The connection breaks without a response; it takes no effect.
    ResetBefore,
    /// It takes effect, and the connection breaks without a response.
    ResetAfter,
    /// It takes effect, and the connection breaks in the middle of the response.
    Cut,
    /// It takes effect, and the response comes later.
    Delay(Duration),
}

/// When a fault matches: the next call, unless something else is said.
///
/// ```
/// use api_sim::{Fault, Rule};
///
/// let every_third = Rule::new(Fault::Cut).every(3).for_ever();
/// let twice_here = Rule::new(Fault::Status(502)).path("v4/openim/sendmsg").times(2);
/// let now_and_then = Rule::new(Fault::ResetAfter).at_random(0.05, 1).for_ever();
/// ```
#[derive(Clone, Debug)]
#[must_use = "a rule does nothing until it is added to the state"]
pub struct Rule {
    fault: Fault,
    path: Option<String>,
    every: u32,
    chance: Option<(f64, fastrand::Rng)>,
    left: Option<u32>,
    seen: u32,
}

impl Rule {
    /// Strikes the next call, whatever it is.
    pub fn new(fault: Fault) -> Self {
        Self { fault, path: None, every: 1, chance: None, left: Some(1), seen: 0 }
    }

    /// Strikes calls of one endpoint only.
    pub fn path(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// Strikes every `n`th call only; 0 counts as 1.
    pub fn every(self, n: u32) -> Self {
        Self { every: NonZeroU32::new(n).map_or(1, NonZeroU32::get), ..self }
    }

    /// Strikes a call with this probability, from 0 to 1; of the same calls the same ones if the seed is the same.
    pub fn at_random(self, probability: f64, seed: u64) -> Self {
        Self { chance: Some((probability, fastrand::Rng::with_seed(seed))), ..self }
    }

    /// Strikes so many times.
    pub fn times(self, times: u32) -> Self {
        Self { left: Some(times), ..self }
    }

    /// Strikes as long as the simulator runs.
    pub fn for_ever(self) -> Self {
        Self { left: None, ..self }
    }

    /// The fault, if it matches a call of this path.
    fn matching_fault(&mut self, path: &str) -> Option<Fault> {
        if self.path.as_deref().is_some_and(|only| only != path) || self.left == Some(0) {
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

/// The rules, the oldest first: of several that match a call only the first is applied.
#[derive(Debug, Default)]
pub(crate) struct Rules(VecDeque<Rule>);

impl Rules {
    pub(crate) fn add(&mut self, rule: Rule) {
        self.0.push_back(rule);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn matching_fault(&mut self, path: &str) -> Option<Fault> {
        let fault = self.0.iter_mut().find_map(|rule| rule.matching_fault(path));
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
    fn a_rule_strikes_the_next_call_once() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Fault::Cut));
        assert_eq!(matches(&mut rules, &["a", "a"]), [true, false]);
    }

    #[test]
    fn a_rule_strikes_every_nth_call_of_its_path() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Fault::Cut).path("a").every(2).for_ever());
        let struck = matches(&mut rules, &["a", "b", "b", "a", "a", "a"]);
        assert_eq!(struck, [false, false, false, true, false, true]);
        rules.clear();
        assert_eq!(matches(&mut rules, &["a", "a"]), [false, false]);
    }

    #[test]
    fn a_rule_strikes_at_random_and_the_same_calls_each_time() {
        let struck = |probability, seed| {
            let mut rules = Rules::default();
            rules.add(Rule::new(Fault::Cut).at_random(probability, seed).for_ever());
            matches(&mut rules, &["a"; 1000])
        };
        let count = |struck: Vec<bool>| struck.into_iter().filter(|struck| *struck).count();
        assert_eq!(struck(0.2, 1), struck(0.2, 1));
        assert_ne!(struck(0.2, 1), struck(0.2, 2));
        assert!((150..250).contains(&count(struck(0.2, 1))), "{}", count(struck(0.2, 1)));
        assert_eq!((count(struck(0.0, 1)), count(struck(1.0, 1))), (0, 1000));
    }

    #[test]
    fn rules_strike_in_turn() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Fault::Status(502)).times(2));
        rules.add(Rule::new(Fault::Cut).every(0));
        let struck: Vec<_> = (0..4).map(|_| rules.matching_fault("a")).collect();
        let status = Some(Fault::Status(502));
        assert_eq!(struck, [status.clone(), status, Some(Fault::Cut), None]);
    }
}
