//! The usage of API keys: none, because the sandbox serves nothing that an API key is used for.

use serde_json::{Value, json};

use super::envelope::success;
use crate::{exchange::Answer, provider::Provider, stand_in::Context};

pub(super) fn show(context: &mut Context<'_>) -> Answer {
    let keys = context.keys.known(Provider::BitGpt);
    let by_key: Value =
        keys.map(|key| json!({"api_key_id": key.id, "total_requests": 0})).collect();
    let data = json!({
        "core_metrics": core_metrics(),
        "prev_core_metrics": core_metrics(),
        "most_used_api_keys": [],
        "ip_metrics": [],
        "hourly_metrics": [],
        "api_key_metrics_30d": by_key,
        "latency_breakdown": {
            "total_requests": 0,
            "less_than_100ms": 0,
            "less_than_500ms": 0,
            "less_than_1s": 0,
            "more_than_1s": 0
        },
        "latency": {"min": 0, "max": 0}
    });
    success(&data, "Resource created successfully", context)
}

fn core_metrics() -> Value {
    json!({
        "total_requests": 0,
        "requests_per_second": 0,
        "total_success": 0,
        "total_errors": 0,
        "success_rate_pct": 0,
        "avg_latency_ms": 0,
        "pct_under_100ms": 0,
        "pct_under_500ms": 0,
        "pct_under_1s": 0,
        "unique_endpoints": 0,
        "distinct_api_keys": 0
    })
}
