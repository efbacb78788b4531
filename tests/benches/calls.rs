//! What a call costs the client, beside code that is written by hand over the same transports, over HTTPS on this
//! machine: `cargo bench -p api-tests --no-default-features --bench calls`.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

mod derived;
mod measure;
mod server;

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use api_core::conversation::delete_contact_group::Request;
use api_core::{Client, Credentials, HyperTransport, Unlimited};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use measure::compare_batches;
use server::Server;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

const PATH: &str = "v4/recentcontact/del_contact_group";
const USER_SIG: &str = "eJwtjMEKgkAYhN9lryH*u*u6JnTqEEUQaNAl9rC5W-6YJu4mUfTuiXqc*Wa*L7kcT*FgepISFgJZTRmNaT3ecKo96tfJB9eN9uq2cM4*9LbTaEhKYwCW0SjjM7HvDns79UIIBgCLyGMzdgmnwCFhycIR3o1OefZ49w9RMRRntdpTudnEQlNmc1NsD36QC0ph2UMdgrxf5PcHKGs1kg__";

/// Makes one call.
type Make = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>>>;

fn url_of(base: &str) -> String {
    let random = fastrand::u32(..);
    format!(
        "{base}/{PATH}?sdkappid=1400000000&identifier=administrator&usersig={USER_SIG}&random={random}&contenttype=json"
    )
}

fn request() -> Vec<u8> {
    derived::write(&derived::DeleteGroups::new("user15", &["test0"]))
}

fn check(answer: &[u8]) {
    let answer = derived::read::<derived::DeletedGroups>(answer);
    assert_eq!((answer.group_item[0].group_id, &*answer.group_item[0].group_name), (1, "test0"));
}

fn tls(server: &Server) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(server.certificate.clone().into()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn by_reqwest(server: &Server) -> Make {
    let mut tls = tls(server);
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let http = reqwest::Client::builder().tls_backend_preconfigured(tls).build().unwrap();
    let base = server.base_url.clone();
    Rc::new(move || {
        let (http, url) = (http.clone(), url_of(&base));
        Box::pin(async move {
            let request = http.post(url).header("content-type", "application/json").body(request());
            check(&request.send().await.unwrap().bytes().await.unwrap());
        })
    })
}

fn by_hyper(server: &Server) -> Make {
    type Connector = HttpsConnector<HttpConnector>;

    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_tls_config(tls(server))
        .https_only()
        .enable_http1()
        .enable_http2()
        .build();
    let http = hyper_util::client::legacy::Client::builder(TokioExecutor::new())
        .build::<Connector, Full<Bytes>>(connector);
    let base = server.base_url.clone();
    Rc::new(move || {
        let (http, url) = (http.clone(), url_of(&base));
        Box::pin(async move {
            let post = http::Request::post(url).header("content-type", "application/json");
            let post = post.body(Full::from(request())).unwrap();
            let answer = http.request(post).await.unwrap();
            check(&answer.into_body().collect().await.unwrap().to_bytes());
        })
    })
}

fn ours(client: &Client) -> Make {
    let client = client.clone();
    Rc::new(move || {
        let request = Request::new("user15", ["test0"]);
        let call = client.conversation().delete_contact_group(request).into_future();
        Box::pin(async move {
            let groups = call.await.unwrap().group_item;
            assert_eq!((groups[0].group_id, &*groups[0].group_name), (1, "test0"));
        })
    })
}

/// Makes so many calls, so many of them at once.
async fn make_all(make: &Make, calls: usize, at_once: usize) {
    let mut under_way = JoinSet::new();
    for _ in 0..calls {
        if under_way.len() == at_once {
            under_way.join_next().await.unwrap().unwrap();
        }
        under_way.spawn(make());
    }
    while let Some(done) = under_way.join_next().await {
        done.unwrap();
    }
}

fn cases(server: &Server) -> [(&'static str, Make); 4] {
    let builder = || {
        let credentials = Credentials::secret_key("administrator", "key");
        let builder = Client::builder(1_400_000_000, credentials).base_url(&*server.base_url);
        builder.limiter(Unlimited).trust(server.certificate.clone())
    };
    let lean = HyperTransport::trusting(std::slice::from_ref(&server.certificate)).unwrap();
    [
        ("reqwest by hand", by_reqwest(server)),
        ("ours on reqwest", ours(&builder().build().unwrap())),
        ("hyper by hand", by_hyper(server)),
        ("ours on hyper", ours(&builder().transport(lean).build().unwrap())),
    ]
}

fn compare_at(runtime: &Runtime, what: &str, server: &Server, at_once: usize) {
    let calls = if measure::is_quick() { at_once } else { at_once.max(64) };
    let cases = cases(server);
    let mut runs: Vec<_> = cases
        .iter()
        .map(|(name, make)| {
            // The connections are there before anything is measured.
            runtime.block_on(make_all(make, at_once, at_once));
            let run = move || runtime.block_on(make_all(make, calls, at_once));
            (*name, run)
        })
        .collect();
    let mut cases: Vec<_> =
        runs.iter_mut().map(|(name, run)| (*name, run as &mut dyn FnMut())).collect();
    let calls = u32::try_from(calls).unwrap();
    compare_batches(&format!("{what}, {at_once} at once"), 2048 / calls, calls, &mut cases);
}

fn main() {
    if server::serve_if_asked() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    measure::head("A call");
    for (what, protocol) in [("HTTP/1.1", "h1"), ("HTTP/2", "h2")] {
        let server = Server::start(protocol);
        for at_once in [1, 64, 1024] {
            compare_at(&runtime, what, &server, at_once);
        }
    }
}
