//! The grammar of attribute arguments: literals, single words and nested lists, as rustfmt formats them.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Lit, Token, parenthesized, token};

/// One argument, as written.
#[derive(Clone)]
pub(crate) enum Arg {
    /// `"text"` or `1`
    Literal(Lit),
    /// `word`
    Word(Ident),
    /// `word = literal`
    Value(Ident, Lit),
    /// `word(..)`
    List(Ident, Vec<Arg>),
}

/// Parses arguments separated by commas.
pub(crate) fn parse_list(input: ParseStream<'_>) -> syn::Result<Vec<Arg>> {
    let mut args = Vec::new();
    while !input.is_empty() {
        args.push(input.parse()?);
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error(
                "expected `,`: an argument is a literal, a word or a list of these, not an expression",
            ));
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(args)
}

impl Arg {
    /// Returns the first word of an argument. A literal has none.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match self {
            Arg::Literal(_) => None,
            Arg::Word(name) | Arg::Value(name, _) | Arg::List(name, _) => Some(name),
        }
    }

    /// Returns an argument as messages show it, without what is in its list. A literal has none.
    pub(crate) fn outline(&self) -> Option<String> {
        self.name().map(|name| match self {
            Arg::Literal(_) | Arg::Word(_) => name.to_string(),
            Arg::Value(..) => format!("{name} = .."),
            Arg::List(..) => format!("{name}(..)"),
        })
    }
}

impl Parse for Arg {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Lit) {
            return Ok(Arg::Literal(input.parse()?));
        }
        if !input.peek(Ident::peek_any) {
            return Err(input.error("expected a literal, `word`, `word = literal` or `word(..)`"));
        }
        let name = Ident::parse_any(input)?;
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            if !input.peek(Lit) {
                let hint = if name == "crate" { ": write `crate = \"chat\"`" } else { "" };
                return Err(input.error(format!("expected a literal after `{name} =`{hint}")));
            }
            return Ok(Arg::Value(name, input.parse()?));
        }
        if input.peek(token::Paren) {
            let content;
            parenthesized!(content in input);
            return Ok(Arg::List(name, parse_list(&content)?));
        }
        Ok(Arg::Word(name))
    }
}

/// Used only for the spans of errors; this is not the source text.
impl ToTokens for Arg {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Arg::Literal(literal) => literal.to_tokens(tokens),
            Arg::Word(name) => name.to_tokens(tokens),
            Arg::Value(name, literal) => {
                name.to_tokens(tokens);
                literal.to_tokens(tokens);
            }
            Arg::List(name, args) => {
                name.to_tokens(tokens);
                args.iter().for_each(|arg| arg.to_tokens(tokens));
            }
        }
    }
}
