//! Deletes a conversation group, prints the typed response, then deletes it again and prints the typed error.
//!
//! By default it starts a simulator and calls that. If `CHAT_SDK_APP_ID`, `CHAT_SECRET_KEY`, `CHAT_IDENTIFIER` and
//! `CHAT_REGION` are set, it calls the service. The user and the group are optional arguments:
//! `cargo run --example delete_contact_group -- user15 test0`.

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::conversation::delete_contact_group::Request;
use tencent_chat::{Client, Credentials};
use tencent_chat_sim::{Conversation, Simulator};

const VARIABLES: [&str; 4] =
    ["CHAT_SDK_APP_ID", "CHAT_SECRET_KEY", "CHAT_IDENTIFIER", "CHAT_REGION"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let user = args.next().unwrap_or_else(|| "user15".to_owned());
    let group = args.next().unwrap_or_else(|| "test0".to_owned());
    let variable = |name: &str| std::env::var(name).ok();
    if let Err(error) = run(&mut io::stdout(), variable, &user, &group).await {
        eprintln!("{error}");
        std::process::exit(1);
    }
    Ok(())
}

/// Runs the program.
pub(crate) async fn run(
    out: &mut impl Write,
    variable: impl Fn(&str) -> Option<String>,
    user: &str,
    group: &str,
) -> Result<(), Box<dyn Error>> {
    if VARIABLES.iter().any(|name| variable(name).is_some()) {
        let client = Client::from_vars(variable)?.build()?;
        writeln!(out, "Talking to the service that the CHAT_ variables name.")?;
        return delete_twice(out, &client, user, group).await;
    }
    let simulator = Simulator::start().await?;
    writeln!(out, "Talking to an embedded simulator; no CHAT_ variable is set.")?;
    populate(&simulator, user, group)?;
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;
    delete_twice(out, &client, user, group).await
}

fn populate(simulator: &Simulator, user: &str, group: &str) -> Result<(), Box<dyn Error>> {
    let mut state = simulator.state();
    state.import_user(user);
    for (name, peer) in [(group, "user16"), ("another group", "user17")] {
        let created = state.create_contact_group(user, name, [Conversation::with_user(peer)]);
        created.map_err(|code| format!("could not create the group {name:?}: {code}"))?;
    }
    Ok(())
}

async fn delete_twice(
    out: &mut impl Write,
    client: &Client,
    user: &str,
    group: &str,
) -> Result<(), Box<dyn Error>> {
    writeln!(out, "\nDeleting the conversation group {group:?} of {user}:")?;
    let response = client.conversation().delete_contact_group(Request::new(user, [group])).await?;
    for deleted in response.group_item {
        writeln!(out, "  deleted {:?}, number {}", deleted.group_name, deleted.group_id)?;
    }

    writeln!(out, "\nDeleting it again:")?;
    match client.conversation().delete_contact_group(Request::new(user, [group])).await {
        Ok(response) => writeln!(out, "  deleted {:?}", response.group_item)?,
        Err(error) => {
            let code = error.code().ok_or("the service returned no code")?;
            let meaning = code.info().map_or("not in the table of codes", |info| info.meaning);
            let error_info = error.envelope().and_then(|envelope| envelope.error_info.as_deref());
            writeln!(out, "  code     {code}")?;
            writeln!(out, "  meaning  {meaning}")?;
            writeln!(out, "  service  {}", error_info.unwrap_or("no error text"))?;
        }
    }
    Ok(())
}
