//! Several processes that share one rate limit, measured at the use of each permit.
//!
//! `cargo bench -p tencent-chat-limit-redis` prints the tables of docs/shared-limiter.md; `-- --quick` takes five seconds
//! a case instead of thirty, and the name of a case runs that one. It needs `redis-server`.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod cases;
mod gcra;
mod proxy;
#[path = "../../tests/support/server.rs"]
mod server;
mod tasks;
#[path = "../../tests/support/worker.rs"]
mod worker;

fn main() {
    match std::env::var(worker::TASK) {
        Ok(task) => tasks::run(&task),
        Err(_) => cases::run(std::env::args().skip(1)),
    }
}
