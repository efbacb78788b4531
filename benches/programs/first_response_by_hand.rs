//! Makes the call of `first_response.rs` with reqwest and serde.

use std::sync::Arc;

use rustls::RootCertStore;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Request {
    #[serde(rename = "CheckItem")]
    check_item: Vec<AccountItem>,
}

#[derive(Serialize)]
struct AccountItem {
    #[serde(rename = "UserID")]
    user_id: String,
}

#[derive(Deserialize)]
struct Response {
    #[serde(rename = "ErrorCode")]
    error_code: i32,
    #[serde(rename = "ResultItem", default)]
    result_item: Vec<ResultItem>,
}

#[derive(Deserialize)]
struct ResultItem {
    #[serde(rename = "UserID")]
    _user_id: String,
    #[serde(rename = "ResultCode")]
    _result_code: i32,
    #[serde(rename = "ResultInfo")]
    _result_info: String,
    #[serde(rename = "AccountStatus")]
    _account_status: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<_> = std::env::args().collect();
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    roots.add(std::fs::read(&args[2])?.into())?;
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let mut tls = tls.with_safe_default_protocol_versions()?.with_root_certificates(roots).with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let http = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy();
    let http = http.redirect(reqwest::redirect::Policy::none()).build()?;
    let query = "sdkappid=1400000000&identifier=administrator&random=1&contenttype=json";
    let url = format!("{}/v4/im_open_login_svc/account_check?{query}&usersig={}", args[1], args[4]);
    let request = Request { check_item: vec![AccountItem { user_id: "ann".to_owned() }] };
    let response = http.post(url).body(serde_json::to_vec(&request)?).send().await?.bytes().await?;
    let response: Response = serde_json::from_slice(&response)?;
    assert_eq!((response.error_code, response.result_item.len()), (0, 1));
    Ok(())
}
