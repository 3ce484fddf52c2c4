//! The one door through which a secret leaves.

use keymint::Secret;

/// The value of a secret: for whoever was told that it may be shown, and for taking it out of texts.
pub(crate) fn exposed(secret: &Secret) -> &str {
    secret.expose()
}

/// The texts with every secret taken out, however a header may have spelled it.
pub(crate) fn scrubbed(texts: Vec<String>, secrets: &[Secret]) -> Vec<String> {
    let scrub = |text: String| {
        secrets.iter().map(exposed).filter(|secret| !secret.is_empty()).fold(
            text,
            |text, secret| {
                if text.contains(secret) { text.replace(secret, "[redacted]") } else { text }
            },
        )
    };
    texts.into_iter().map(scrub).collect()
}
