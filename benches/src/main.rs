//! `cargo xtask bench` and `cargo xtask compile_cost` call this program: it runs every benchmark, or measures the cost of
//! compiling.

mod compile_cost;
mod report;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let (what, flag) = (args.next().unwrap_or_default(), args.next());
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let is_done = match &*what {
        "bench" => report::run(&cargo, flag.as_deref()),
        "compile_cost" => compile_cost::run(&cargo, flag.as_deref()),
        _ => {
            eprintln!("usage: api-benches bench [--quick]");
            eprintln!(
                "       api-benches compile_cost [--quick | --instructions | --users | --smoke]"
            );
            false
        }
    };
    if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
