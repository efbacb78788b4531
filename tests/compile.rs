//! Wrong specs and wrong uses do not compile, and say what to write instead; right ones do.
//!
//! The messages are those of the toolchain in `rust-toolchain.toml`. `TRYBUILD=overwrite cargo test -p api-tests
//! --test compile` accepts new ones.

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    cases.pass("ui/pass/*.rs");
    cases.pass(spec_of_contributing());
}

/// The spec that CONTRIBUTING.md explains the language with, as a program.
fn spec_of_contributing() -> String {
    let text = include_str!("../CONTRIBUTING.md");
    let (_, rest) = text.split_once("```rust\n").expect("CONTRIBUTING.md shows a spec");
    let (spec, _) = rest.split_once("```").expect("the block ends");
    let program =
        format!("use api_core::{{ErrorCode, UserId, endpoint}};\n\n{spec}\nfn main() {{}}\n");
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/contributing.rs");
    std::fs::write(path, program).expect("the target folder can be written");
    path.to_owned()
}
