//! What the README says of itself.

#[test]
fn the_table_in_the_readme_is_the_capabilities() {
    let readme = include_str!("../../README.md");

    let table = readme
        .split("<!-- matrix -->\n")
        .nth(1)
        .and_then(|rest| rest.split("<!-- /matrix -->").next());

    let expected = format!("\n{}\n", keymint::provider_matrix());
    assert_eq!(
        table.expect("a table between the marks"),
        expected,
        "write the table anew:\n{expected}"
    );
}
