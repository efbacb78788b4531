//! The stateful endpoints: one [`Handler`](crate::handler::Handler) impl each, in a file for each family.

mod account;
mod conversation;
mod friend;
mod group;
mod message;
mod profile;
mod push;
