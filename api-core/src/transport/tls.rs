//! TLS: rustls on ring, the roots of webpki-roots, and those of the platform behind the feature `native-roots`.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// The first bytes of each certificate in PEM.
const PEM: &[u8] = b"-----BEGIN ";

/// Returns a configuration that also trusts these certificates, each in DER or PEM.
pub(super) fn tls_config(trusted: &[Vec<u8>]) -> Result<rustls::ClientConfig, String> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    #[cfg(feature = "native-roots")]
    roots.roots.extend_from_slice(platform_roots()?);
    for bytes in trusted {
        for certificate in certificates(bytes)? {
            let problem = |error| format!("a certificate to trust is not valid DER: {error}");
            roots.add(certificate).map_err(problem)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// Returns one certificate in DER, or all certificates of a text in PEM.
fn certificates(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let Some(begin) = bytes.windows(PEM.len()).position(|window| window == PEM) else {
        return Ok(vec![CertificateDer::from(bytes.to_vec())]);
    };
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes[begin..]).collect();
    match certificates {
        Ok(certificates) if certificates.is_empty() => {
            Err("the PEM to trust contains no certificate".to_owned())
        }
        Ok(certificates) => Ok(certificates),
        // The parser's error would contain a part of the text, which may be a private key.
        Err(_) => Err("the PEM to trust is incomplete or malformed".to_owned()),
    }
}

/// Returns the roots of the platform. They are read once per process, because there are hundreds of files on some
/// systems.
#[cfg(feature = "native-roots")]
fn platform_roots() -> Result<&'static [rustls::pki_types::TrustAnchor<'static>], String> {
    use std::sync::LazyLock;

    static ROOTS: LazyLock<Result<RootCertStore, String>> = LazyLock::new(|| {
        let found = rustls_native_certs::load_native_certs();
        if let (true, Some(error)) = (found.certs.is_empty(), found.errors.first()) {
            return Err(format!("could not read the platform's certificates: {error}"));
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(found.certs);
        Ok(roots)
    });
    ROOTS.as_ref().map(|roots| &*roots.roots).map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a key, none of which may appear in an error.
    const KEY: [&str; 3] =
        ["MIGHAgEAMBMGByqGSM49AgEG", "CCqGSM49AwEHBG0wawIBAQQg", "c2VjcmV0IHNlY3JldCBzZWNyZXQ="];

    fn assert_tells_nothing(bytes: &[u8]) {
        let error = tls_config(&[bytes.to_vec()]).unwrap_err();
        assert!(error.len() < 200, "{error}");
        for line in KEY {
            let decimals: Vec<_> = line[..8].bytes().map(|byte| byte.to_string()).collect();
            for text in [line[..8].to_owned(), decimals.join(", "), decimals.join(",")] {
                assert!(!error.contains(&text), "{error}");
            }
        }
    }

    #[test]
    fn an_error_contains_nothing_of_a_pasted_key() {
        let lines = KEY.join("\n");
        let (begin, end) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----");
        for key in [
            format!("{begin}\n{lines}\n{end}\n"),
            format!("{begin}\n{lines}\n"),
            format!("{begin} {lines} {end}"),
            format!("{begin}{lines}"),
            format!("-----BEGIN CERTIFICATE-----\n{lines}!\n-----END CERTIFICATE-----\n"),
            format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END {lines}\n"),
            lines.clone(),
        ] {
            assert_tells_nothing(key.as_bytes());
            assert_tells_nothing(key.replace('\n', "\\n").as_bytes());
            assert_tells_nothing(key.replace('\n', " ").as_bytes());
        }
        let der = [b"\x30\x82\x01\x00", lines.as_bytes()].concat();
        assert_tells_nothing(&der);
        assert_tells_nothing(&[0xff; 64]);
        assert_tells_nothing(b"");
    }
}
