//! Runs every benchmark and writes BENCHMARKS.md.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, thread};

/// What it costs to compile.
const COMPILE_COST: &str = "The real specs in a crate of their own, beside the same structs with serde's derives and with neither. CPU time that \
     an endpoint adds over the plain structs; the crate is compiled without incremental compilation. Then what a user's crate \
     pays for calling no endpoint, one, and all; how large its stripped release binary is, and what it takes from the start \
     of the process to the first response.";

/// The benchmarks, what each shows, and the arguments that it gets.
const BENCHMARKS: &[(&str, &str, &[&str])] = &[
    (
        "calls",
        "Whole calls over HTTPS on one machine. \"By hand\" is what a user writes over the same library without this client: the \
         URL with `format!`, serde's derives, one pass over the response with the envelope's fields in the struct. CPU time is that \
         of the client's thread; the server is another process. The ratio is to reqwest by hand.",
        &[],
    ),
    (
        "parts",
        "The parts of a call that are not the network's. The limiter is asked where a place is free, and where others wait for \
         the same.",
        &[],
    ),
    (
        "codec",
        "The codec beside serde's derives on the same structs; the constraints and the URL beside what one writes by hand.",
        &[],
    ),
    (
        "codec",
        "The same in instructions, counted by valgrind: these repeat exactly, and say less of the time.",
        &["--instructions"],
    ),
    ("user_sig", "Signatures, beside the same crates used the plain way.", &[]),
    (
        "user_sig",
        "The same in instructions. Valgrind's processor has none of its own for SHA-256, so all of these count for more.",
        &["--instructions"],
    ),
    ("simulator", "The simulator, beside a handler of axum that only responses. Wall time.", &[]),
];

/// A script that installs the vendor's libraries.
const PEERS: (&str, &str) = (
    "tests/benches/peers/user_sig.sh",
    "Signatures, beside the vendor's libraries for Node and Python. Needs node, npm, python3 and their registries.",
);

const HEAD: &str = "# Benchmarks

Written by `cargo xtask bench`, an hour's work of a machine that does nothing else; `--quick` takes a quarter of it and compiles
crates of 50 endpoints alone. Only the ratios mean anything: cases that are compared run in turn in one process, and the figures
of each, its ratio within each round among them, are the medians of its rounds. Allocations are counted by the allocator, per
call.
";

/// What the tables do not tell by themselves.
const TAIL: &str = "
## Where it could be less

- A short request takes as long to encode as by derives, 0.94 to 1.08 of it from one start of the program to the next (once
  1.18), with a fifth fewer instructions: much of it is the allocation, the rest a virtual call for the struct and one for each
  field that is there. That is the price of a codec that is compiled once.
- On HTTP/1.1 a call by the lean transport takes what hyper by hand takes, with the same timeouts, and 4 to 6 % more: that is
  the signature's query, the constraints, the span, the box of the call and the header User-Agent.
- Over HTTP/2 with a thousand calls at once ours takes more, since it spreads them over connections of 100 calls each, where
  code by hand has one connection and a server of no constraints.
- What calling an endpoint costs a user's release build is, first, what an `async fn` costs that awaits anything (a text in its
  place); then the request, which is made, moved and dropped in the user's crate, its strings and lists one by one; then the
  response's drop. To poll a call by a function of our own crate took a sixth off. To box the request with the call took a
  fifth off, and cost each endpoint a quarter more in our own crate. Not to inline constructors, conversions or `poll` changed nothing.
- At ten endpoints the ratios of compiling hold what the first one costs: crates are loaded and the codec's types looked at.
  CPU time differs by a tenth and more from run to run on a machine that shares its processor. In instructions of the
  compiler, which repeat, 50 endpoints take 0.24 of what they take with derives, for `check` and for `build`.
";

/// Writes the tables of all benchmarks; the flag is for `compile_cost`.
pub(crate) fn run(cargo: &str, flag: Option<&str>) -> bool {
    let written = tables(cargo, flag).and_then(|text| {
        fs::write("BENCHMARKS.md", text).map_err(|error| format!("BENCHMARKS.md: {error}"))
    });
    written.inspect_err(|problem| eprintln!("xtask: {problem}")).is_ok()
}

fn tables(cargo: &str, flag: Option<&str>) -> Result<String, String> {
    let mut text = format!("{HEAD}\n{}\n", machine()?);
    for (name, what, args) in BENCHMARKS {
        let bench = ["bench", "--quiet", "-p", "api-tests", "--no-default-features", "--bench"];
        let title = [&[*name], *args].concat().join(" ");
        let args = [&bench, &[*name, "--"][..], args].concat();
        text += &section(&title, what, Path::new(cargo), &args)?;
    }
    let this = env::current_exe().map_err(|error| error.to_string())?;
    text += &section(PEERS.0, PEERS.1, Path::new("sh"), &[PEERS.0])?;
    let args: Vec<_> = ["compile_cost"].into_iter().chain(flag).collect();
    text += &section(&args.join(" "), COMPILE_COST, &this, &args)?;
    Ok(text + TAIL)
}

/// What all this is measured on.
fn machine() -> Result<String, String> {
    let told = Command::new("rustc").arg("--version").output();
    let told = told.map_err(|error| format!("rustc: {error}"))?.stdout;
    let rustc = String::from_utf8_lossy(&told);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown make", |(_, model)| model);
    let cores = thread::available_parallelism().map_err(|error| error.to_string())?;
    Ok(format!("Measured with {} on a machine of {cores} cores, {model}.", rustc.trim()))
}

/// What a program printed, under a head.
fn section(title: &str, what: &str, program: &Path, args: &[&str]) -> Result<String, String> {
    eprintln!("xtask: {title}");
    let output = Command::new(program).args(args).stderr(Stdio::inherit()).output();
    match output {
        Ok(output) if output.status.success() => {
            let tables = String::from_utf8_lossy(&output.stdout);
            Ok(format!("\n## `{title}`\n\n{what}\n\n{}\n", tables.trim()))
        }
        _ => Err(format!("{title} failed")),
    }
}
