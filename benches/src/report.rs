//! Runs every benchmark and writes docs/benchmarks.md.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, thread};

/// The text above the tables of `compile_cost`.
const COMPILE_COST: &str = "The specs of the registry, declared again in a separate crate with another registry, compared with the same structs \
     with serde's derives and without. The figures are the CPU time that an endpoint adds to plain structs, without \
     incremental compilation. Then the cost of a user's crate \
     that calls no endpoint, one, or all; the size of its stripped release binary; and the CPU time from the start of a \
     process to the first response.";

/// The text above the tables of `compile_cost --instructions`.
const COMPILE_INSTRUCTIONS: &str = "The same crates, and the whole contract, in instructions of the compiler, counted by valgrind. The ratio is of what is \
     added to plain structs. CPU time differs by a third between runs on a machine that shares its processor; these figures \
     repeat to a thousandth.";

/// The document.
const WRITTEN: &str = "docs/benchmarks.md";

/// The benchmarks: name, description and arguments.
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
        "The parts of a call without the network. The rate limiter is measured with a free permit, and with others that wait \
         for one.",
        &[],
    ),
    (
        "codec",
        "The codec compared with serde's derives on the same structs; the constraints and the URL compared with code written by hand.",
        &[],
    ),
    (
        "codec",
        "The codec in instructions, counted by valgrind. They are exactly reproducible, but say less about the time.",
        &["--instructions"],
    ),
    ("user_sig", "Signatures, compared with the plain use of the same crates.", &[]),
    (
        "user_sig",
        "Signatures in instructions. Valgrind's processor has no SHA-256 instructions, so all counts are higher than on a real one.",
        &["--instructions"],
    ),
    (
        "webhook",
        "Verifying and reading a webhook, compared with serde's derives and a plain check of its signature.",
        &[],
    ),
    (
        "simulator",
        "The simulator, compared with an axum handler that only responds. Wall time.",
        &[],
    ),
];

/// The script that installs and measures the vendor's libraries, and its description.
const PEERS: (&str, &str) = (
    "benches/peers/user_sig.sh",
    "Signatures, compared with the vendor's libraries for Node and Python. Needs node, npm, python3 and their registries.",
);

const HEAD: &str = "# Benchmarks

Written by `cargo xtask bench`, which takes two hours on an otherwise idle machine. `--quick` takes an hour and compiles only
crates of 50 endpoints. Only the ratios are meaningful. Compared cases run alternately in one process. Their figures are
medians over all rounds, and the ratio is computed in each round. Allocations are per call, counted by the allocator.
";

/// Explanations of the tables.
const TAIL: &str = "
## Where it could be less

- Encoding a short request takes as long as with derives: the ratio varies from 0.94 to 1.08 between runs (once 1.18), with a
  fifth fewer instructions. Much of the time is the allocation. The rest is one virtual call for the struct and one for each
  field that is present, which is the price of a codec that is compiled once.
- On HTTP/1.1 a call over the lean transport takes 4 to 6 % longer than hyper by hand with the same timeouts. The difference is
  the query with the signature, the constraints, the span, the box of the call and the header User-Agent.
- Over HTTP/2 with a thousand concurrent calls ours takes longer, because it spreads them over connections of 100 calls each. The
  code by hand has one connection, to a server without limits.
- In a user's release build, a call of an endpoint costs three things. The first is an `async fn` that awaits anything (the
  column `a text instead`). The second is the request, whose strings and lists are built, moved and dropped one by one in the
  user's crate. The third is dropping the response. Polling the call in a function of our own crate saved a sixth. Boxing the
  request with the call saved a fifth, but each endpoint then cost a quarter more in our own crate. Disabling inlining of
  constructors, conversions or `poll` changed nothing.
- At ten endpoints the compile-time ratios include the fixed cost of the first one: loading crates and analysing the codec's
  types. On a machine that shares its processor, CPU time differs by a third between runs; the compiler's instructions do not.
- Of the instructions for an endpoint, a sixth is the macro itself, which cargo does not optimize, and most of the rest is what
  the compiler needs for any function: each struct has twelve, and a setter for each optional field.
";

/// Writes the tables of all benchmarks. The flag is passed to `compile_cost`.
pub(crate) fn run(cargo: &str, flag: Option<&str>) -> bool {
    let written = tables(cargo, flag)
        .and_then(|text| fs::write(WRITTEN, text).map_err(|error| format!("{WRITTEN}: {error}")));
    written.inspect_err(|problem| eprintln!("api-benches: {problem}")).is_ok()
}

fn tables(cargo: &str, flag: Option<&str>) -> Result<String, String> {
    let mut text = format!("{HEAD}\n{}\n", machine()?);
    for (name, description, args) in BENCHMARKS {
        let bench = ["bench", "--quiet", "-p", "api-benches", "--bench"];
        let title = [&[*name], *args].concat().join(" ");
        let args = [&bench, &[*name, "--"][..], args].concat();
        text += &section(&title, description, Path::new(cargo), &args)?;
    }
    let this = env::current_exe().map_err(|error| error.to_string())?;
    text += &section(PEERS.0, PEERS.1, Path::new("sh"), &[PEERS.0])?;
    let args: Vec<_> = ["compile_cost"].into_iter().chain(flag).collect();
    text += &section(&args.join(" "), COMPILE_COST, &this, &args)?;
    let args = ["compile_cost", "--instructions"];
    text += &section(&args.join(" "), COMPILE_INSTRUCTIONS, &this, &args)?;
    Ok(text + TAIL)
}

/// Describes the compiler and the machine.
fn machine() -> Result<String, String> {
    let version = Command::new("rustc").arg("--version").output();
    let version = version.map_err(|error| format!("rustc: {error}"))?.stdout;
    let rustc = String::from_utf8_lossy(&version);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let cores = thread::available_parallelism().map_err(|error| error.to_string())?;
    Ok(format!("Measured with {} on a machine of {cores} cores, {model}.", rustc.trim()))
}

/// Returns the output of a program, under its title and description.
fn section(
    title: &str,
    description: &str,
    program: &Path,
    args: &[&str],
) -> Result<String, String> {
    eprintln!("api-benches: {title}");
    let output = Command::new(program).args(args).stderr(Stdio::inherit()).output();
    match output {
        Ok(output) if output.status.success() => {
            let tables = String::from_utf8_lossy(&output.stdout);
            Ok(format!("\n## `{title}`\n\n{description}\n\n{}\n", tables.trim()))
        }
        _ => Err(format!("{title} failed")),
    }
}
