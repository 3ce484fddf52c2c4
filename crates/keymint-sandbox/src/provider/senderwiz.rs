//! SenderWiz: customers, groups, and the API keys of each customer.

mod api_key;
mod customer;
mod group;
mod page;

use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use self::customer::Customer;
use crate::{
    body::{FORM, JSON, form, parse_json},
    credentials::Credentials,
    exchange::{Answer, Request},
    refusal::Refusal,
    stand_in::{Context, StandIn, not_found, unauthorized},
};

/// SenderWiz's customers, and the number of the next API key.
pub(crate) struct SenderWiz {
    customers: Vec<Customer>,
    next_key: u64,
}

impl SenderWiz {
    pub(crate) fn new() -> Self {
        Self { customers: Customer::premade(), next_key: FIRST_KEY }
    }

    fn customer(&self, uid: &str) -> Result<&Customer, Refusal> {
        self.customers.iter().find(|customer| customer.uid == uid).ok_or_else(not_found)
    }

    fn customer_mut(&mut self, uid: &str) -> Result<&mut Customer, Refusal> {
        self.customers.iter_mut().find(|customer| customer.uid == uid).ok_or_else(not_found)
    }
}

impl StandIn for SenderWiz {
    fn route(&mut self, request: &Request, context: &mut Context<'_>) -> Result<Answer, Refusal> {
        if request.header("x-admin-api-key") != Some(Credentials::SANDBOX.senderwiz_admin_api_key) {
            return Err(unauthorized());
        }

        match (&request.method, request.path().as_slice()) {
            (&Method::GET, ["customers"]) => Ok(self.list(request)),
            (&Method::POST, ["customers"]) => self.create(request, context),
            (&Method::GET, ["customers", uid]) => self.show(uid),
            (&Method::PUT, ["customers", uid]) => self.update(request, uid),
            (&Method::DELETE, ["customers", uid]) => self.delete(uid),
            (&Method::GET, ["customers", uid, "api-keys"]) => self.list_keys(uid, context),
            (&Method::POST, ["customers", uid, "api-keys"]) => {
                self.create_key(request, uid, context)
            }
            (&Method::PUT, ["customers", uid, "api-keys", id]) => {
                self.update_key(request, uid, id, context)
            }
            (&Method::DELETE, ["customers", uid, "api-keys", id]) => {
                self.delete_key(uid, id, context)
            }
            (&Method::GET, ["groups"]) => Ok(self.groups(request)),
            _ => Err(not_found()),
        }
    }

    /// A sentence, or for validation an object with one sentence per field.
    fn refuse(&self, _: &Request, refusal: Refusal, _: &mut Context<'_>) -> Answer {
        let error = if refusal.problems.is_empty() {
            Value::from(refusal.text.as_deref().unwrap_or_else(|| wording(refusal.status)))
        } else {
            let mut fields = Map::new();
            for problem in &refusal.problems {
                fields.entry(problem.field.clone()).or_insert_with(|| problem.text.as_str().into());
            }
            Value::Object(fields)
        };
        let body = json!({"status": "error", "error": error});
        Answer::json(refusal.status, &body).retry_after(refusal.retry_after)
    }

    fn owners(&self) -> Vec<String> {
        self.customers.iter().map(|customer| customer.uid.clone()).collect()
    }

    fn add_owner(&mut self, context: &mut Context<'_>) -> Option<String> {
        let customer = Customer::numbered(&context.ids.uid(), self.customers.len());
        let uid = customer.uid.clone();
        self.customers.push(customer);
        Some(uid)
    }
}

/// Reads JSON, or a form with PHP's brackets; an empty body without a type has no fields.
fn read(request: &Request) -> Result<Value, Refusal> {
    match request.media_type().as_deref() {
        None if request.body.is_empty() => Ok(json!({})),
        Some(FORM) => Ok(form::parse(&request.body)),
        Some(JSON) => parse_json(&request.body),
        _ => Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into()),
    }
}

/// The platform's own sentences where there is one.
fn wording(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "Invalid API request params. Please refer to the documentation.",
        StatusCode::UNAUTHORIZED => "Invalid API key. Please refer to the documentation.",
        StatusCode::NOT_FOUND => "The requested resource does not exist.",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "This kind of request body is not supported.",
        StatusCode::TOO_MANY_REQUESTS => "Too many requests.",
        StatusCode::SERVICE_UNAVAILABLE => "Service Unavailable.",
        _ => "The request failed.",
    }
}

/// `2025-04-19 11:00:00`; which zone is meant is nowhere said, so it is UTC here.
fn date(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The number of the documentation's first example.
const FIRST_KEY: u64 = 31;
