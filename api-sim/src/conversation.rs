//! Models of the conversation endpoints.

use api_specs::codec::Limit;
use api_specs::conversation::{ContactGroup, delete_contact_group};
use api_specs::{ErrorCode, Violation};

use crate::State;
use crate::model::{Failure, Model};

impl Model for delete_contact_group::Request {
    const INVALID: ErrorCode = ErrorCode::INVALID_CONVERSATION_REQUEST;

    fn refuse(violation: &Violation) -> ErrorCode {
        match violation.limit {
            Limit::Bytes(_) => ErrorCode::CONTACT_GROUP_NAME_TOO_LONG,
            _ => Self::INVALID,
        }
    }

    fn answer(self, state: &mut State) -> Result<delete_contact_group::Response, Failure> {
        let mut deleted = Vec::new();
        for name in self.group_name {
            let user = self.from_account.as_str();
            let id = state.delete_contact_group(user, &name).map_err(|code| match code {
                ErrorCode::CONTACT_GROUP_NOT_FOUND => {
                    Failure::new(code, format!("{user} has no conversation group {name:?}"))
                }
                code => code.into(),
            })?;
            deleted.push(ContactGroup::new(name, id));
        }
        Ok(delete_contact_group::Response::new(deleted))
    }
}
