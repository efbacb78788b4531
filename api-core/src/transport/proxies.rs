//! The proxies that the environment names.

use std::ffi::OsString;

use http::Uri;

/// The variables that name a proxy for HTTPS.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// Returns an error text for the first variable that names no proxy. reqwest would ignore the variable and connect
/// without a proxy. The text leaves out the value, which may contain a password.
pub(crate) fn problem_of(lookup: impl Fn(&str) -> Option<OsString>) -> Option<String> {
    let is_proxy = |value: OsString| {
        let uri = value.to_str().and_then(|value| value.parse::<Uri>().ok());
        uri.is_some_and(|uri| {
            let is_known = uri.scheme_str().is_none_or(|scheme| SCHEMES.contains(&scheme));
            is_known && uri.host().is_some_and(|host| !host.is_empty())
        })
    };
    let value_of = |name: &str| lookup(name).filter(|value| !value.is_empty());
    let wrong = VARIABLES.into_iter().find(|name| value_of(name).is_some_and(|v| !is_proxy(v)));
    wrong.map(|name| {
        let schemes = SCHEMES.join(", ");
        format!("the variable {name} is not the URL of a proxy, which begins with one of {schemes}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_proxy_is_reported_by_the_name_of_its_variable() {
        let problem = |name: &str, value: &str| {
            problem_of(|asked| (asked == name).then(|| OsString::from(value)))
        };
        for right in [
            "",
            "proxy",
            "proxy:3128",
            "http://proxy.example.com:3128/",
            "https://user:secret@proxy",
            "socks5://127.0.0.1:1080",
            "socks5h://user:secret@[::1]:1080",
            "socks4a://127.0.0.1",
        ] {
            assert_eq!(problem("ALL_PROXY", right), None, "{right}");
        }
        for wrong in [
            "ftp://proxy",
            "socks6://user:secret@proxy",
            "::::",
            "http://[::1",
            "secret text",
            "/secret",
            "http://",
        ] {
            for name in VARIABLES {
                let reported = problem(name, wrong).unwrap();
                assert!(reported.starts_with(&format!("the variable {name} is not")), "{reported}");
                assert!(!reported.contains("secret"), "{reported}");
            }
            assert_eq!(problem("HTTP_PROXY", wrong), None, "plain HTTP takes no proxy");
        }
    }
}
