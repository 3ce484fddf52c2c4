//! Customer groups, which are named on write and counted here.

use http::StatusCode;
use serde_json::{Value, json};

use super::{SenderWiz, page::Page};
use crate::exchange::{Answer, Request};

impl SenderWiz {
    pub(super) fn groups(&self, request: &Request) -> Answer {
        let page = Page::of(request);
        let pages = GROUPS.len().div_ceil(page.size);
        let records: Vec<Value> = page
            .cut(&GROUPS)
            .map(|(uid, name)| {
                let members =
                    self.customers.iter().filter(|customer| customer.group == *name).count();
                json!({
                    "group_uid": uid,
                    "name": name,
                    "customers_count": members,
                    "date_added": "2023-12-17 20:21:00",
                    "last_updated": "2025-02-24 09:33:00"
                })
            })
            .collect();

        let data = json!({
            "count": GROUPS.len().to_string(),
            "total_pages": pages,
            "current_page": page.number,
            "next_page": (page.number < pages).then(|| page.number.saturating_add(1)),
            "prev_page": (page.number > 1).then(|| page.number.saturating_sub(1)),
            "records": records
        });
        Answer::json(StatusCode::OK, &json!({"status": "success", "data": data}))
    }
}

/// Says whether there is such a group.
pub(super) fn exists(name: &str) -> bool {
    GROUPS.iter().any(|(_, known)| *known == name)
}

const GROUPS: [(&str, &str); 3] = [
    ("bg8432hl4n8pq", "Business-Group"),
    ("pg2718xk5m1rt", "Pro-Group"),
    ("sg3141yd9q6vw", "Basic-Group"),
];
