//! A slow way to Redis: each response is delayed by a random time.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Starts a proxy in a thread. It ends with the process.
pub(crate) fn start(port: u16, longest: Duration) -> u16 {
    let (ready, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            ready.send(listener.local_addr().expect("an address")).expect("the starter waits");
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, port, longest));
            }
        });
    });
    let address: SocketAddr = address.recv().expect("the proxy listens");
    address.port()
}

async fn serve(client: TcpStream, port: u16, longest: Duration) -> std::io::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", port)).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let length = from_server.read(&mut bytes).await?;
        if length == 0 {
            return Ok(());
        }
        tokio::time::sleep(longest.mul_f64(fastrand::f64())).await;
        to_client.write_all(&bytes[..length]).await?;
    }
}
