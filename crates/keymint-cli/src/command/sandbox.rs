//! `keymint sandbox`

use keymint_sandbox::{Provider, Sandbox};
use serde_json::{Map, Value};

use crate::arguments::{Form, Sandbox as Arguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt::interrupted;
use crate::output::Output;

/// Serves a stand-in for all providers until it is interrupted.
pub(super) async fn run(arguments: &Arguments, output: &Output) -> Result<Exit, Failure> {
    if !arguments.listen.ip().is_loopback() {
        output.warn("its credentials are public: whoever can reach this address can do everything in the sandbox");
    }
    let started = Sandbox::builder().listen(arguments.listen).start().await;
    let sandbox = started.map_err(|error| {
        Failure::usage(format!("{} cannot be listened on: {error}", arguments.listen))
            .hint("give another --listen; port 0 picks a free one")
    })?;
    match output.asked() {
        Form::Env => output.data(&assignments(&sandbox))?,
        Form::Human | Form::Json => output.lines([addresses(&sandbox)])?,
    }
    if output.asked() != Form::Json {
        output.note("Serving until Ctrl-C; with `--output env` it prints its addresses and credentials for a shell.");
    }
    interrupted().await;
    sandbox.stop().await;
    Ok(Exit::Done)
}

fn addresses(sandbox: &Sandbox) -> Value {
    let urls = sandbox.base_urls().into_iter();
    let urls = urls.map(|(provider, url)| (provider.to_string(), Value::from(url)));
    Value::Object(urls.collect::<Map<_, _>>())
}

/// What a shell needs to talk to it; the credentials open nothing else.
fn assignments(sandbox: &Sandbox) -> String {
    let credentials = Sandbox::credentials();
    let url = |provider| sandbox.base_url(provider);
    let pairs = [
        ("SENDERWIZ_BASE_URL", url(Provider::SenderWiz)),
        ("SENDERWIZ_ADMIN_API_KEY", credentials.senderwiz_admin_api_key.to_owned()),
        ("BITGPT_BASE_URL", url(Provider::BitGpt)),
        ("BITGPT_ACCESS_TOKEN", credentials.bitgpt_access_token.to_owned()),
        ("INFOBIP_BASE_URL", url(Provider::Infobip)),
        ("INFOBIP_USERNAME", credentials.infobip_username.to_owned()),
        ("INFOBIP_PASSWORD", credentials.infobip_password.to_owned()),
        ("SENDKIT_BASE_URL", url(Provider::SendKit)),
        ("SENDKIT_API_KEY", credentials.sendkit_user_key.to_owned()),
    ];
    pairs.map(|(name, value)| format!("export {name}={value}\n")).concat()
}
