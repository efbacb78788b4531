//! The index of the webhooks.

use std::fmt;

use super::event::{Received, WebhookEvent};
use super::spec::WebhookSpec;
use super::unread::Unread;
use crate::codec::{self, DecodeError, EventEnvelope, Oddities, Strictness};
use crate::schema::{Field, RecordMut, RecordRef};
use crate::webhooks::*;

/// Passes the list of all webhooks, by family, to a macro. Each line reads `webhook: Variant`, where `webhook` is a module of
/// the family and `Variant` a variant of [`Webhook`].
macro_rules! for_each_webhook {
    ($callback:ident) => {
        $callback! {
            /// Alerts about calls of the app.
            alert {
                request_over_limit: AlertRequestOverLimit
            }
            /// Messages to bots.
            bot {
                on_c2c_message: BotOnC2cMessage
                on_group_message: BotOnGroupMessage
            }
            /// One-to-one messages.
            c2c {
                before_send_message: C2cBeforeSendMessage
                after_send_message: C2cAfterSendMessage
                after_c2c_message_extension: C2cAfterC2cMessageExtension
                after_modify_message: C2cAfterModifyMessage
                after_message_read_all: C2cAfterMessageReadAll
                after_message_read_receipt: C2cAfterMessageReadReceipt
                after_message_report: C2cAfterMessageReport
                after_message_with_draw: C2cAfterMessageWithDraw
            }
            /// Signals to chatbots.
            chatbot {
                on_c2c_signal_message: ChatbotOnC2cSignalMessage
            }
            /// Results of the moderation of content.
            content_callback {
                result_notify: ContentCallbackResultNotify
            }
            /// Users who follow others.
            follow {
                after_follow_add: FollowAfterFollowAdd
                after_follow_delete: FollowAfterFollowDelete
            }
            /// Groups, with their members, topics and messages.
            group {
                before_create_group: GroupBeforeCreateGroup
                after_create_group: GroupAfterCreateGroup
                after_group_info_changed: GroupAfterGroupInfoChanged
                after_group_attribute_changed: GroupAfterGroupAttributeChanged
                after_change_group_owner: GroupAfterChangeGroupOwner
                after_group_full: GroupAfterGroupFull
                after_group_destroyed: GroupAfterGroupDestroyed
                on_daily_group_quota_alarm: GroupOnDailyGroupQuotaAlarm
                before_apply_join_group: GroupBeforeApplyJoinGroup
                before_invite_join_group: GroupBeforeInviteJoinGroup
                after_new_member_join: GroupAfterNewMemberJoin
                after_member_exit: GroupAfterMemberExit
                after_member_field_changed: GroupAfterMemberFieldChanged
                on_member_state_change: GroupOnMemberStateChange
                before_send_message: GroupBeforeSendMessage
                after_send_message: GroupAfterSendMessage
                send_message_exception: GroupSendMessageException
                after_modify_message: GroupAfterModifyMessage
                after_recall_message: GroupAfterRecallMessage
                after_read_receipt: GroupAfterReadReceipt
                after_group_message_extension: GroupAfterGroupMessageExtension
                before_create_topic: GroupBeforeCreateTopic
                after_create_topic: GroupAfterCreateTopic
                after_topic_info_changed: GroupAfterTopicInfoChanged
                after_topic_destroyed: GroupAfterTopicDestroyed
            }
            /// Official accounts, with their subscribers and messages.
            official_account {
                before_create_official_account: OfficialAccountBeforeCreateOfficialAccount
                after_create_official_account: OfficialAccountAfterCreateOfficialAccount
                after_official_account_info_changed: OfficialAccountAfterOfficialAccountInfoChanged
                after_official_account_destroyed: OfficialAccountAfterOfficialAccountDestroyed
                after_official_account_full: OfficialAccountAfterOfficialAccountFull
                before_add_subscriber: OfficialAccountBeforeAddSubscriber
                after_add_subscriber: OfficialAccountAfterAddSubscriber
                after_delete_subscriber: OfficialAccountAfterDeleteSubscriber
                before_send_message: OfficialAccountBeforeSendMessage
                after_send_message: OfficialAccountAfterSendMessage
                after_message_with_draw: OfficialAccountAfterMessageWithDraw
            }
            /// Profiles of users.
            profile {
                portrait_set: ProfilePortraitSet
            }
            /// Pushes, and whether they arrive.
            push {
                all_member_push: PushAllMemberPush
                offline_push: PushOfflinePush
            }
            /// Friendships and blocklists.
            sns {
                prev_friend_add: SnsPrevFriendAdd
                prev_friend_response: SnsPrevFriendResponse
                friend_add: SnsFriendAdd
                friend_delete: SnsFriendDelete
                black_list_add: SnsBlackListAdd
                black_list_delete: SnsBlackListDelete
            }
            /// Users who log in and out.
            state {
                state_change: StateChange
            }
        }
    };
}

