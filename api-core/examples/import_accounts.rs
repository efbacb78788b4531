//! Imports accounts in batches with a progress bar, stops in the middle, and resumes without importing any twice.
//!
//! `cargo run --example import_accounts`

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::{env, fs, process};

use tencent_chat::account::{
    AccountItem, AccountStatus, ImportedAccount, account_check, multiaccount_import,
};
use tencent_chat::{Client, Credentials, ErrorCode};
use tencent_chat_sim::{Fault, Rule, Simulator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the program against an embedded simulator, whose third call finds that the app has too many accounts.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::start().await?;
    let full = Rule::new(Fault::Code(ErrorCode::ACCOUNTS_LIMIT));
    simulator.state().add_rule(full.path("v4/im_open_login_svc/multiaccount_import").every(3));
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;

    let accounts: Vec<_> = (1..=350)
        .map(|number| ImportedAccount::new(format!("user{number}")).nick(format!("User {number}")))
        .collect();
    let progress = env::temp_dir().join(format!("import_accounts-{}", process::id()));
    if let Err(error) = import(out, &client, &accounts, &progress).await {
        writeln!(out, "stopped: {error}\n\nthe second run, when the edition is upgraded:")?;
        import(out, &client, &accounts, &progress).await?;
    }
    fs::remove_file(&progress)?;
    check(out, &client, &accounts).await
}

/// Imports the accounts that no earlier run with the same list imported. The file `progress` holds how many are done.
pub(crate) async fn import(
    out: &mut impl Write,
    client: &Client,
    accounts: &[ImportedAccount],
    progress: &Path,
) -> Result<(), Box<dyn Error>> {
    let done = match fs::read_to_string(progress) {
        Ok(text) => text.trim().parse()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    let left = accounts.get(done..).ok_or("the progress is that of a longer list")?;
    bar(out, done, accounts.len())?;
    if left.is_empty() {
        return Ok(());
    }
    let request = multiaccount_import::Request::new().account_list(left.to_vec());
    // Splits the list at the bound of the service, here 100 accounts, and makes a call for each part.
    let mut batches = client.account().multiaccount_import(request).batches();
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        // If the process dies before this line, the next run sends the batch again, which changes nothing.
        let done = done + batch.range.end;
        fs::write(progress, done.to_string())?;
        bar(out, done, accounts.len())?;
        for refused in batch.response.fail_accounts {
            writeln!(out, "refused: {refused}")?;
        }
    }
    Ok(())
}

/// Draws a bar. On a terminal, begin the line with `\r` instead of ending it with a new line.
fn bar(out: &mut impl Write, done: usize, all: usize) -> io::Result<()> {
    let filled = 35 * done / all.max(1);
    writeln!(out, "[{:<35}] {done} of {all}", "#".repeat(filled))
}

/// Asks the service which of the accounts it has, in batches too; here their responses are joined.
async fn check(
    out: &mut impl Write,
    client: &Client,
    accounts: &[ImportedAccount],
) -> Result<(), Box<dyn Error>> {
    let items: Vec<_> =
        accounts.iter().map(|account| AccountItem::new(account.user_id.clone())).collect();
    let response =
        client.account().account_check(account_check::Request::new(items)).batches().await?;
    let there = response.result_item.iter();
    let there = there.filter(|item| item.account_status == Some(AccountStatus::Imported)).count();
    Ok(writeln!(out, "the service has {there} of {} accounts", accounts.len())?)
}
