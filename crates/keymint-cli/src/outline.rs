//! `--dry-run`: what would be done, without doing it.

use keymint::{Action, Period, PlannedCall, Provider, ProviderKind, Quota};
use serde_json::{Map, Value, json};

use crate::arguments::Form;
use crate::failure::Failure;
use crate::output::{Cell, Output, Table};
use crate::target::Target;

/// One call that would be made.
#[derive(Clone, Debug)]
struct Line {
    step: &'static str,
    operation: &'static str,
    method: &'static str,
    url: String,
    quota: Option<Quota>,
}

/// What a command comes down to.
#[derive(Debug)]
pub(crate) struct Outline {
    kind: ProviderKind,
    owner: String,
    lines: Vec<Line>,
    fields: Map<String, Value>,
}

impl Outline {
    /// The calls of one action.
    pub(crate) fn of_action(target: &Target, action: Action, fields: Map<String, Value>) -> Self {
        let calls = calls_of(target.kind(), action).iter();
        let lines = calls.filter_map(|call| {
            line(target.provider(), &target.reached.base_url, *call, call.as_str())
        });
        Self {
            kind: target.kind(),
            owner: target.owner.to_string(),
            lines: lines.collect(),
            fields,
        }
    }

    /// The calls of a job, when all goes well.
    pub(crate) fn of_job(
        kind: ProviderKind,
        provider: &dyn Provider,
        base_url: &str,
        owner: String,
        calls: &[PlannedCall],
        fields: Map<String, Value>,
    ) -> Self {
        let lines = calls.iter().flat_map(|planned| {
            let step = planned.step.map_or("plan", keymint::Step::as_str);
            let actions = calls_of(kind, planned.action).iter();
            actions.filter_map(move |action| line(provider, base_url, *action, step))
        });
        Self { kind, owner, lines: lines.collect(), fields }
    }

    /// Prints it.
    pub(crate) fn print(&self, output: &Output) -> Result<(), Failure> {
        match output.asked() {
            Form::Json => output.lines([self.to_json()]),
            Form::Human | Form::Env => self.print_table(output),
        }
    }

    fn print_table(&self, output: &Output) -> Result<(), Failure> {
        output.note("Nothing is sent. This would be done:");
        let mut table = Table::new(&["step", "method", "url", "operation", "counts against"]);
        for line in &self.lines {
            table.row(vec![
                Cell::new(line.step),
                Cell::new(line.method).bold(),
                Cell::new(&line.url),
                Cell::new(line.operation),
                Cell::optional(line.quota.as_ref().map(quota_text)),
            ]);
        }
        output.table(&table)?;
        let mut fields = Table::new(&["field", "value"]);
        fields.row(vec![Cell::new("owner"), Cell::new(&self.owner)]);
        for (name, value) in &self.fields {
            fields.row(vec![Cell::new(name), Cell::new(text(value))]);
        }
        output.data("")?;
        output.table(&fields)
    }

    fn to_json(&self) -> Value {
        let calls = self.lines.iter().map(|line| {
            json!({
                "step": line.step,
                "operation": line.operation,
                "method": line.method,
                "url_template": line.url,
                "quota": line.quota.as_ref().map(|quota| json!({
                    "cost": 1, "calls": quota.calls, "per": period(quota.per),
                })),
            })
        });
        json!({
            "dry_run": true,
            "provider": self.kind.name(),
            "owner": self.owner,
            "calls": calls.collect::<Vec<_>>(),
            "fields": self.fields,
        })
    }
}

/// The calls behind an action, in order: some adapters read a key before or after they change it.
fn calls_of(kind: ProviderKind, action: Action) -> &'static [Action] {
    use Action::{Create, Get, List, Revoke, Rotate, Update, Verify};
    match (kind, action) {
        (ProviderKind::Infobip, Update) => &[Get, Update],
        (ProviderKind::Infobip, Revoke) => &[Get, Revoke],
        (ProviderKind::BitGpt, Update) => &[Update, Get],
        (_, Create) => &[Create],
        (_, List) => &[List],
        (_, Get) => &[Get],
        (_, Update) => &[Update],
        (_, Rotate) => &[Rotate],
        (_, Revoke) => &[Revoke],
        (_, Verify) => &[Verify],
        _ => &[],
    }
}

fn line(
    provider: &dyn Provider,
    base_url: &str,
    action: Action,
    step: &'static str,
) -> Option<Line> {
    let call = provider.call(action)?;
    let quotas = provider.capabilities().quotas.iter();
    let quota = quotas.copied().find(|quota| quota.operations.contains(&call.operation));
    let url = format!("{base_url}{}", call.path);
    Some(Line { step, operation: call.operation, method: call.method, url, quota })
}

fn quota_text(quota: &Quota) -> String {
    format!("1 of {} a {}", quota.calls, period(quota.per))
}

fn period(period: Period) -> &'static str {
    if period == Period::Second { "second" } else { "day" }
}

/// A value without the quotes of JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "(empty)".to_owned(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
