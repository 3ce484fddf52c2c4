//! A sandbox, a folder and the command between them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keymint_sandbox::{Provider, RequestRecord, Sandbox};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The providers, as the command line names them.
pub(crate) const PROVIDERS: [&str; 4] = ["senderwiz", "bitgpt", "infobip", "sendkit"];

/// A sandbox on a thread of its own, and a folder for files.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    folder: TempDir,
    _runtime: Runtime,
}

/// How the command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = runtime.block_on(Sandbox::start()).unwrap();
        Self { sandbox, folder: tempfile::tempdir().unwrap(), _runtime: runtime }
    }

    /// The command with the sandbox's credentials, in an environment that holds nothing else.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keymint"));
        let known = Sandbox::credentials();
        let url = |provider| self.sandbox.base_url(provider);
        command
            .env_clear()
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env("KEYMINT_JOURNAL", self.path("state/journal"))
            .env("SENDERWIZ_BASE_URL", url(Provider::SenderWiz))
            .env("SENDERWIZ_ADMIN_API_KEY", known.senderwiz_admin_api_key)
            .env("BITGPT_BASE_URL", url(Provider::BitGpt))
            .env("BITGPT_ACCESS_TOKEN", known.bitgpt_access_token)
            .env("INFOBIP_BASE_URL", url(Provider::Infobip))
            .env("INFOBIP_USERNAME", known.infobip_username)
            .env("INFOBIP_PASSWORD", known.infobip_password)
            .env("SENDKIT_BASE_URL", url(Provider::SendKit))
            .env("SENDKIT_API_KEY", known.sendkit_user_key);
        command
    }

    /// Runs a command line; words are separated by spaces.
    pub(crate) fn run(&self, line: &str) -> Ran {
        Ran::of(self.command().args(line.split(' ')))
    }

    /// The same, about the provider's first owner.
    pub(crate) fn run_for(&self, verb: &str, provider: &str, rest: &str) -> Ran {
        let mut words = vec![verb.to_owned(), provider.to_owned()];
        if let Some(owner) = self.owner(provider) {
            words.extend(["--owner".to_owned(), owner]);
        }
        words.extend(rest.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
        Ran::of(self.command().args(words))
    }

    /// Makes an API key with whatever the provider demands.
    pub(crate) fn create(&self, provider: &str) -> Value {
        let fields = demanded(provider);
        let ran = self.run_for("create", provider, fields);
        assert_eq!(ran.code, 0, "{provider}: {ran:?}");
        ran.json()
    }

    /// The owner that commands name; BitGPT and Infobip need none.
    pub(crate) fn owner(&self, provider: &str) -> Option<String> {
        let played = match provider {
            "senderwiz" => Provider::SenderWiz,
            "sendkit" => Provider::SendKit,
            _ => return None,
        };
        self.sandbox.owners(played).into_iter().next()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// How many API keys of a provider authenticate now.
    pub(crate) fn live(&self, provider: &str) -> usize {
        let keys = self.sandbox.keys().into_iter();
        keys.filter(|key| key.live && key.provider.as_str() == provider).count()
    }

    /// The requests since the last call of this.
    pub(crate) fn requests_after(&self, seen: usize) -> Vec<RequestRecord> {
        self.sandbox.requests().split_off(seen)
    }

    /// A secret of the sandbox in this text: of an API key, or a credential.
    pub(crate) fn secret_in(&self, text: &str) -> Option<String> {
        let known = Sandbox::credentials();
        let pair =
            STANDARD.encode(format!("{}:{}", known.infobip_username, known.infobip_password));
        if text.contains(&pair) {
            return Some(pair);
        }
        let part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let mut words = text.split(|c| !part(c)).filter(|word| !word.is_empty());
        words
            .find(|word| word.contains("SANDBOX") || self.sandbox.verify(word).is_some())
            .map(str::to_owned)
    }

    #[track_caller]
    pub(crate) fn assert_keeps_secrets(&self, what: &str, text: &str) {
        assert_eq!(self.secret_in(text), None, "{what}: {text}");
    }
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        command.output().map(Self::from).unwrap()
    }

    /// The one object on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The objects on standard output, one a line.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The error object on standard error.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        let value: Value =
            serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        value["error"].clone()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The fields without which a provider creates nothing, and without which a rotation has no end.
pub(crate) fn demanded(provider: &str) -> &'static str {
    match provider {
        "senderwiz" | "infobip" => "--name one",
        "bitgpt" => "--name one --scope products.create --ttl 90d",
        _ => "",
    }
}

/// The permission bits of a file.
#[cfg(unix)]
pub(crate) fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
