//! Customers.

mod wanted;

use http::StatusCode;
use serde_json::{Value, json};

use self::wanted::Wanted;
use super::{SenderWiz, page::Page};
use crate::{
    body::set,
    exchange::{Answer, Request},
    refusal::{Problem, Refusal},
    stand_in::Context,
};

/// One customer.
pub(super) struct Customer {
    pub(super) uid: String,
    pub(super) group: String,
    first_name: String,
    last_name: String,
    email: String,
    status: String,
    timezone: String,
    company: Option<Value>,
}

impl Customer {
    /// The two customers of the documentation's list, and enough others for a second page.
    pub(super) fn premade() -> Vec<Self> {
        let mut customers = vec![
            Self::named("ab382plq98zr7", "Emma", "Waters", "Pro-Group"),
            Self {
                status: "inactive".to_owned(),
                ..Self::named("h3k92mrb7s8qt", "Liam", "Smith", "Basic-Group")
            },
        ];
        if let Some(first) = customers.first_mut() {
            first.company = Some(json!({
                "name": "Waters Consulting Ltd.",
                "country": "Canada",
                "zone": "Ontario",
                "city": "Toronto",
                "zip_code": "M5V3L9",
                "address_1": "123 Queen St W",
                "address_2": "Suite 400"
            }));
        }
        customers
            .extend((2..12).map(|number| Self::numbered(&format!("sandbox{number:06}"), number)));
        customers
    }

    pub(super) fn numbered(uid: &str, number: usize) -> Self {
        Self::named(uid, "Customer", &number.to_string(), "Business-Group")
    }

    fn named(uid: &str, first_name: &str, last_name: &str, group: &str) -> Self {
        Self {
            uid: uid.to_owned(),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: format!("{first_name}.{last_name}@example.com").to_lowercase(),
            status: "active".to_owned(),
            group: group.to_owned(),
            timezone: "UTC".to_owned(),
            company: None,
        }
    }

    fn matches(&self, search: &str) -> bool {
        let name = format!("{} {}", self.first_name, self.last_name);
        [name, self.email.clone()]
            .iter()
            .any(|text| text.to_lowercase().contains(&search.to_lowercase()))
    }

    fn summary(&self) -> Value {
        json!({
            "customer_uid": self.uid,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "email": self.email,
            "status": self.status,
            "group": self.group
        })
    }
}

impl SenderWiz {
    pub(super) fn list(&self, request: &Request) -> Answer {
        let page = Page::of(request);
        let (search, status) = (request.query("search"), request.query("status"));
        let found: Vec<&Customer> = self
            .customers
            .iter()
            .filter(|customer| search.is_none_or(|search| customer.matches(search)))
            .filter(|customer| status.is_none_or(|status| customer.status == status))
            .collect();
        let customers: Vec<Value> = page.cut(&found).map(|customer| customer.summary()).collect();

        let body = json!({
            "status": "success",
            "current_page": page.number,
            "per_page": page.size,
            "total": found.len(),
            "data": customers
        });
        Answer::json(StatusCode::OK, &body)
    }

    pub(super) fn show(&self, uid: &str) -> Result<Answer, Refusal> {
        let customer = self.customer(uid)?;
        let mut view = customer.summary();
        set(&mut view, "timezone", customer.timezone.as_str());
        if let Some(company) = &customer.company {
            set(&mut view, "company", company.clone());
        }
        Ok(Answer::json(StatusCode::OK, &json!({"status": "success", "customer": view})))
    }

    /// The one operation whose validation errors come with 422.
    pub(super) fn create(
        &mut self,
        request: &Request,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let wanted = Wanted::creation(request)?;
        self.refuse_taken(wanted.email.as_deref(), None)?;

        let mut customer = Customer::named(&context.ids.uid(), "", "", "");
        wanted.apply(&mut customer);
        let body = json!({
            "status": "success",
            "customer_uid": customer.uid,
            "must_confirm_email": false,
            "require_approval": false
        });
        self.customers.push(customer);

        Ok(Answer::json(StatusCode::CREATED, &body))
    }

    pub(super) fn update(&mut self, request: &Request, uid: &str) -> Result<Answer, Refusal> {
        self.customer(uid)?;
        let wanted = Wanted::update(request)?;
        self.refuse_taken(wanted.email.as_deref(), Some(uid))?;
        wanted.apply(self.customer_mut(uid)?);

        Ok(Answer::json(StatusCode::OK, &json!({"status": "success"})))
    }

    /// Soft: the customer stays until a clean-up that the sandbox does not play.
    pub(super) fn delete(&mut self, uid: &str) -> Result<Answer, Refusal> {
        "pending-delete".clone_into(&mut self.customer_mut(uid)?.status);

        let body = json!({"status": "success", "message": "Customer scheduled for deletion."});
        Ok(Answer::json(StatusCode::OK, &body))
    }

    fn refuse_taken(&self, email: Option<&str>, own: Option<&str>) -> Result<(), Refusal> {
        let Some(email) = email else { return Ok(()) };
        let mut others =
            self.customers.iter().filter(|customer| Some(customer.uid.as_str()) != own);
        if others.all(|customer| !customer.email.eq_ignore_ascii_case(email)) {
            return Ok(());
        }
        let text = "has already been taken".to_owned();
        let problems = vec![Problem { field: "email".to_owned(), text }];
        Err(Refusal { status: StatusCode::UNPROCESSABLE_ENTITY, ..Refusal::invalid(problems) })
    }
}