/// Webhooks that belong together: a module with their types.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WebhookFamily {
    /// The name of the module, such as `c2c`.
    pub name: &'static str,
    /// The doc of the family, one sentence.
    pub doc: &'static str,
    /// The specs, in the order of the index.
    pub webhooks: &'static [&'static WebhookSpec],
}

macro_rules! families {
    ($($(#[doc = $doc:literal])* $family:ident { $($webhook:ident: $Variant:ident)* })*) => {
        &[$(WebhookFamily {
            name: stringify!($family),
            doc: concat!($($doc),*).trim_ascii(),
            webhooks: &[$(&$family::$webhook::SPEC),*],
        }),*]
    };
}

/// All webhooks, by family, in the order of the index.
///
/// ```
/// let all = tencent_chat_specs::webhook::WEBHOOKS.iter().flat_map(|family| family.webhooks);
/// assert!(all.filter(|spec| spec.is_before()).all(|spec| spec.page().is_some()));
/// ```
pub static WEBHOOKS: &[WebhookFamily] = for_each_webhook!(families);

type Read = fn(&[u8], &mut EventEnvelope, Strictness) -> Result<(Webhook, Oddities), DecodeError>;

macro_rules! webhooks {
    ($($(#[doc = $doc:literal])* $family:ident { $($webhook:ident: $Variant:ident)* })*) => {
        /// The event of a delivery. Each variant has the event of the webhook that it names.
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Webhook {
            $($(
                #[doc = concat!(
                    "The event of [`", stringify!($family), "::", stringify!($webhook), "`](mod@super::",
                    stringify!($family), "::", stringify!($webhook), ").",
                )]
                $Variant(Received<$family::$webhook::Event>),
            )*)*
            /// A webhook that is not declared, or whose body is no JSON object.
            Other(Unread),
        }

        impl Webhook {
            /// Returns the fields of the event. [`Other`](Self::Other) has none.
            #[must_use]
            pub fn as_record(&self) -> Option<RecordRef<'_>> {
                match self {
                    $($(Self::$Variant(event) => Some(RecordRef::new(&**event)),)*)*
                    Self::Other(_) => None,
                }
            }
        }

        impl fmt::Debug for Webhook {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (name, event): (_, &dyn fmt::Debug) = match self {
                    $($(Self::$Variant(event) => (stringify!($Variant), event),)*)*
                    Self::Other(unread) => ("Other", unread),
                };
                f.debug_tuple(name).field(event).finish()
            }
        }

        static READERS: &[(&WebhookSpec, Read)] = &[$($((
            &$family::$webhook::SPEC,
            |body, envelope, strictness| read_as(Webhook::$Variant, body, envelope, strictness),
        ),)*)*];
    };
}
for_each_webhook!(webhooks);

/// Reads an event.
pub(super) fn read<E: WebhookEvent>(
    body: &[u8],
    envelope: &mut EventEnvelope,
    strictness: Strictness,
) -> Result<(Received<E>, Oddities), DecodeError> {
    let mut event = <E as Field>::empty();
    let record = RecordMut::new(&mut event);
    let oddities = codec::read_event_into(body, record, envelope, strictness)?;
    Ok((Received::new(event), oddities))
}

/// Reads an event as a variant.
fn read_as<E: WebhookEvent>(
    variant: fn(Received<E>) -> Webhook,
    body: &[u8],
    envelope: &mut EventEnvelope,
    strictness: Strictness,
) -> Result<(Webhook, Oddities), DecodeError> {
    let (event, oddities) = read(body, envelope, strictness)?;
    Ok((variant(event), oddities))
}

/// Returns the reader of a command.
pub(super) fn reader_of(command: &str) -> Option<&'static (&'static WebhookSpec, Read)> {
    READERS.iter().find(|(spec, _)| spec.command() == command)
}

impl WebhookSpec {
    /// Returns the specs of all webhooks, in the order of [`WEBHOOKS`].
    pub fn all() -> impl Iterator<Item = &'static Self> {
        READERS.iter().map(|(spec, _)| *spec)
    }

    /// Returns the spec of a command, such as `C2C.CallbackBeforeSendMsg`.
    #[must_use]
    pub fn find(command: &str) -> Option<&'static Self> {
        reader_of(command).map(|(spec, _)| *spec)
    }

    /// Returns the family of the webhook; `None` if another crate declares it.
    #[must_use]
    pub fn family(&self) -> Option<&'static WebhookFamily> {
        WEBHOOKS
            .iter()
            .find(|family| family.webhooks.iter().any(|spec| spec.command() == self.command()))
    }
}
