//! Makes one call with the client.

use tencent_chat::account::{AccountItem, account_check::Request};
use tencent_chat::{Client, Credentials};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<_> = std::env::args().collect();
    let credentials = Credentials::secret_key("administrator", args[3].as_str());
    let client = Client::builder(1_400_000_000, credentials).base_url(&args[1]);
    let client = client.trust(std::fs::read(&args[2])?).build()?;
    let response = client.account().account_check(Request::new([AccountItem::new("ann")])).await?;
    assert_eq!(response.result_item.len(), 1);
    Ok(())
}
