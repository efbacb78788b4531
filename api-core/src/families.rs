//! The client methods, by family: generated from the index of the contract.

use crate::{Call, Client};

macro_rules! families {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        impl Client {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $family(&self) -> $Handle<'_> {
                    $Handle { client: self }
                }
            )*
        }

        $(
            $(#[$doc])*
            ///
            #[doc = concat!("Made by [`Client::", stringify!($family), "`], and borrows the client: keep the client, which is ")]
            /// cheap to clone, rather than this. What has no method here is called by [`Client::call_raw`], or declared in a
            /// crate of your own with [`endpoint`](macro@crate::endpoint).
            #[derive(Clone, Copy, Debug)]
            pub struct $Handle<'a> {
                client: &'a Client,
            }

            impl $Handle<'_> {
                $(api_specs::$family::$endpoint::method! { crate::$family::$endpoint })*
            }
        )*
    };
}

api_specs::for_each_endpoint!(families);
