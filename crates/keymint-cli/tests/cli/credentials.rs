//! Credentials: from the environment or a file, and never from anywhere else.

use keymint_sandbox::Sandbox;

use crate::support::{PROVIDERS, Ran, World};

/// A command without a credential in its environment; the addresses stay.
fn bare(world: &World) -> std::process::Command {
    let mut command = world.command();
    for variable in [
        "SENDERWIZ_ADMIN_API_KEY",
        "BITGPT_ACCESS_TOKEN",
        "INFOBIP_USERNAME",
        "INFOBIP_PASSWORD",
        "SENDKIT_API_KEY",
    ] {
        command.env_remove(variable);
    }
    command
}

fn private(world: &World, text: &str) {
    let path = world.write("credentials.toml", text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    #[cfg(not(unix))]
    drop(path);
}

#[test]
fn a_missing_credential_is_3_and_names_its_variable() {
    for (provider, variable) in [
        ("senderwiz", "SENDERWIZ_ADMIN_API_KEY"),
        ("bitgpt", "BITGPT_ACCESS_TOKEN"),
        (
            "infobip",
            "INFOBIP_USERNAME and INFOBIP_PASSWORD, or INFOBIP_SESSION_TOKEN, or INFOBIP_ACCESS_TOKEN",
        ),
        ("sendkit", "SENDKIT_API_KEY"),
    ] {
        let world = World::new();
        let owner =
            world.owner(provider).map_or_else(Vec::new, |owner| vec!["--owner".to_owned(), owner]);

        let ran =
            Ran::of(bare(&world).args(["create", provider, "--output", "json"]).args(owner).args(
                crate::support::demanded(provider).split(' ').filter(|word| !word.is_empty()),
            ));

        assert_eq!(ran.code, 3, "{provider}: {ran:?}");
        assert!(ran.error()["hint"].as_str().unwrap().contains(variable), "{ran:?}");
    }
}

#[test]
fn half_a_credential_names_the_other_half() {
    let world = World::new();

    let user = Ran::of(bare(&world).env("INFOBIP_USERNAME", "u").args(["list", "infobip"]));
    let password = Ran::of(bare(&world).env("INFOBIP_PASSWORD", "p").args(["list", "infobip"]));

    assert!(user.code == 3 && user.err.contains("INFOBIP_PASSWORD"), "{user:?}");
    assert!(password.code == 3 && password.err.contains("INFOBIP_USERNAME"), "{password:?}");
}

#[test]
fn two_credentials_for_one_provider_are_one_too_many() {
    let world = World::new();

    let ran = Ran::of(world.command().env("INFOBIP_SESSION_TOKEN", "t").args(["list", "infobip"]));

    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn each_credential_of_infobip_is_accepted() {
    let known = Sandbox::credentials();
    for (variable, value, scheme) in [
        ("INFOBIP_SESSION_TOKEN", known.infobip_session_token, "IBSSO"),
        ("INFOBIP_ACCESS_TOKEN", known.infobip_access_token, "Bearer"),
    ] {
        let world = World::new();

        let ran = Ran::of(bare(&world).env(variable, value).args(["list", "infobip"]));

        assert_eq!(ran.code, 0, "{ran:?}");
        let sent = world.sandbox.requests()[0].headers["authorization"].clone();
        assert!(sent.starts_with(scheme), "{sent}");
    }
}

#[test]
fn a_key_that_cannot_manage_keys_is_refused_before_it_is_sent() {
    let known = Sandbox::credentials();
    for (variable, value, line) in [
        ("SENDKIT_API_KEY", known.sendkit_workspace_key, "create sendkit --owner x"),
        ("BITGPT_ACCESS_TOKEN", known.bitgpt_api_key, "list bitgpt"),
    ] {
        let world = World::new();

        let ran = Ran::of(world.command().env(variable, value).args(line.split(' ')));

        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(!ran.err.contains(value) && world.sandbox.requests().is_empty(), "{ran:?}");
    }
}

#[test]
fn a_private_file_opens_every_provider() {
    let known = Sandbox::credentials();
    let world = World::new();
    private(
        &world,
        &format!(
            "[senderwiz]\nadmin_api_key = \"{}\"\nbase_url = \"{}\"\n[bitgpt]\naccess_token = \"{}\"\nbase_url = \"{}\"\n\
             [infobip]\nusername = \"{}\"\npassword = \"{}\"\nbase_url = \"{}\"\n[sendkit]\napi_key = \"{}\"\nbase_url = \"{}\"\n",
            known.senderwiz_admin_api_key,
            world.sandbox.base_url(keymint_sandbox::Provider::SenderWiz),
            known.bitgpt_access_token,
            world.sandbox.base_url(keymint_sandbox::Provider::BitGpt),
            known.infobip_username,
            known.infobip_password,
            world.sandbox.base_url(keymint_sandbox::Provider::Infobip),
            known.sendkit_user_key,
            world.sandbox.base_url(keymint_sandbox::Provider::SendKit),
        ),
    );

    for provider in PROVIDERS {
        let mut command = world.command();
        command.env_clear().args(["create", provider, "--credentials-file", "credentials.toml"]);
        command.args(crate::support::demanded(provider).split(' ').filter(|word| !word.is_empty()));
        if let Some(owner) = world.owner(provider) {
            command.args(["--owner", &owner]);
        }
        let ran = Ran::of(&mut command);
        assert_eq!(ran.code, 0, "{provider}: {ran:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let path =
        world.write("credentials.toml", "[infobip]\nusername = \"u\"\npassword = \"CANARY\"\n");

    for mode in [0o640, 0o604, 0o660, 0o644] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let ran = world.run("list infobip --credentials-file credentials.toml");
        assert_eq!(ran.code, 3, "{mode:o}: {ran:?}");
        assert!(ran.err.contains("chmod 600") && !ran.err.contains("CANARY"), "{ran:?}");
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn a_file_that_cannot_be_understood_is_refused_without_its_text() {
    let world = World::new();
    private(&world, "[infobip]\npassword = CANARY\n");

    let ran = world.run("list infobip --credentials-file credentials.toml");
    let missing = world.run("list infobip --credentials-file nosuchfile");

    assert!(ran.code == 3 && ran.err.contains("line 2") && !ran.err.contains("CANARY"), "{ran:?}");
    assert_eq!(missing.code, 3, "{missing:?}");
}

#[test]
fn an_address_that_is_missing_is_asked_for() {
    let world = World::new();

    let ran = Ran::of(world.command().env_remove("SENDERWIZ_BASE_URL").args([
        "list",
        "senderwiz",
        "--owner",
        "x",
    ]));

    assert!(ran.code == 2 && ran.err.contains("SENDERWIZ_BASE_URL"), "{ran:?}");
}

#[test]
fn an_address_given_on_the_line_comes_first() {
    let world = World::new();
    let other = World::new();
    let url = other.sandbox.base_url(keymint_sandbox::Provider::Infobip);

    let ran = world.run(&format!("list infobip --base-url {url}"));

    assert_eq!(
        (ran.code, world.sandbox.requests().len(), other.sandbox.requests().len()),
        (0, 0, 1)
    );
}
