//! Declares an endpoint that the crate lacks, with its own code, and calls it.
//!
//! `cargo run --example own_endpoint`
//!
//! The same works in any crate that depends only on `tencent-chat`. Here a simulator responds with the code.

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::{
    Client, CodeKind, Credentials, Endpoint, ErrorCode, RetryClass, RetryPolicy, UserId, endpoint,
    object,
};
use tencent_chat_sim::Simulator;

/// An item of an order.
#[object]
pub struct OrderItem {
    /// The name of the item.
    #[wire(bytes(max = 32))]
    pub name: String,
    /// The quantity; 1 by default.
    #[wire(range(min = 1, max = 99))]
    pub count: Option<u32>,
}

/// Orders items in the shop of a private deployment.
#[endpoint("v4/private_shop/order", rate = 10)]
pub mod order {
    pub struct Request {
        /// The user who orders.
        pub from_account: UserId,
        /// The ordered items.
        #[wire(items(min = 1, max = 20))]
        pub order_item: Vec<OrderItem>,
    }

    pub struct Response {
        /// The number of the order.
        pub order_id: u64,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::USER_NOT_IMPORTED,
        ErrorCode::own(
            120001,
            "SHOP_CLOSED",
            CodeKind::Rate,
            RetryClass::Throttled,
            "the shop opens at nine",
        ),
    ];
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the program.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let spec = order::Request::spec();
    writeln!(out, "{}: {}", spec.path(), spec.doc())?;
    for code in spec.errors() {
        let meaning = spec.info(*code).map_or("", |info| info.meaning);
        writeln!(out, "  {}: {meaning}", code.get())?;
    }

    let too_many = order::Request::new("user15", [OrderItem::new("tea").count(100u32)]);
    if let Err(violations) = too_many.validate() {
        writeln!(out, "refused before it is sent: {violations}")?;
    }

    let simulator = Simulator::start().await?;
    simulator.state().fail_next(ErrorCode::new(120_001));
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .retry(RetryPolicy::none()) // A retry would succeed, because only the next call fails.
        .build()?;
    match client.call(order::Request::new("user15", [OrderItem::new("tea")])).await {
        Ok(response) => writeln!(out, "ordered, number {}", response.order_id)?,
        Err(error) => writeln!(out, "{error}\nretryable: {}", error.is_retryable())?,
    }
    Ok(())
}
