//! Mutates the tokens of real specs, as the bytes of an input specify.

use std::str::FromStr;

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Tokens that replace others, separated by whitespace. Inputs refer to them by position, so the order must not change.
const WORDS: &str = r###"
    0 1 255 18446744073709551616 -1 1.5 0x1F 1u8 'a' b'a' b"a" c"a" r#"a"# "" "Ünï" "\0" true _
    "From_Account" "ErrorCode" "v4/a/b" "2026-11-24"
    self Self super crate r#type r#fn r#async type fn pub mod struct enum const use union dyn impl where unsafe
    extern static macro_rules async 'static Request Response ERRORS ErrorCode Other Option Vec BTreeMap String
    UserId bool u32 i64 f64 usize str T wire doc cfg cfg_attr derive serde endpoint object open_enum
    page read rate per_second idempotent deduplicated seconds batch per_item pages last total cursor from offset
    limit descending of items bytes chars range one_of each min max flag on off status failed alias random sequence query own
    # ! , ; : :: = == => -> < > & * ? .. ..= | $ @
    partial superseded_by app_id
"###;

/// Returns a real spec with all mutations of the input; `None` if the input is too short.
pub(crate) fn mutate(items: &[TokenStream], input: &[u8]) -> Option<TokenStream> {
    let mut input = Unstructured::new(input);
    let mut spec = input.choose(items).ok()?.clone();
    while !input.is_empty() {
        spec = change(spec, &mut input).ok()?;
    }
    Some(spec)
}

/// Makes one change to one token of the spec.
fn change(spec: TokenStream, input: &mut Unstructured<'_>) -> Result<TokenStream> {
    let count = count(&spec).max(1);
    let mut at = input.int_in_range(0..=count - 1)?;
    let change: u8 = input.arbitrary()?;
    let words: Vec<_> = WORDS.split_whitespace().collect();
    let word = TokenStream::from_str(input.choose(&words)?).unwrap_or_default();
    let other = nth(&spec, input.int_in_range(0..=count - 1)?);
    Ok(replace(spec, &mut at, &mut |token| {
        let of_other = other.iter().cloned();
        match (change % 8, token) {
            (0, _) => TokenStream::new(),
            (1, token) => TokenStream::from_iter([token.clone(), token]),
            (2, _) => word.clone(),
            (3, token) => word.clone().into_iter().chain([token]).collect(),
            (4, _) => of_other.collect(),
            (5, token) => of_other.chain([token]).collect(),
            (6, TokenTree::Group(group)) => group.stream(),
            (_, token) => {
                let delimiters =
                    [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
                let within = match token {
                    TokenTree::Group(group) => group.stream(),
                    token => token.into(),
                };
                TokenTree::from(Group::new(delimiters[usize::from(change / 8 % 4)], within)).into()
            }
        }
    }))
}

/// Returns the number of tokens, including those in brackets.
pub(crate) fn count(tokens: &TokenStream) -> usize {
    let within = |token| match token {
        TokenTree::Group(group) => count(&group.stream()),
        _ => 0,
    };
    tokens.clone().into_iter().map(|token| 1 + within(token)).sum()
}

/// Returns token `at` with its content. A group counts before its content.
fn nth(tokens: &TokenStream, mut at: usize) -> Option<TokenTree> {
    let mut found = None;
    drop(replace(tokens.clone(), &mut at, &mut |token| {
        found = Some(token.clone());
        token.into()
    }));
    found
}

/// Replaces token `at` by the result of `by`.
fn replace(
    tokens: TokenStream,
    at: &mut usize,
    by: &mut dyn FnMut(TokenTree) -> TokenStream,
) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| {
        let is_here = *at == 0;
        *at = at.wrapping_sub(1);
        match token {
            token if is_here => by(token),
            TokenTree::Group(group) if *at < usize::MAX / 2 => {
                let inner = replace(group.stream(), at, by);
                TokenTree::from(Group::new(group.delimiter(), inner)).into()
            }
            token => token.into(),
        }
    });
    replaced.collect()
}
