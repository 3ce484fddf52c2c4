//! A file of credentials, which nobody else may be able to read.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use keymint::{ProviderKind, Secret};

use super::{base_url_variable, key_of, names};
use crate::exit::Exit;
use crate::failure::Failure;

type Table = BTreeMap<String, Secret>;

/// Values by provider and name. Where it has a table for a provider, the environment is not asked.
pub(super) struct CredentialsFile(BTreeMap<ProviderKind, Table>);

impl CredentialsFile {
    /// Reads the file, if it is the user's alone.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let place = path.display();
        let refuse = |what: String| Failure::credentials_file(format!("{place} {what}"));
        let mut file =
            File::open(path).map_err(|source| refuse(format!("cannot be read: {source}")))?;
        // Of the opened file, so that nothing can be put in its place between the look and the reading.
        if is_open_to_others(&file)
            .map_err(|source| refuse(format!("cannot be looked at: {source}")))?
        {
            return Err(refuse("can be read or changed by others".to_owned())
                .hint(format!("it holds credentials: `chmod 600 {place}`")));
        }
        let mut text = String::new();
        file.read_to_string(&mut text)
            .map_err(|source| refuse(format!("cannot be read: {source}")))?;
        let text = Secret::new(text);
        Self::parse(&text).map_err(refuse)
    }

    /// The values for a provider.
    pub(super) fn table(&self, kind: ProviderKind) -> Option<&Table> {
        self.0.get(&kind)
    }

    /// Reads the text; what is wrong is told by line and name, and never with a value.
    fn parse(text: &Secret) -> Result<Self, String> {
        let text = crate::exposed::exposed(text);
        let tables: BTreeMap<String, Table> = toml::from_str(text).map_err(|error| {
            let line = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            format!("is no file of credentials: see line {}", line.matches('\n').count() + 1)
        })?;
        let mut known = BTreeMap::new();
        for (provider, table) in tables {
            let kind: ProviderKind = provider
                .parse()
                .map_err(|_unknown| format!("has a table [{provider}], which is no provider"))?;
            let mut keys = names(kind).iter().copied().chain([base_url_variable(kind)]);
            if let Some(odd) =
                table.keys().find(|key| keys.clone().all(|name| key_of(kind, name) != **key))
            {
                let keys: Vec<_> = keys.by_ref().map(|name| key_of(kind, name)).collect();
                return Err(format!(
                    "has `{odd}` in [{provider}], where only {} are known",
                    keys.join(", ")
                ));
            }
            known.insert(kind, table);
        }
        Ok(Self(known))
    }
}

impl Failure {
    /// A credentials file that cannot be used.
    fn credentials_file(message: String) -> Self {
        Self::new(Exit::Credential, "credential", message)
    }
}

impl fmt::Debug for CredentialsFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CredentialsFile").field(&self.0.keys()).finish()
    }
}

#[cfg(unix)]
fn is_open_to_others(file: &File) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

/// Elsewhere permissions are lists that the standard library cannot read; the user's folder keeps others out.
#[cfg(not(unix))]
fn is_open_to_others(_: &File) -> std::io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        CredentialsFile::parse(&Secret::new(text)).expect_err("refused")
    }

    #[test]
    fn each_provider_has_its_table() {
        let text =
            "[infobip]\nusername = \"u\"\npassword = \"p\"\n[sendkit]\napi_key = \"sk_user_x\"\n";

        let file = CredentialsFile::parse(&Secret::new(text)).unwrap();

        let infobip = file.table(ProviderKind::Infobip).unwrap();
        assert_eq!(crate::exposed::exposed(&infobip["password"]), "p");
        assert!(file.table(ProviderKind::BitGpt).is_none());
    }

    #[test]
    fn what_is_wrong_is_told_without_a_value() {
        for text in [
            "[infobip]\nusername = \"CANARY\n",
            "[infobip]\npassword = [\"CANARY\"]\n",
            "[infobip]\nsecret = \"CANARY\"\n",
            "[nobody]\nx = \"CANARY\"\n",
        ] {
            let why = refused(text);
            assert!(!why.contains("CANARY"), "{why}");
        }
        assert!(refused("[infobip]\nsecret = \"x\"\n").contains("`secret` in [infobip]"));
        assert!(refused("[infobip]\nusername = 1\n").contains("line 2"));
    }
}
