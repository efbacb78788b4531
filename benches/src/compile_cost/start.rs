//! Measures the CPU time from the start of a process to the first response.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::cargo::{Mode, Workspace};
use super::package::Packages;
use super::table;

/// The number of runs of each program. The median counts.
const ROUNDS: usize = 20;

/// The programs that make a call.
const CALLERS: [(&str, &str); 2] =
    [("first_response", "ours"), ("first_response_by_hand", "by hand")];

const TOKIO: &str =
    "tokio = { version = \"1\", features = [\"macros\", \"rt\", \"net\", \"time\"] }\n";
const BY_HAND: &str = r#"
reqwest = { version = "0.13", default-features = false, features = ["http2", "rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde.workspace = true
serde_json.workspace = true
webpki-roots = "1"
"#;

/// Writes the programs.
pub(crate) fn add(packages: &mut Packages<'_>) -> Result<(), String> {
    let core = packages.path("tencent_chat", "tencent-chat", "api-core");
    let sides = packages.path("tencent_chat_sim", "tencent-chat-sim", "api-sim")
        + &packages.path("tencent_chat_specs", "tencent-chat-specs", "api-specs");
    let [ours, by_hand] = CALLERS.map(|(name, _)| name);
    let programs = [
        ("simulator", include_str!("../../programs/simulator.rs"), sides),
        (ours, include_str!("../../programs/first_response.rs"), core),
        (by_hand, include_str!("../../programs/first_response_by_hand.rs"), BY_HAND.to_owned()),
    ];
    for (name, source, dependencies) in programs {
        packages.add(name, "main.rs", source, &(TOKIO.to_owned() + &dependencies))?;
    }
    Ok(())
}

/// Measures the programs.
pub(crate) fn measure(workspace: &Workspace) -> Result<(), String> {
    for name in ["simulator"].into_iter().chain(CALLERS.map(|(name, _)| name)) {
        workspace.build(name, Mode::Release)?;
    }
    let folder = workspace.folder.join("target").join("release");
    let certificate = workspace.folder.join("certificate.der");
    let mut simulator = Command::new(folder.join("simulator"))
        .arg(&certificate)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("could not start the simulator: {error}"))?;
    let measured = measure_with(workspace, &mut simulator, &folder, &certificate);
    drop(simulator.stdin.take());
    simulator.wait().map_err(|error| error.to_string())?;
    measured
}

fn measure_with(
    workspace: &Workspace,
    simulator: &mut Child,
    folder: &Path,
    certificate: &Path,
) -> Result<(), String> {
    let mut line = String::new();
    let out = simulator.stdout.take().ok_or("the simulator has no standard output")?;
    BufReader::new(out).read_line(&mut line).map_err(|error| error.to_string())?;
    let words: Vec<_> = line.split_whitespace().collect();
    let [plain, secure, key, user_sig] = words[..] else {
        return Err(format!("unexpected output of the simulator: {line:?}"));
    };
    let mut rows = vec![["", "ours, ms", "by hand, ms", "ratio"].map(str::to_owned).to_vec()];
    for (scheme, url) in [("HTTP", plain), ("HTTPS", secure)] {
        let mut times = [const { Vec::new() }; CALLERS.len()];
        for _ in 0..ROUNDS {
            for ((name, _), times) in CALLERS.iter().zip(&mut times) {
                let mut command = Command::new(folder.join(name));
                command.arg(url).arg(certificate).args([key, user_sig]);
                times.push(workspace.cpu_of(command)?);
            }
        }
        let [ours, by_hand] = times.map(median);
        let millis = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1000.0);
        let ratio = format!("{:.2}", ours.as_secs_f64() / by_hand.as_secs_f64());
        rows.push(vec![scheme.to_owned(), millis(ours), millis(by_hand), ratio]);
    }
    table::print("CPU time of a process that makes one call to the simulator and ends", &rows)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
