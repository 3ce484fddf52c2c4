//! `--dry-run`: what would be done, without doing it.

use keymint::{Action, Call, Period, PlannedCall, ProviderKind, Quota};
use serde_json::{Map, Value, json};

use crate::arguments::Form;
use crate::failure::Failure;
use crate::output::{Cell, Output, Table};
use crate::target::{Reached, Target};

/// One call that would be made.
#[derive(Clone, Debug)]
struct Line {
    step: &'static str,
    operation: &'static str,
    method: &'static str,
    /// The templates of path and query.
    target: String,
    quota: Option<Quota>,
    /// When it is made, where that is not sure.
    condition: Option<&'static str>,
    per_key: bool,
}

/// What a command comes down to.
#[derive(Debug)]
pub(crate) struct Outline {
    kind: ProviderKind,
    base_url: String,
    owner: String,
    lines: Vec<Line>,
    fields: Map<String, Value>,
}

impl Line {
    fn new(call: &Call, step: &'static str, quota: Option<Quota>) -> Self {
        Self {
            step,
            operation: call.operation,
            method: call.method,
            target: call.target(),
            quota,
            condition: None,
            per_key: call.per_key,
        }
    }

    /// When it is made, for people; nothing where it surely is, and once.
    fn when(&self) -> String {
        let each = self.per_key.then_some("for each key");
        self.condition.into_iter().chain(each).collect::<Vec<_>>().join(", ")
    }
}

impl Outline {
    /// The calls of one action.
    pub(crate) fn of_action(target: &Target, action: Action, fields: Map<String, Value>) -> Self {
        let quotas = target.kind().capabilities().quotas;
        let calls = target.provider().calls(action);
        let lines = calls.iter().map(|call| {
            let quota = quotas.iter().find(|quota| quota.operations.contains(&call.operation));
            Line::new(call, action.as_str(), quota.copied())
        });
        Self {
            kind: target.kind(),
            base_url: target.reached.base_url.clone(),
            owner: target.owner.to_string(),
            lines: lines.collect(),
            fields,
        }
    }

    /// The calls of a job, when all goes well.
    pub(crate) fn of_job(
        reached: &Reached,
        owner: String,
        calls: &[PlannedCall],
        fields: Map<String, Value>,
    ) -> Self {
        let lines = calls.iter().filter_map(|planned| {
            let step = planned.step.map_or("plan", keymint::Step::as_str);
            let line = Line::new(planned.call.as_ref()?, step, planned.quota);
            Some(Line { condition: planned.condition, ..line })
        });
        let base_url = reached.base_url.clone();
        Self { kind: reached.kind, base_url, owner, lines: lines.collect(), fields }
    }

    /// Prints it.
    pub(crate) fn print(&self, output: &Output) -> Result<(), Failure> {
        output.remark("This is a dry run: nothing is sent.");
        match output.asked() {
            Form::Json => output.lines([self.to_json()]),
            Form::Human | Form::Env => self.print_table(output),
        }
    }

    fn print_table(&self, output: &Output) -> Result<(), Failure> {
        let mut fields = vec![
            ("provider", Cell::new(self.kind.title())),
            ("base url", Cell::new(&self.base_url)),
            ("owner", Cell::new(&self.owner)),
        ];
        let given = self.fields.iter();
        fields.extend(given.map(|(name, value)| (name.as_str(), Cell::new(text(value)))));
        output.table(&Table::record(fields))?;
        output.data("")?;
        if self.lines.is_empty() {
            return output.data("Nothing would be sent now.\n");
        }
        let mut table =
            Table::new(&["step", "method", "path", "operation", "counts against", "when"]);
        for line in &self.lines {
            table.row(vec![
                Cell::new(line.step),
                Cell::new(line.method).bold(),
                Cell::new(&line.target),
                Cell::new(line.operation),
                Cell::optional(line.quota.as_ref().map(quota_text)),
                Cell::new(line.when()),
            ]);
        }
        output.table(&table)
    }

    fn to_json(&self) -> Value {
        let calls = self.lines.iter().map(|line| {
            json!({
                "step": line.step,
                "operation": line.operation,
                "method": line.method,
                "url_template": format!("{}{}", self.base_url, line.target),
                "quota": line.quota.as_ref().map(|quota| json!({
                    "cost": 1, "calls": quota.calls, "per": period(quota.per),
                })),
                "condition": line.condition,
                "per_key": line.per_key,
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
