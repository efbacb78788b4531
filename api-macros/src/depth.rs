//! Bounds the depth of what is written, before anything that parses it recursively. Without the bound, the compiler would
//! end with a stack overflow and no message.

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};

use crate::report::Report;

/// The maximum number of brackets around a token, generic types included. The specs need 12.
const MAX_DEPTH: usize = 32;

/// Reports the first token that is nested too deeply. Returns `false` then.
pub(crate) fn check_depth(tokens: &TokenStream, report: &mut Report) -> bool {
    let Some(mut at) = find_too_deep(tokens, 0) else { return true };
    if let TokenTree::Group(group) = &at {
        // A group spans all that is in it.
        let open = Ident::new("group", group.span_open());
        at = open.into();
    }
    report.error(
        at,
        format!("this is nested deeper than {MAX_DEPTH} levels: remove levels, or declare a part of it as a struct under `#[object]`"),
    );
    false
}

/// Returns the first token whose depth exceeds the maximum. It follows brackets, generic arguments, and runs of prefixes
/// such as `&&&`.
fn find_too_deep(tokens: &TokenStream, depth: usize) -> Option<TokenTree> {
    let (mut generics, mut prefixes, mut before) = (0_usize, 0_usize, ' ');
    for token in tokens.clone() {
        let is_arrow = matches!(before, '-' | '=');
        before = ' ';
        match &token {
            TokenTree::Punct(punct) => {
                let c = punct.as_char();
                match c {
                    '<' => generics += 1,
                    '>' if !is_arrow => generics = generics.saturating_sub(1),
                    ';' => generics = 0,
                    _ => {}
                }
                prefixes = if matches!(c, '&' | '*' | '!' | '-') { prefixes + 1 } else { 0 };
                if punct.spacing() == Spacing::Joint {
                    before = c;
                }
            }
            TokenTree::Group(group) => {
                if depth + generics + prefixes >= MAX_DEPTH {
                    return Some(token);
                }
                let is_visible = group.delimiter() != Delimiter::None;
                let inner = depth + generics + prefixes + usize::from(is_visible);
                if let Some(deep) = find_too_deep(&group.stream(), inner) {
                    return Some(deep);
                }
                // `#[..]` and `{ .. }` end the type before them.
                if group.delimiter() == Delimiter::Brace {
                    generics = 0;
                }
                prefixes = 0;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        if depth + generics + prefixes > MAX_DEPTH {
            return Some(token);
        }
    }
    None
}
