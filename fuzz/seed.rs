//! Writes seed inputs into `corpus`: the sample requests, responses and events of the pages, the specs of the compile-fail
//! cases, and the pages on which their reader is tested. Run it in this folder: `cargo +nightly run --example seed`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

fn main() -> io::Result<()> {
    let mut calls = Vec::new();
    for path in api_fuzz::paths() {
        let text =
            fs::read_to_string(Path::new("../tests/samples").join(path).with_extension("json"))?;
        let samples: Value = serde_json::from_str(&text)?;
        let name = path.replace('/', "-");
        for (number, request) in list(&samples, "requests").enumerate() {
            let call = format!("\n{path}\n\n{request}");
            write("requests", &format!("{name}-{number}"), &keyed(path, request))?;
            write("gateway", &format!("{name}-{number}"), call.as_bytes())?;
            calls.push(call.into_bytes());
        }
        for (number, response) in list(&samples, "responses").enumerate() {
            write("responses", &format!("{name}-{number}"), &keyed(path, response))?;
        }
    }
    for folder in ["../tests/compile/ui", "../tests/compile/ui/pass"] {
        for entry in fs::read_dir(folder)? {
            write_case(&entry?.path())?;
        }
    }
    for entry in fs::read_dir("../xtask/src/source/page/fixtures")? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().replace('.', "-");
        write("source", &name, &fs::read(entry.path())?)?;
    }
    for entry in fs::read_dir("../tests/samples/webhooks")? {
        write_events(&entry?.path())?;
    }
    let query = "SdkAppid=1400000000&CallbackCommand=State.StateChange&contenttype=json&ClientIP=127.0.0.1&OptPlatform=IOS&RequestTime=1795000000&Sign=";
    write("webhook", "query", format!("{query}\n{{}}").as_bytes())?;
    for start in 0..8 {
        let selected: Vec<_> = calls.iter().skip(start).step_by(calls.len() / 8).cloned().collect();
        write("gateway", &format!("calls-{start}"), &selected.join(&0))?;
        let changes: Vec<u8> =
            (start..start + 32).map(|step| (step * step * 37 % 256) as u8).collect();
        write("macros", &format!("changes-{start}"), &[&[0], &changes[..]].concat())?;
    }
    for kind in 0..4u8 {
        let document = br#"{"TLS.ver":"2.0","TLS.identifier":"user15","TLS.sdkappid":1400000000,"TLS.expire":60,"TLS.time":1795000000,"TLS.userbuf":"","TLS.sig":""}"#;
        write("user_sig", &kind.to_string(), &[&[kind], &document[..]].concat())?;
    }
    Ok(())
}

fn list<'a>(samples: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    samples[name].as_array().into_iter().flatten()
}

fn keyed(path: &str, json: &Value) -> Vec<u8> {
    [&api_fuzz::key_of(path).to_be_bytes(), json.to_string().as_bytes()].concat()
}

/// Writes the events of a webhook, each under its command.
fn write_events(path: &Path) -> io::Result<()> {
    let samples: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let command = path.file_stem().unwrap_or_default().to_string_lossy();
    for (number, event) in list(&samples, "events").enumerate() {
        let input = format!("{command}\n{event}");
        write("webhook", &format!("{}-{number}", command.replace('.', "-")), input.as_bytes())?;
    }
    Ok(())
}

/// Writes a case of the macros, reduced to its spec.
fn write_case(path: &PathBuf) -> io::Result<()> {
    if path.extension().is_none_or(|extension| extension != "rs") {
        return Ok(());
    }
    let source = fs::read_to_string(path)?;
    let lines = source.lines().map(|line| line.replace("#[tencent_chat::", "#["));
    let is_boilerplate = |line: &String| {
        ["//!", "#![", "use ", "fn main"].iter().any(|start| line.starts_with(start))
    };
    let spec: Vec<_> = lines.filter(|line| !is_boilerplate(line)).collect();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    write("macros", &name, spec.join("\n").trim().as_bytes())
}

fn write(target: &str, name: &str, input: &[u8]) -> io::Result<()> {
    let folder = Path::new("corpus").join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("seed-{name}")), input)
}
