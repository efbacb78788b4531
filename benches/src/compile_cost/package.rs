//! Writes the generated crates with their manifests.

use std::fs;
use std::path::Path;

use super::cargo::Workspace;
use super::contract::Contract;
use super::emit::{self, Variant};

/// The fixed part of the workspace's manifest. The versions are those of this workspace's lock file.
const SHARED: &str = r#"
[workspace.package]
edition = "2024"

[workspace.dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
support = { path = "support" }

[profile.release]
strip = true
"#;

/// The items of `tencent-chat` that a crate of endpoints needs, without the client, which would take longer to build.
const FACADE: &str = r#"
pub use tencent_chat_specs::*;

pub mod __private {
    pub use tencent_chat_specs::__private::*;

    pub use crate::client_method;
}

#[macro_export]
macro_rules! client_method {
    ($($rules:tt)*) => {};
}
"#;

/// The name of a crate without declarations but with all dependencies of the others. It is built before they are
/// measured.
pub(crate) const BASE: &str = "base";

/// The generated crates.
pub(crate) struct Packages<'a> {
    pub(crate) workspace: &'a Workspace,
    root: String,
    members: Vec<String>,
}

const FACADE_DEPENDENCY: &str = "tencent_chat = { package = \"facade\", path = \"../facade\" }\n";
const SUPPORT: &str = "support.workspace = true\n";
const SERDE: &str = "serde.workspace = true\n";
const JSON: &str = "serde_json.workspace = true\n";

/// Returns the name of a crate with that many endpoints.
pub(crate) fn name_of(variant: Variant, count: usize) -> String {
    format!("{}_{count:04}", variant.name())
}

impl<'a> Packages<'a> {
    pub(crate) fn new(workspace: &'a Workspace, contract: &Contract) -> Result<Self, String> {
        let root = fs::canonicalize(".").map_err(|error| error.to_string())?;
        let root = root.display().to_string();
        let mut packages = Self { workspace, root, members: Vec::new() };
        packages.add(
            "facade",
            "lib.rs",
            FACADE,
            &packages.path("tencent_chat_specs", "tencent-chat-specs", "api-specs"),
        )?;
        packages.add("support", "lib.rs", &support(contract), "serde.workspace = true\n")?;
        let ours = packages.path("tencent_chat_specs", "tencent-chat-specs", "api-specs")
            + &packages.path("client", "tencent-chat", "api-core");
        let base = ours + SERDE + JSON + SUPPORT + FACADE_DEPENDENCY;
        packages.add(BASE, "lib.rs", "", &base)?;
        Ok(packages)
    }

    /// Returns the manifest line for a dependency on a crate of this workspace, under the name used in the code.
    pub(crate) fn path(&self, name: &str, package: &str, folder: &str) -> String {
        format!("{name} = {{ package = \"{package}\", path = \"{}/{folder}\" }}\n", self.root)
    }

    /// Adds a crate.
    pub(crate) fn add(
        &mut self,
        name: &str,
        root: &str,
        source: &str,
        dependencies: &str,
    ) -> Result<(), String> {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition.workspace = true\n\n[dependencies]\n{dependencies}"
        );
        self.workspace.write(&format!("{name}/Cargo.toml"), &manifest)?;
        self.workspace.write(&format!("{name}/src/{root}"), source)?;
        self.members.push(name.to_owned());
        Ok(())
    }

    /// Adds a crate of endpoints.
    pub(crate) fn add_endpoints(
        &mut self,
        contract: &Contract,
        variant: Variant,
        count: usize,
    ) -> Result<(), String> {
        let specs_alone = self.path("tencent_chat", "tencent-chat-specs", "api-specs")
            + &self.path("client", "tencent-chat", "api-core");
        let dependencies = match variant {
            Variant::Plain => specs_alone + SUPPORT,
            Variant::Serde => specs_alone + SUPPORT + SERDE,
            Variant::Ours => self.path("client", "tencent-chat", "api-core") + FACADE_DEPENDENCY,
            Variant::OursWithMethods => specs_alone,
        };
        let source = emit::library(contract, variant, count)?;
        self.add(&name_of(variant, count), "lib.rs", &source, &(dependencies + JSON))
    }

    /// Writes the workspace's manifest and lock file.
    pub(crate) fn finish(&self) -> Result<(), String> {
        let members: Vec<_> = self.members.iter().map(|member| format!("{member:?}")).collect();
        let manifest =
            format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n{SHARED}", members.join(", "));
        self.workspace.write("Cargo.toml", &manifest)?;
        if !self.workspace.folder.join("Cargo.lock").exists() {
            let lock =
                fs::read_to_string(Path::new("Cargo.lock")).map_err(|error| error.to_string())?;
            self.workspace.write("Cargo.lock", &lock)?;
        }
        Ok(())
    }
}

/// Returns handwritten-style versions of the contract's types that have no serde code.
fn support(contract: &Contract) -> String {
    let mut source = String::new();
    for (name, text) in contract
        .identifiers
        .iter()
        .map(|name| (name.as_str(), "String"))
        .chain([("ErrorCode", "i32")])
    {
        source += &format!(
            "#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]\n\
             #[serde(transparent)]\npub struct {name}(pub {text});\n\n\
             impl From<{text}> for {name} {{\n    fn from(value: {text}) -> Self {{\n        Self(value)\n    }}\n}}\n\n"
        );
    }
    source
}
