//! When a fault strikes.

use fastrand::Rng;
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::{exchange::Request, provider::Provider};

/// The rules of a chaos run; in JSON a plain list.
///
/// ```
/// use keymint_sandbox::{Fault, Plan, Provider, Rule};
///
/// let plan = Plan::new()
///     .rule(Rule::new(Fault::ResetAfter).provider(Provider::Infobip).method("POST").nth(1))
///     .rule(Rule::new(Fault::LatencyMs(50)).probability(0.1));
/// # assert_eq!(serde_json::to_value(&plan).unwrap()[0]["when"]["provider"], "infobip");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plan(Vec<Rule>);

/// One fault and its conditions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    #[serde(default)]
    pub(crate) when: When,
    pub(crate) fault: Fault,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u64>,
}

/// The conditions of a rule; all that are set must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct When {
    /// Only requests to this provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Only requests with this method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests whose path and query contain this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_contains: Option<String>,
    /// Only this one of the requests that the rule concerns, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// Only each so many-th of the requests that the rule concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// Only with this probability, from 0 to 1; the dice are seeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

impl Plan {
    /// A plan under which nothing goes wrong.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule; of several that strike, the first decides, and latencies add up.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.0.push(rule);
        self
    }

    pub(crate) fn into_rules(self) -> impl Iterator<Item = Rule> {
        self.0.into_iter()
    }
}

impl Rule {
    /// A fault that strikes every request, until conditions are added.
    pub fn new(fault: Fault) -> Self {
        Self { when: When::default(), fault, times: None }
    }

    /// Strikes requests to this provider only.
    #[must_use]
    pub fn provider(mut self, provider: Provider) -> Self {
        self.when.provider = Some(provider);
        self
    }

    /// Strikes requests with this method only.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.when.method = Some(method.into());
        self
    }

    /// Strikes requests whose path and query contain this text only.
    #[must_use]
    pub fn path_contains(mut self, part: impl Into<String>) -> Self {
        self.when.path_contains = Some(part.into());
        self
    }

    /// Strikes only the nth request that the rule concerns, counted from 1.
    #[must_use]
    pub fn nth(mut self, nth: u64) -> Self {
        self.when.nth = Some(nth);
        self
    }

    /// Strikes each so many-th request that the rule concerns.
    #[must_use]
    pub fn every(mut self, every: u64) -> Self {
        self.when.every = Some(every);
        self
    }

    /// Strikes with this probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.when.probability = Some(probability);
        self
    }

    /// Strikes so many times, then no more.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }
}

impl When {
    pub(crate) fn concerns(&self, request: &Request) -> bool {
        let method = self.method.as_deref();
        let part = self.path_contains.as_deref();

        self.provider.is_none_or(|provider| request.provider == Some(provider))
            && method.is_none_or(|method| method.eq_ignore_ascii_case(request.method.as_str()))
            && part.is_none_or(|part| request.target.contains(part))
    }

    pub(crate) fn strikes(&self, met: u64, rng: &mut Rng) -> bool {
        self.nth.is_none_or(|nth| met == nth)
            && self.every.is_none_or(|every| met.is_multiple_of(every))
            && self.probability.is_none_or(|probability| rng.f64() < probability)
    }
}
