//! Measures the cost for users: crates that call no endpoint, one, or all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

use proc_macro2::TokenStream;
use quote::quote;

use super::cargo::{Mode, Workspace};
use super::contract::Contract;
use super::package::Packages;
use super::table;
use super::values::{self, Call};

/// The number of builds of each crate. The smallest figure counts.
const ROUNDS: usize = 3;

const DEPENDENCIES: &str =
    "tokio = { version = \"1\", features = [\"macros\", \"rt\", \"net\", \"time\"] }\n";

/// The crates, named by their calls. `requests_all` builds all requests and calls nothing. `texts_all` shows the lower
/// bound: it makes as many calls of a function that takes and returns a text, and that is compiled in another crate.
const CRATES: [&str; 5] = ["calls_none", "calls_one", "calls_all", "requests_all", "texts_all"];

/// The crate that `texts_all` calls.
const TEXTS: &str = r#"
use std::pin::Pin;

use tencent_chat::{Client, Error};

/// The future of a response.
type CallFuture<'a> = Pin<Box<dyn Future<Output = Result<String, Error>> + Send + 'a>>;

#[inline(never)]
pub fn call<'a>(client: &'a Client, text: &str) -> CallFuture<'a> {
    let text = text.to_owned();
    Box::pin(async move {
        let response = client.call_raw("v4/service/command", &text.into()).await?;
        Ok(response.to_string())
    })
}
"#;

/// Writes the crates.
pub(crate) fn add(packages: &mut Packages<'_>, contract: &Contract) -> Result<(), String> {
    let calls: Vec<_> = contract.endpoints.iter().map(values::call).collect::<Result<_, _>>()?;
    let one =
        calls.iter().position(|call| call.method == "delete_contact_group").unwrap_or_default();
    let dependencies = packages.path("tencent_chat", "tencent-chat", "api-core") + DEPENDENCIES;
    for (name, calls) in CRATES.iter().zip([&[], &calls[one..=one], &calls[..]]) {
        packages.add(name, "main.rs", &program(calls), &dependencies)?;
    }
    packages.add(CRATES[3], "main.rs", &program_without_calls(&calls), &dependencies)?;
    packages.add(
        "texts",
        "lib.rs",
        TEXTS,
        &packages.path("tencent_chat", "tencent-chat", "api-core"),
    )?;
    let dependencies = dependencies + "texts = { path = \"../texts\" }\n";
    packages.add(CRATES[4], "main.rs", &program_of_texts(&calls), &dependencies)
}

fn program(calls: &[Call]) -> String {
    let functions = calls.iter().map(|Call { name, handle, method, imports, request }| {
        quote! {
            async fn #name(client: &Client) -> Result<(), Error> {
                #imports
                let response = client.#handle().#method(#request).await?;
                drop(response);
                Ok(())
            }
        }
    });
    program_of(calls, functions)
}

/// Returns a program that builds the requests without calling anything: the user's own part of the cost.
fn program_without_calls(calls: &[Call]) -> String {
    let functions = calls.iter().map(|Call { name, imports, request, .. }| {
        quote! {
            async fn #name(_: &Client) -> Result<(), Error> {
                #imports
                let request = #request;
                tokio::task::yield_now().await;
                drop(request);
                Ok(())
            }
        }
    });
    program_of(calls, functions)
}

/// Returns a program that shows the lower bound: the cost of an `async fn` that awaits anything.
fn program_of_texts(calls: &[Call]) -> String {
    let functions = calls.iter().map(|Call { name, .. }| {
        quote! {
            async fn #name(client: &Client) -> Result<(), Error> {
                let response = texts::call(client, stringify!(#name)).await?;
                drop(response);
                Ok(())
            }
        }
    });
    program_of(calls, functions)
}

fn program_of(calls: &[Call], functions: impl Iterator<Item = TokenStream>) -> String {
    let names = calls.iter().map(|call| &call.name);
    // A request may name a declaration of another family.
    let families: BTreeSet<_> = calls.iter().map(|call| &call.handle).collect();
    let families = families.into_iter();
    let file = syn::parse_quote! {
        #![allow(unused_imports)]

        use tencent_chat::*;
        #(use tencent_chat::#families::*;)*
        use tencent_chat::{Client, Error};

        #[tokio::main(flavor = "current_thread")]
        async fn main() -> Result<(), Error> {
            let client = Client::from_env()?.build()?;
            #(#names(&client).await?;)*
            drop(client);
            Ok(())
        }

        #(#functions)*
    };
    prettyplease::unparse(&file)
}

/// Checks that the crates compile.
pub(crate) fn smoke(workspace: &Workspace) -> Result<(), String> {
    CRATES.iter().try_for_each(|name| workspace.build(name, Mode::Check))
}

/// Measures the crates.
pub(crate) fn measure(workspace: &Workspace, contract: &Contract) -> Result<(), String> {
    let mut times: BTreeMap<(bool, Mode, &str), Duration> = BTreeMap::new();
    for mode in Mode::USUAL {
        for name in CRATES {
            workspace.build(name, mode)?;
        }
        for _ in 0..ROUNDS {
            for name in CRATES {
                let clean = workspace.cpu(name, mode, "main.rs")?;
                workspace.build(name, mode)?;
                let incremental = workspace.cpu_incremental(name, mode, "main.rs")?;
                for (is_incremental, time) in [(false, clean), (true, incremental)] {
                    let least = times.entry((is_incremental, mode, name)).or_insert(time);
                    *least = time.min(*least);
                }
            }
        }
    }
    print_times(&times, contract.endpoints.len())?;
    print_sizes(workspace)
}

fn print_times(times: &BTreeMap<(bool, Mode, &str), Duration>, count: usize) -> Result<(), String> {
    let head = [
        "mode",
        "none, ms in total",
        "one",
        "all",
        "each further one",
        "only the request",
        "a text instead",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (is_incremental, build) in [(false, "clean"), (true, "incremental, after a change")] {
        for mode in Mode::USUAL {
            let millis =
                CRATES.map(|name| times[&(is_incremental, mode, name)].as_secs_f64() * 1000.0);
            let each = (millis[2] - millis[1]) / (count - 1) as f64;
            let [request, text] = [3, 4].map(|at| (millis[at] - millis[0]) / count as f64);
            let whole = millis[..3].iter().map(|millis| format!("{millis:.0}")).collect();
            let parts = [each, request, text].map(|millis| format!("{millis:.1}")).to_vec();
            rows.push([vec![format!("{}, {build}", mode.name())], whole, parts].concat());
        }
    }
    let title = format!("CPU time of a user's crate that calls none, one or all {count} endpoints");
    table::print(&title, &rows)
}

fn print_sizes(workspace: &Workspace) -> Result<(), String> {
    let mut rows = vec![vec!["calls".to_owned(), "size, kB".to_owned()]];
    for name in &CRATES[..3] {
        let path = workspace.folder.join("target").join("release").join(name);
        let size =
            fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
        rows.push(vec![name.trim_start_matches("calls_").to_owned(), (size / 1000).to_string()]);
    }
    table::print("Size of the stripped program, built with --release", &rows)
}
