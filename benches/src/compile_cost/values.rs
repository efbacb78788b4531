//! Generates values for the parameters of constructors, as a user writes them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use tencent_chat_specs::schema::{FieldRole, FieldSpec, FieldType, Table};

use super::contract::{Endpoint, integer};

/// A call of an endpoint.
pub(crate) struct Call {
    /// The name of the function that makes the call.
    pub(crate) name: Ident,
    pub(crate) handle: Ident,
    pub(crate) method: Ident,
    /// Imports of the declarations that the request names. The tables do not tell in which of the modules they stand.
    pub(crate) imports: Option<TokenStream>,
    /// A request with all required fields.
    pub(crate) request: TokenStream,
}

/// Returns the call of an endpoint, as a user writes it.
pub(crate) fn call(endpoint: &Endpoint) -> Result<Call, String> {
    let (handle, method) =
        (format_ident!("{}", endpoint.family), format_ident!("{}", endpoint.spec.name()));
    let mut values = Values { open: Vec::new(), has_names: false };
    let values_of_fields = values.of(endpoint.spec.request())?;
    let imports = values.has_names.then(|| {
        quote! {
            use ::tencent_chat::#handle::#method::*;
            use ::tencent_chat::#handle::*;
        }
    });
    let request = quote!(::tencent_chat::#handle::#method::Request::new(#(#values_of_fields),*));
    Ok(Call { name: format_ident!("{handle}_{method}"), handle, method, imports, request })
}

/// Generates values of the types that a table names.
struct Values {
    /// The structs around the value.
    open: Vec<&'static Table>,
    /// `true` if a value names a declaration.
    has_names: bool,
}

impl Values {
    /// Returns the arguments of the constructor of a struct.
    fn of(&mut self, table: &'static Table) -> Result<Vec<TokenStream>, String> {
        self.open.push(table);
        let required = table.fields.iter().filter(|field| field.required);
        let values = required.map(|field| self.field(field)).collect();
        self.open.pop();
        values
    }

    fn field(&mut self, field: &FieldSpec) -> Result<TokenStream, String> {
        match field.words.role {
            FieldRole::Status => Ok(quote!(::tencent_chat::ErrorCode::OK)),
            _ => self.value(field.ty),
        }
    }

    fn value(&mut self, ty: FieldType) -> Result<TokenStream, String> {
        Ok(match ty {
            FieldType::Flag => quote!(true),
            FieldType::Number => quote!(1.0),
            FieldType::Integer { min, max } => {
                let ty = integer(min, max)?.to_string();
                syn::parse_str(&format!("1{ty}")).map_err(|error| error.to_string())?
            }
            FieldType::List(FieldType::Object(table)) if self.is_open(table()) => {
                // The values of a struct that holds itself end somewhere.
                self.has_names = true;
                let name = format_ident!("{}", table().name);
                quote!(Vec::<#name>::new())
            }
            FieldType::List(item) => {
                let item = self.value(*item)?;
                quote!([#item])
            }
            FieldType::Map(value) => {
                let value = self.value(*value)?;
                quote!([("key", #value)])
            }
            FieldType::Object(table) => {
                self.has_names = true;
                let (name, values) = (format_ident!("{}", table().name), self.of(table())?);
                quote!(#name::new(#(#values),*))
            }
            FieldType::Enum(table) => {
                self.has_names = true;
                let first = table.values.first().ok_or("an enumeration has no values")?.name;
                let (name, first) = (format_ident!("{}", table.name), format_ident!("{first}"));
                quote!(#name::#first)
            }
            // Everything else can be made from a text.
            _ => quote!("text"),
        })
    }

    fn is_open(&self, table: &'static Table) -> bool {
        self.open.iter().any(|open| std::ptr::eq(*open, table))
    }
}
