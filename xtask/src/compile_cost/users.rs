//! What users pay: crates that call one endpoint, or all.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use proc_macro2::TokenStream;
use quote::quote;

use super::cargo::{Mode, Workspace};
use super::package::Packages;
use super::specs::Specs;
use super::table;
use super::values::{self, Call};

/// How often each crate is built; the smallest figure counts.
const ROUNDS: usize = 3;

const DEPENDENCIES: &str =
    "tokio = { version = \"1\", features = [\"macros\", \"rt\", \"net\", \"time\"] }\n";

/// Crates by what they call. The last but one makes all requests and calls nothing; the last shows the floor: it calls
/// as often what takes and gives a text, and is compiled elsewhere.
const CRATES: [&str; 5] = ["calls_none", "calls_one", "calls_all", "requests_all", "texts_all"];

/// What the last one calls.
const TEXTS: &str = r#"
use std::pin::Pin;

use api_core::{Client, Error};

/// A response to come.
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
pub(crate) fn add(packages: &mut Packages<'_>, specs: &Specs) -> Result<(), String> {
    let calls: Vec<_> = specs.endpoints().filter_map(|place| values::call(specs, place)).collect();
    let one =
        calls.iter().position(|call| call.method == "delete_contact_group").unwrap_or_default();
    let dependencies = packages.path("api_core", "api-core") + DEPENDENCIES;
    for (name, calls) in CRATES.iter().zip([&[], &calls[one..=one], &calls[..]]) {
        packages.add(name, "main.rs", &program(calls), &dependencies)?;
    }
    packages.add(CRATES[3], "main.rs", &program_without_calls(&calls), &dependencies)?;
    packages.add("texts", "lib.rs", TEXTS, &packages.path("api_core", "api-core"))?;
    let dependencies = dependencies + "texts = { path = \"../texts\" }\n";
    packages.add(CRATES[4], "main.rs", &program_of_texts(&calls), &dependencies)
}

fn program(calls: &[Call]) -> String {
    let functions = calls.iter().map(|Call { name, handle, method, request }| {
        quote! {
            async fn #name(client: &Client) -> Result<(), Error> {
                let response = client.#handle().#method(#request).await?;
                drop(response);
                Ok(())
            }
        }
    });
    program_of(calls, functions)
}

/// The same without the calls: the user's own part.
fn program_without_calls(calls: &[Call]) -> String {
    let functions = calls.iter().map(|Call { name, request, .. }| {
        quote! {
            async fn #name(_: &Client) -> Result<(), Error> {
                let request = #request;
                tokio::task::yield_now().await;
                drop(request);
                Ok(())
            }
        }
    });
    program_of(calls, functions)
}

/// The floor: what an `async fn` that awaits something costs, whatever it awaits.
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
    let file = syn::parse_quote! {
        use api_core::{Client, Error};

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

/// Measures them.
pub(crate) fn measure(workspace: &Workspace, specs: &Specs) -> Result<(), String> {
    let mut times: BTreeMap<(bool, Mode, &str), Duration> = BTreeMap::new();
    for mode in Mode::USUAL {
        for name in CRATES {
            workspace.build(name, mode)?;
        }
        for _ in 0..ROUNDS {
            for name in CRATES {
                let clean = workspace.cpu(name, mode, "main.rs")?;
                workspace.build(name, mode)?;
                let again = workspace.cpu_again(name, mode, "main.rs")?;
                for (is_again, time) in [(false, clean), (true, again)] {
                    let least = times.entry((is_again, mode, name)).or_insert(time);
                    *least = time.min(*least);
                }
            }
        }
    }
    print_times(&times, specs.endpoints().count())?;
    print_sizes(workspace)
}

fn print_times(times: &BTreeMap<(bool, Mode, &str), Duration>, count: usize) -> Result<(), String> {
    let head = [
        "mode",
        "none, ms in all",
        "one",
        "all",
        "each one more",
        "only its request",
        "a text in its place",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (is_again, what) in [(false, "clean"), (true, "again, after a change")] {
        for mode in Mode::USUAL {
            let millis = CRATES.map(|name| times[&(is_again, mode, name)].as_secs_f64() * 1000.0);
            let each = (millis[2] - millis[1]) / (count - 1) as f64;
            let [request, text] = [3, 4].map(|at| (millis[at] - millis[0]) / count as f64);
            let whole = millis[..3].iter().map(|millis| format!("{millis:.0}")).collect();
            let parts = [each, request, text].map(|millis| format!("{millis:.1}")).to_vec();
            rows.push([vec![format!("{}, {what}", mode.name())], whole, parts].concat());
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
