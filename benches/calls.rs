//! The cost of a call to the client, compared with handwritten code over the same transports, over HTTPS on this
//! machine: `cargo bench -p api-benches --bench calls`.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

mod derived;
mod measure;
mod server;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use measure::compare_batches;
use server::Server;
use tencent_chat::conversation::delete_contact_group::Request;
use tencent_chat::{
    Client, Credentials, HyperTransport, ReqwestTransport, TransportOptions, Unlimited,
};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The defaults of our client: the timeout for a response and for an HTTP/2 keep-alive. Other code must be given them.
const TIMEOUTS: Option<[Duration; 2]> = Some([Duration::from_secs(5), Duration::from_secs(2)]);

const USER_SIG: &str = "eJwtjMEKgkAYhN9lryH*u*u6JnTqEEUQaNAl9rC5W-6YJu4mUfTuiXqc*Wa*L7kcT*FgepISFgJZTRmNaT3ecKo96tfJB9eN9uq2cM4*9LbTaEhKYwCW0SjjM7HvDns79UIIBgCLyGMzdgmnwCFhycIR3o1OefZ49w9RMRRntdpTudnEQlNmc1NsD36QC0ph2UMdgrxf5PcHKGs1kg__";

/// Begins one call.
type Begin = Box<dyn Fn(&mut JoinSet<()>)>;

fn request() -> Vec<u8> {
    derived::write(&derived::DeleteGroups::new("user15", &["test0"]))
}

fn check(response: &[u8]) {
    let response = derived::read::<derived::DeletedGroups>(response);
    assert_eq!(
        (response.group_item[0].group_id, &*response.group_item[0].group_name),
        (2, "test0")
    );
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

fn by_reqwest(server: &Server, timeouts: Option<[Duration; 2]>) -> Begin {
    let mut tls = tls(server);
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let mut http = reqwest::Client::builder().tls_backend_preconfigured(tls);
    if let Some([response, life]) = timeouts {
        http =
            http.timeout(response).http2_keep_alive_interval(life).http2_keep_alive_timeout(life);
    }
    let http = http.build().unwrap();
    let base = server.base_url.clone();
    Box::new(move |calls| {
        let (http, url) = (http.clone(), derived::url(&base, USER_SIG));
        calls.spawn(async move {
            let request = http.post(url).header("content-type", "application/json").body(request());
            check(&request.send().await.unwrap().bytes().await.unwrap());
        });
    })
}

fn by_hyper(server: &Server, timeouts: Option<[Duration; 2]>) -> Begin {
    type Connector = HttpsConnector<HttpConnector>;

    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_tls_config(tls(server))
        .https_only()
        .enable_http1()
        .enable_http2()
        .wrap_connector(tcp);
    let mut http = hyper_util::client::legacy::Client::builder(TokioExecutor::new());
    if let Some([_, life]) = timeouts {
        http.timer(TokioTimer::new())
            .http2_keep_alive_interval(life)
            .http2_keep_alive_timeout(life);
    }
    let http = http.build::<Connector, Full<Bytes>>(connector);
    let base = server.base_url.clone();
    Box::new(move |calls| {
        let (http, url) = (http.clone(), derived::url(&base, USER_SIG));
        calls.spawn(async move {
            let post = http::Request::post(url).header("content-type", "application/json");
            let post = post.body(Full::from(request())).unwrap();
            let response = async {
                http.request(post).await.unwrap().into_body().collect().await.unwrap().to_bytes()
            };
            match timeouts {
                Some([limit, _]) => check(&tokio::time::timeout(limit, response).await.unwrap()),
                None => check(&response.await),
            }
        });
    })
}

fn ours(client: &Client) -> Begin {
    let client = client.clone();
    Box::new(move |calls| {
        let request = Request::new("user15", ["test0"]);
        let call = client.conversation().delete_contact_group(request);
        calls.spawn(async move {
            let groups = call.await.unwrap().group_item;
            assert_eq!((groups[0].group_id, &*groups[0].group_name), (2, "test0"));
        });
    })
}

/// Makes `calls` calls, `at_once` of them concurrently.
async fn make_all(begin: &Begin, calls: usize, at_once: usize) {
    let mut under_way = JoinSet::new();
    for _ in 0..calls {
        if under_way.len() == at_once {
            under_way.join_next().await.unwrap().unwrap();
        }
        begin(&mut under_way);
    }
    while let Some(done) = under_way.join_next().await {
        done.unwrap();
    }
}

fn cases(server: &Server, is_http2: bool) -> [(&'static str, Begin); 6] {
    let builder = || {
        let credentials = Credentials::secret_key("administrator", "key");
        let builder = Client::builder(derived::APP, credentials).base_url(&*server.base_url);
        builder.limiter(Unlimited)
    };
    let options = TransportOptions::new().trust(server.certificate.clone());
    let options = if is_http2 { options.http2() } else { options };
    let standard = ReqwestTransport::with_options(options.clone(), |http| http).unwrap();
    let lean = HyperTransport::with_options(options).unwrap();
    [
        ("reqwest by hand", by_reqwest(server, None)),
        ("reqwest by hand, with our timeouts", by_reqwest(server, TIMEOUTS)),
        ("ours on reqwest", ours(&builder().transport(standard).build().unwrap())),
        ("hyper by hand", by_hyper(server, None)),
        ("hyper by hand, with our timeouts", by_hyper(server, TIMEOUTS)),
        ("ours on hyper", ours(&builder().transport(lean).build().unwrap())),
    ]
}

fn compare_at(runtime: &Runtime, what: &str, server: &Server, at_once: usize) {
    // Many more than run concurrently, because tokio wakes itself for the first timers after it had none.
    let calls = if measure::is_quick() { at_once } else { (8 * at_once).max(1024) };
    let title = format!("{what}, {at_once} at once");
    if measure::is_left_out(&title) {
        return;
    }
    let cases = cases(server, what == "HTTP/2");
    let mut runs: Vec<_> = cases
        .iter()
        .map(|(name, begin)| {
            // The connections are open before anything is measured.
            runtime.block_on(make_all(begin, at_once, at_once));
            let run = move || runtime.block_on(make_all(begin, calls, at_once));
            (*name, run)
        })
        .collect();
    let mut cases: Vec<_> =
        runs.iter_mut().map(|(name, run)| (*name, run as &mut dyn FnMut())).collect();
    let calls = u32::try_from(calls).unwrap();
    compare_batches(&title, 1, calls, &mut cases);
}

fn main() {
    if server::serve_if_asked() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    measure::head("A call");
    for (what, protocol) in [("HTTP/1.1", "h1"), ("HTTP/2", "h2")] {
        let server = Server::start(protocol);
        // Without optimization, a thousand calls outlast the timeouts on a busy machine.
        let numbers: &[_] = if measure::is_quick() { &[1, 64] } else { &[1, 64, 1024] };
        for at_once in numbers {
            compare_at(&runtime, what, &server, *at_once);
        }
    }
}
