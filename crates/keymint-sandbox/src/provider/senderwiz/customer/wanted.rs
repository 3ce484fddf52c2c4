//! The fields of a customer that a request brings.

use http::StatusCode;
use serde_json::{Value, json};

use super::Customer;
use crate::{
    body::fields::Fields,
    exchange::Request,
    provider::senderwiz::{group, read},
    refusal::Refusal,
};

/// The fields that were sent; the others stay as they are.
pub(super) struct Wanted {
    pub(super) email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    timezone: Option<String>,
    group: Option<String>,
    status: Option<String>,
    company: Option<Value>,
}

impl Wanted {
    /// All fields but the company are required, the password among them.
    pub(super) fn creation(request: &Request) -> Result<Self, Refusal> {
        Self::read(request, &REQUIRED).map_err(|refusal| {
            if refusal.problems.is_empty() {
                return refusal;
            }
            Refusal { status: StatusCode::UNPROCESSABLE_ENTITY, ..refusal }
        })
    }

    pub(super) fn update(request: &Request) -> Result<Self, Refusal> {
        Self::read(request, &[])
    }

    pub(super) fn apply(self, customer: &mut Customer) {
        let set = |field: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *field = value;
            }
        };
        set(&mut customer.email, self.email);
        set(&mut customer.first_name, self.first_name);
        set(&mut customer.last_name, self.last_name);
        set(&mut customer.timezone, self.timezone);
        set(&mut customer.group, self.group);
        set(&mut customer.status, self.status);
        customer.company = self.company.or(customer.company.take());
    }

    fn read(request: &Request, required: &[&str]) -> Result<Self, Refusal> {
        let body = read(request)?;
        let missing = json!({});
        let mut fields = Fields::of(body.get("customer").unwrap_or(&missing))?;
        for name in required {
            fields.required_text(name, LONGEST);
        }

        let email = fields.text("email");
        if email.as_deref().is_some_and(|email| !email.trim().is_empty() && !email.contains('@')) {
            fields.problem("email", "is not a valid email address");
        }
        let group = fields.text("group");
        if group.as_deref().is_some_and(|name| !name.trim().is_empty() && !group::exists(name)) {
            fields.problem("group", "does not exist");
        }
        let status = fields.text("status").map(|status| status.to_ascii_lowercase());
        if status.as_deref().is_some_and(|status| !matches!(status, "active" | "inactive")) {
            fields.problem("status", "must be active or inactive");
        }
        let wanted = Self {
            email,
            group,
            status,
            first_name: fields.text("first_name"),
            last_name: fields.text("last_name"),
            timezone: fields.text("timezone"),
            company: body.get("company").filter(|company| company.is_object()).cloned(),
        };
        fields.finish()?;
        Ok(wanted)
    }
}

const REQUIRED: [&str; 6] = ["first_name", "last_name", "email", "password", "timezone", "group"];

/// No limit is documented; this one is the usual width of such a column.
const LONGEST: usize = 255;
