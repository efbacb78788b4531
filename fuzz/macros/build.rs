//! Copies the code below the entry points from `api-macros/src/lib.rs`, because a macro crate cannot be linked.

use std::path::Path;
use std::{env, fs};

const SOURCE: &str = "../../api-macros/src/lib.rs";
const START: &str = "\nfn expand_endpoint(";

fn main() {
    println!("cargo::rerun-if-changed={SOURCE}");
    let source = fs::read_to_string(SOURCE).expect("the sources of api-macros can be read");
    let at = source.find(START).expect("`expand_endpoint` is below the entry points");
    let folder = env::var_os("OUT_DIR").expect("cargo sets it");
    let target = Path::new(&folder).join("pipeline.rs");
    fs::write(target, &source[at..]).expect("the folder can be written to");
}
