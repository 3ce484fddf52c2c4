//! How the connections are secured: by features, and no two ways at once.
//!
//! `rustls-ring` wins over `rustls-aws-lc`, and that over `rustls-no-provider`; `native-tls` counts without them.

use std::error::Error as StdError;

use reqwest::ClientBuilder;

use crate::base_url::BaseUrl;

type Result<T> = std::result::Result<T, Box<dyn StdError + Send + Sync>>;

/// What a client's TLS is made of; made once and used by both of its HTTP clients.
#[derive(Clone)]
pub(super) struct Tls {
    #[cfg(feature = "rustls-no-provider")]
    config: rustls::ClientConfig,
    #[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
    roots: Vec<reqwest::Certificate>,
}

#[cfg(feature = "rustls-no-provider")]
impl Tls {
    /// Verification by the platform's roots, and by those that the application adds.
    pub(super) fn new(base_url: &BaseUrl, extra_roots: &[u8]) -> Result<Self> {
        use std::sync::Arc;

        use rustls::pki_types::CertificateDer;
        use rustls::pki_types::pem::PemObject as _;
        use rustls::{ClientConfig, RootCertStore};
        use rustls_platform_verifier::Verifier;

        let roots: Vec<_> =
            CertificateDer::pem_slice_iter(extra_roots).collect::<std::result::Result<_, _>>()?;
        if roots.is_empty() && !extra_roots.is_empty() {
            return Err("there is no certificate in PEM".into());
        }
        let builder = ClientConfig::builder_with_provider(provider()?)
            .with_safe_default_protocol_versions()
            .map_err(told)?;
        let config = if base_url.is_plain() {
            // Never used, and reading the platform's roots takes longer than a call on loopback.
            builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
        } else {
            let verifier =
                Verifier::new_with_extra_roots(roots, Arc::clone(builder.crypto_provider()))
                    .map_err(told)?;
            // What rustls calls dangerous is to bring a verifier; this one is the platform's own.
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
                .with_no_client_auth()
        };
        Ok(Self { config })
    }

    pub(super) fn secure(&self, builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_preconfigured(self.config.clone())
    }
}

#[cfg(not(feature = "rustls-no-provider"))]
impl Tls {
    #[cfg_attr(
        not(feature = "native-tls"),
        expect(clippy::unnecessary_wraps, reason = "without TLS there is nothing that can fail")
    )]
    pub(super) fn new(_: &BaseUrl, extra_roots: &[u8]) -> Result<Self> {
        #[cfg(feature = "native-tls")]
        let roots = reqwest::Certificate::from_pem_bundle(extra_roots)?;
        #[cfg(not(feature = "native-tls"))]
        let _ = extra_roots;
        Ok(Self {
            #[cfg(feature = "native-tls")]
            roots,
        })
    }

    #[cfg(feature = "native-tls")]
    pub(super) fn secure(&self, builder: ClientBuilder) -> ClientBuilder {
        builder.tls_certs_merge(self.roots.clone())
    }

    #[cfg(not(feature = "native-tls"))]
    #[expect(clippy::unused_self, reason = "with TLS there is something to keep")]
    pub(super) fn secure(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
    }
}

/// An error of rustls in its own words: as a value it brings the debug output of all of them into every program.
#[cfg(feature = "rustls-no-provider")]
#[expect(clippy::needless_pass_by_value, reason = "it stands where an error becomes another")]
fn told(error: rustls::Error) -> String {
    error.to_string()
}

#[cfg(feature = "rustls-ring")]
#[expect(clippy::unnecessary_wraps, reason = "another choice of cryptography can be missing")]
fn provider() -> Result<std::sync::Arc<rustls::crypto::CryptoProvider>> {
    Ok(std::sync::Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(all(feature = "rustls-aws-lc", not(feature = "rustls-ring")))]
#[expect(clippy::unnecessary_wraps, reason = "another choice of cryptography can be missing")]
fn provider() -> Result<std::sync::Arc<rustls::crypto::CryptoProvider>> {
    Ok(std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

#[cfg(all(
    feature = "rustls-no-provider",
    not(any(feature = "rustls-ring", feature = "rustls-aws-lc"))
))]
fn provider() -> Result<std::sync::Arc<rustls::crypto::CryptoProvider>> {
    let installed = rustls::crypto::CryptoProvider::get_default();
    installed.cloned().ok_or_else(|| {
        "no provider of cryptography is installed; enable `rustls-ring`, or install one".into()
    })
}

/// Whether a failure to connect is one of TLS, which no repetition mends.
#[cfg(feature = "rustls-no-provider")]
pub(super) fn is_to_blame(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(cause) = next {
        if cause.is::<rustls::Error>() {
            return true;
        }
        // rustls hides inside `io::Error`, where `source` alone does not look.
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if inner.is_some_and(|inner| is_to_blame(inner)) {
            return true;
        }
        next = cause.source();
    }
    false
}

/// The platform's library has no error type of its own here, so a bad certificate counts as a bad connection.
#[cfg(not(feature = "rustls-no-provider"))]
pub(super) fn is_to_blame(_: &(dyn StdError + 'static)) -> bool {
    false
}
