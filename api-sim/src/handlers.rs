//! The stateful endpoints: one [`Handler`](crate::handler::Handler) impl each, in a file for each family. The table at the
//! top of each file lists its endpoints.

mod account;
mod conversation;
mod friend;
mod group;
mod message;
mod operation;
mod profile;
mod push;

use crate::handler::Routes;

/// The tables of all files.
pub(crate) const ROUTES: &[Routes] = &[
    account::ROUTES,
    conversation::ROUTES,
    friend::ROUTES,
    group::ROUTES,
    group::live::ROUTES,
    group::import::ROUTES,
    group::members::ROUTES,
    group::messages::ROUTES,
    group::mutes::ROUTES,
    group::pins::ROUTES,
    group::read::ROUTES,
    group::topics::ROUTES,
    group::values::ROUTES,
    message::ROUTES,
    operation::ROUTES,
    profile::ROUTES,
    push::ROUTES,
    push::attributes::ROUTES,
    push::tags::ROUTES,
];
