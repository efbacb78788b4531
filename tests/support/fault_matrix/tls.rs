//! TLS for the peer, with a right certificate and wrong ones.

use std::sync::{Arc, LazyLock};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::{Certificate, Protocol};

/// A certificate with its key, in DER.
struct Generated {
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
}

struct Certificates {
    right: Generated,
    expired: Generated,
    foreign: Generated,
    untrusted: Generated,
}

/// Generated once, because generating keys is slow.
static ALL: LazyLock<Certificates> = LazyLock::new(|| Certificates {
    right: Generated::new("right", "127.0.0.1", false),
    expired: Generated::new("expired", "127.0.0.1", true),
    foreign: Generated::new("foreign", "elsewhere.invalid", false),
    untrusted: Generated::new("untrusted", "127.0.0.1", false),
});

impl Generated {
    fn new(subject: &str, host: &str, is_expired: bool) -> Self {
        let mut params = rcgen::CertificateParams::new([host.to_owned()]).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, subject);
        if is_expired {
            params.not_after = rcgen::date_time_ymd(2001, 1, 1);
        }
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self { certificate, key: key.serialize_der() }
    }

    fn of(certificate: Certificate) -> &'static Self {
        match certificate {
            Certificate::Right => &ALL.right,
            Certificate::Expired => &ALL.expired,
            Certificate::Foreign => &ALL.foreign,
            Certificate::Untrusted => &ALL.untrusted,
        }
    }
}

/// The certificates that the client trusts.
pub fn trusted() -> Vec<Vec<u8>> {
    let trusted = [Certificate::Right, Certificate::Expired, Certificate::Foreign];
    trusted.map(|certificate| Generated::of(certificate).certificate.to_vec()).into()
}

/// Returns an acceptor that presents the certificate and speaks the protocol.
pub fn acceptor(certificate: Certificate, protocol: Protocol) -> TlsAcceptor {
    let Generated { certificate, key } = Generated::of(certificate);
    let key = PrivateKeyDer::Pkcs8(key.clone().into());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let mut config = config.with_single_cert(vec![certificate.clone()], key).unwrap();
    let protocol: &[u8] = if protocol == Protocol::Http2 { b"h2" } else { b"http/1.1" };
    config.alpn_protocols = vec![protocol.to_vec()];
    TlsAcceptor::from(Arc::new(config))
}
