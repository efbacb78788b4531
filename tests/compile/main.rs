//! Wrong specs and wrong uses do not compile, and their messages tell what to write instead; right ones compile.
//!
//! The messages are those of the toolchain in `rust-toolchain.toml`. `TRYBUILD=overwrite cargo test -p api-tests --test
//! compile` accepts new ones.

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("compile/ui/*.rs");
    cases.pass("compile/ui/pass/*.rs");
    cases.pass(spec_of_contributing());
}

/// The specs with which CONTRIBUTING.md explains the language, as a program.
fn spec_of_contributing() -> String {
    let text = include_str!("../../CONTRIBUTING.md");
    let blocks = text.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next());
    let specs: String = blocks.collect();
    assert!(
        specs.contains("#[endpoint(")
            && specs.contains("#[webhook(")
            && specs.contains("#[open_enum]"),
        "the specs were found"
    );
    let head = "use tencent_chat::message::TextElement;\n\
                use tencent_chat::{ErrorCode, UserId, codes, endpoint, open_enum, union, webhook};\n";
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/contributing.rs");
    let program = format!("{head}\n{specs}\nfn main() {{}}\n");
    std::fs::write(path, program).expect("the target folder can be written");
    path.to_owned()
}
