//! Wraps the transport: adds a header to each attempt and records its response.
//!
//! `cargo run --example layer`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::conversation::delete_contact_group::Request;
use tencent_chat::{Client, Credentials, HttpRequest, ReqwestTransport, ResponseFuture, Transport};
use tencent_chat_sim::Simulator;

struct Recorded<T>(T);

impl<T: Transport> Transport for Recorded<T> {
    fn post(&self, mut request: HttpRequest) -> ResponseFuture {
        request.headers_mut().insert("x-request-id", "7".parse().expect("ASCII"));
        let (path, response) = (request.path().to_owned(), self.0.post(request));
        Box::pin(async move {
            let response = response.await;
            eprintln!("{path}: {response:?}");
            response
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the program against an embedded simulator.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::start().await?;
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .transport(Recorded(ReqwestTransport::configured(|builder| builder.no_proxy())?))
        .build()?;
    let error = client.conversation().delete_contact_group(Request::new("user15", ["test0"]));
    Ok(writeln!(out, "{}", error.await.expect_err("there is no user15"))?)
}
