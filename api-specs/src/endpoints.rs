//! The endpoints, a file a topic.

pub mod account;
pub mod audit;
pub mod conversation;
pub mod follow;
pub mod friend;
pub mod group;
pub mod message;
pub mod official_account;
pub mod operation;
pub mod profile;
pub mod push;
pub mod robot;
pub mod search;
