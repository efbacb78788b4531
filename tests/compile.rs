//! Wrong specs and wrong uses do not compile, and say what to write instead; right ones do.
//!
//! The messages are those of the toolchain in `rust-toolchain.toml`. `TRYBUILD=overwrite cargo test -p api-tests
//! --test compile` accepts new ones.

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    cases.pass("ui/pass/*.rs");
}
