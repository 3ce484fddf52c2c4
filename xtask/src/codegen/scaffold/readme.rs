//! `README.md`: what the crate is for, how it is used, and what it offers.

use std::fmt::Write as _;

use super::credentials::{self, Constructor};
use super::{Blueprint, Home, prose, sample};
use crate::codegen::tables::{Placement, default_url, placements};

/// No table of operations is longer: the documentation of `Client` has them all.
const LISTED: usize = 60;

/// The text.
pub(super) fn text(
    blueprint: &Blueprint<'_>,
    constructors: &[Constructor],
    home: Home<'_>,
) -> String {
    let Blueprint { name, document, client, .. } = *blueprint;
    let title = prose::title(&client.model.title);
    let file = prose::code(&document.file);
    let sourced = client.model.operations.iter().any(|operation| operation.source.is_some());
    let source = if sourced { "; methods link their source pages" } else { "" };
    let dependency = dependency(name, home);

    let mut text = format!(
        "# {name}\n\nA typed client of {title}.\nIt is generated from `{file}`{source}.\n\n{dependency}{}",
        example(blueprint, constructors)
    );
    text.push_str(&credentials_table(blueprint, constructors));
    text.push_str(&operations_table(blueprint));
    text
}

fn dependency(name: &str, home: Home<'_>) -> String {
    match home {
        Home::Workspace => {
            format!("```toml\n[dependencies]\n{name} = \"0.1\"\n```\n\n")
        }
        Home::Alone(_) => String::new(),
    }
}

/// How a client is made and called.
fn example(blueprint: &Blueprint<'_>, constructors: &[Constructor]) -> String {
    let library = blueprint.name.replace('-', "_");
    let first = constructors.first();
    let mut arguments = Vec::new();
    if first.is_some() {
        arguments.push("credential");
    }
    if default_url(blueprint.document).is_none() {
        arguments.push("\"https://api.example.com\"");
    }
    let credential = first.map(|made| {
        let values = match made.placement {
            Placement::Basic => "\"user\", \"password\"",
            Placement::Bearer => "\"your-token\"",
            Placement::Header(_)
            | Placement::Word { .. }
            | Placement::Query(_)
            | Placement::Cookie(_) => "\"your-key\"",
        };
        format!("    let credential = Credential::{}({values})?;\n", made.method)
    });
    let imports = if first.is_some() { "Client, Credential, Result" } else { "Client, Result" };
    let client = format!("    let client = Client::builder({}).build()?;\n", arguments.join(", "));
    let called = sample::call(blueprint.client)
        .map(|call| format!("\n    let _answer = {call};\n    Ok(())\n"));
    let (signature, end) = match &called {
        Some(call) => ("async fn call() -> Result<()>", call.as_str()),
        None => ("fn client() -> Result<Client>", ""),
    };
    let client = if called.is_some() {
        client
    } else {
        client.replace("let client = ", "").replace("?;", "")
    };

    format!(
        "```rust,no_run\nuse {library}::{{{imports}}};\n\n{signature} {{\n{}{client}{end}}}\n```\n",
        credential.unwrap_or_default()
    )
}

fn credentials_table(blueprint: &Blueprint<'_>, constructors: &[Constructor]) -> String {
    let total = blueprint.client.model.operations.len();
    let mut text = String::new();

    if placements(blueprint.document).is_empty() {
        text.push_str(
            "\nThe document names no security scheme, so nothing authenticates these calls.\nIf they need a credential, add it to the document, in `components.securitySchemes` and `security`, and generate again.\n",
        );
    }
    if !constructors.is_empty() {
        text.push_str(
            "\n## Credentials\n\n| constructor | on the wire | accepted by |\n|---|---|---|\n",
        );
    }
    for made in constructors {
        let accepted = if made.accepted == total {
            "every operation".to_owned()
        } else {
            format!("{} of {total} operations", made.accepted)
        };
        let sent = made.sent().replace('|', "\\|");
        let _ = writeln!(text, "| `Credential::{}` | {sent} | {accepted} |", made.method);
    }
    let beyond = credentials::beyond_reach(blueprint.client);
    if !beyond.is_empty() {
        let listed: Vec<_> = beyond.iter().map(|id| format!("`{id}`")).collect();
        let _ = writeln!(
            text,
            "\nThese want several credentials at once, and a client holds one: {}.",
            listed.join(", ")
        );
    }
    text
}

fn operations_table(blueprint: &Blueprint<'_>) -> String {
    let operations = &blueprint.client.model.operations;
    if operations.is_empty() {
        return String::new();
    }

    let mut text = "\n## Operations\n\n| method | sends |\n|---|---|\n".to_owned();
    for operation in operations.iter().take(LISTED) {
        let path = prose::code(&operation.path).replace('|', "\\|");
        let method = operation.method.to_ascii_uppercase();
        let _ = writeln!(text, "| `{}` | `{method} {path}` |", operation.id);
    }
    if let Some(more) = operations.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let _ = writeln!(text, "\nAnd {more} more: `Client` has them all.");
    }
    text
}
