//! The webhooks, a module a family: that of `Group.CallbackAfterSendMsg` is `group`.

pub mod alert;
pub mod bot;
pub mod c2c;
pub mod chatbot;
pub mod content_callback;
pub mod follow;
pub mod group;
pub mod official_account;
pub mod profile;
pub mod push;
pub mod sns;
pub mod state;
