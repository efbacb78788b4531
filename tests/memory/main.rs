//! The memory of the largest responses, built to take as much as they can, stays within the bound, whatever the peer
//! sends. The only test here counts allocations, so no other test may run at the same time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bodies;

use std::alloc::System;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::process::Command;
use std::{env, iter};

use bodies::{Body, bodies};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use support::own::post_thread;
use tencent_chat::EndpointSpec;
use tencent_chat::codec::{self, ResponseError, Strictness};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The size of the largest response that is read by default.
const MAX: usize = 8 << 20;

/// The number of items of a small body. A list doubles its memory when its length exceeds a power of two.
const FEW: usize = 129;

/// The name of the variable that is set for the process that checks the second half of the bodies.
const SECOND_HALF: &str = "MEMORY_OF_SECOND_HALF";

/// The specs of all endpoints, and of one that another crate declares.
fn specs() -> impl Iterator<Item = &'static EndpointSpec> {
    EndpointSpec::all().chain([&post_thread::SPEC])
}

/// Reads a response, and returns the number of bytes that it then holds.
fn held(spec: &EndpointSpec, body: &[u8]) -> usize {
    let region = Region::new(ALLOCATOR);
    let mut response = spec.empty_response();
    let mut envelope = tencent_chat::Envelope::new();
    let into = response.as_mut();
    let read = codec::read_response_into(body, into, &mut envelope, Strictness::Lenient);
    let change = region.change();
    assert!(matches!(read, Ok(_) | Err(ResponseError::TooLarge { success_seen: true })));
    change.bytes_allocated - change.bytes_deallocated
}

/// The memory that the values of a body may take. The codec does not count texts; those here are no longer than the body.
fn bound(length: usize) -> usize {
    33 * length + (1 << 20)
}

/// Checks the memory of a body, and returns it.
fn check(spec: &EndpointSpec, body: &str) -> usize {
    let (held, bound) = (held(spec, body.as_bytes()), bound(body.len()));
    let (path, start) = (spec.path(), &body[..body.len().min(300)]);
    assert!(held <= bound, "{path}: {held} bytes, allowed are {bound}: {start}");
    held
}

/// Finds what takes most memory for its length, and the same for each other kind of memory.
fn worst(spec: &EndpointSpec) -> Vec<Worst> {
    let weigh = |body: Body| {
        // The difference leaves out what does not grow: the frame and the first 100 oddities.
        let (few, more) = (body.of(FEW, MAX), body.of(2 * FEW - 1, MAX));
        let held = check(spec, &more).saturating_sub(check(spec, &few));
        let per_kilobyte = held * 1000 / (more.len() - few.len());
        Worst { body, per_item: held / (FEW - 1), per_kilobyte }
    };
    let mut worst: Vec<_> = bodies(spec.response()).into_iter().map(weigh).collect();
    worst.sort_by_key(|worst| Reverse(worst.per_kilobyte));
    let mut kinds = Vec::new();
    worst.retain(|worst| {
        let is_first = !kinds.contains(&worst.body.kind);
        kinds.push(worst.body.kind);
        is_first
    });
    worst
}

struct Worst {
    body: Body,
    /// The memory of an item, in a list with most room to spare.
    per_item: usize,
    per_kilobyte: usize,
}

impl Worst {
    /// Makes a body of `length` bytes. It has as many items as would take more memory than allowed if nothing limited them,
    /// if so many fit. The codec stops at the bound, so further items would take only time. A field that is skipped fills
    /// the rest.
    fn of(&self, length: usize) -> String {
        let mut count = FEW;
        while self.per_item.max(1) * count <= bound(length) {
            count = 2 * count - 1;
        }
        let room = length - ",\"\":\"\"".len();
        let body = self.body.of(count, room);
        let spaces = " ".repeat(room - body.len());
        let (object, brace) = body.split_at(body.len() - 1);
        [object, ",\"\":\"", &spaces, "\"", brace].concat()
    }
}

/// Chooses the large bodies: of each endpoint the worst one with 8 MiB, and the worst ones of other kinds of memory with
/// 1 MiB, which exceeds the bound as well if they are not limited.
///
/// Items of the same type and text take the same memory wherever they stand, so they are in one body of each size.
fn large() -> Vec<(&'static EndpointSpec, Worst, usize)> {
    let (mut done, mut large) = (BTreeSet::new(), Vec::new());
    for spec in specs() {
        let worst = worst(spec);
        assert!(!worst.is_empty());
        for (worst, length) in worst.into_iter().zip(iter::once(MAX).chain(iter::repeat(MAX / 8))) {
            if done.insert((worst.body.shape(), length)) {
                large.push((spec, worst, length));
            }
        }
    }
    large
}

/// Two processes check a half each, because allocations are counted for a whole process.
#[test]
fn no_response_takes_more_memory_than_it_may() {
    let is_second = env::var_os(SECOND_HALF).is_some();
    let second = (!is_second).then(|| {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "no_response_takes_more_memory_than_it_may"]);
        command.env(SECOND_HALF, "1").spawn().unwrap()
    });
    for (number, (spec, worst, length)) in large().iter().enumerate() {
        if (number % 2 == 1) == is_second {
            check(spec, &worst.of(*length));
        }
    }
    assert!(second.is_none_or(|mut second| second.wait().unwrap().success()));
}
