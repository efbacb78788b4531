//! The public interface of each library, as a list that shows changes to reviewers.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// The libraries that users depend on, and their folders. The declarations of the specs are in the contract snapshot instead.
const PACKAGES: &[(&str, &str)] = &[
    ("tencent-chat", "api-core"),
    ("tencent-chat-limit-redis", "api-limit-redis"),
    ("tencent-chat-sim", "api-sim"),
];

/// Compares the interface of each library with its `public-api.txt`, or writes it.
pub(crate) fn check(cargo: &str, is_accepted: bool) -> bool {
    let failed = PACKAGES.iter().filter(|(package, folder)| {
        let compared = compare(cargo, package, folder, is_accepted);
        compared.inspect_err(|problem| eprintln!("xtask: {package}: {problem}")).is_err()
    });
    failed.count() == 0
}

fn compare(cargo: &str, package: &str, folder: &str, is_accepted: bool) -> Result<(), String> {
    let json = rustdoc_json(cargo, package)?;
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .map_err(|error| error.to_string())?;
    let listed: String = api.items().map(|item| format!("{item}\n")).collect();
    let kept = Path::new(folder).join("public-api.txt");
    let is_same = |kept: io::Result<String>| kept.is_ok_and(|kept| kept == listed);
    if is_accepted {
        let is_new = !is_same(fs::read_to_string(&kept));
        fs::write(&kept, listed).map_err(|error| error.to_string())?;
        eprintln!("{} {}", if is_new { "wrote" } else { "unchanged:" }, kept.display());
        Ok(())
    } else if is_same(fs::read_to_string(&kept)) {
        Ok(())
    } else {
        Err(format!("{} is out of date: run `cargo xtask accept_api`", kept.display()))
    }
}

/// Writes rustdoc's JSON and returns its path. `RUSTC_BOOTSTRAP` lets the pinned compiler accept the unstable option.
fn rustdoc_json(cargo: &str, package: &str) -> Result<PathBuf, String> {
    let target = Path::new("target").join("public-api");
    let status = Command::new(cargo)
        .args(["rustdoc", "--package", package, "--lib", "--all-features", "--quiet"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .env("RUSTC_BOOTSTRAP", "1")
        .status();
    match status {
        Ok(status) if status.success() => {
            Ok(target.join("doc").join(package.replace('-', "_")).with_extension("json"))
        }
        _ => Err("rustdoc failed".to_owned()),
    }
}
