//! Handlers that import groups and topics.

use tencent_chat_specs::ErrorCode;
use tencent_chat_specs::group::{
    GroupKind, create_group, create_topic, import_group, import_topic,
};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{RecordMut, RecordRef};

use super::topics::{add_topic, community};
use super::{INVALID, add_group};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Guarded, Handler, Route, Routes};

pub(crate) const ROUTES: Routes =
    &[Route::stateful::<import_group::Request>, Route::stateful::<import_topic::Request>];

/// The number of members that an imported group may have by default.
const MAX_MEMBERS: u32 = 2000;

impl Handler for import_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<import_group::Response, ApiError> {
        if self.kind == GroupKind::AvChatRoom {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        if self.group_id.as_ref().is_some_and(|id| state.groups.by_id.contains_key(id)) {
            return Err(ErrorCode::GROUP_ID_TAKEN.into());
        }
        let mut create = create_group::Request::new(self.kind.clone(), &self.name);
        create.max_member_count = Some(MAX_MEMBERS);
        merge(RecordRef::new(&self), RecordMut::new(&mut create));
        let mut group = create.admit(state)?;
        group.created = self.create_time_secs.unwrap_or(group.created);
        Ok(import_group::Response::new(add_group(state, group)))
    }
}

impl Handler for import_topic::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<import_topic::Response, ApiError> {
        let created = self.create_time_secs.unwrap_or(state.unix_time());
        let mut create = create_topic::Request::new(self.group_id.clone(), &self.topic_name);
        merge(RecordRef::new(&self), RecordMut::new(&mut create));
        let added = add_topic(community(state, &self.group_id)?, create, created);
        Ok(import_topic::Response::new(added.ok_or(ErrorCode::GROUP_ID_TAKEN)?))
    }
}
