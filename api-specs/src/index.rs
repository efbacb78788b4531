//! The registry: the one list of the endpoints, by family.

use crate::EndpointSpec;

/// Passes the list of all endpoints, by family, to a macro.
///
/// This is the only such list. [`ENDPOINTS`] and the client's typed methods come from it; everything that needs no types
/// walks [`ENDPOINTS`]. Each line reads `family: Handle { endpoint .. }`, where `family` is a module of this crate and
/// `Handle` the type with the client's methods.
///
/// ```
/// macro_rules! count {
///     ($($(#[doc = $doc:literal])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
///         [$($(stringify!($endpoint)),*),*].len()
///     };
/// }
/// assert!(tencent_chat_specs::for_each_endpoint!(count) >= 1);
/// ```
#[macro_export]
macro_rules! for_each_endpoint {
    ($($callback:ident)::+) => {
        $($callback)::+! {
            /// Accounts of the app.
            account: Account {
                account_import
                multiaccount_import
                account_check
                account_delete
                kick
                query_online_status
                query_state
            }
            /// Moderation of content, and its keywords.
            audit: Audit {
                content_moderation
                batch_content_moderation
                get_cloud_audit_keywords_ids
                get_cloud_audit_keywords
                add_cloud_audit_keywords
                delete_cloud_audit_keywords
                get_local_audit_keywords
                add_local_audit_keywords
                delete_local_audit_keywords
            }
            /// Conversations of a user, their groups, marks and unread messages.
            conversation: Conversation {
                get_list
                delete
                create_contact_group
                mark_contact
                update_contact_group
                get_contact_group
                delete_contact_group
                search_contact_group
                top
                get_c2c_unread_message_count
                set_unread_message_count
            }
            /// Follows between users.
            follow: Follow {
                follow_add
                follow_get
                follow_check
                follow_delete
                follow_get_info
            }
            /// Friends of a user.
            friend: Friend {
                friend_add
                friend_get
                friend_get_list
                friend_update
                friend_delete
                friend_delete_all
                friend_import
                friend_check
                group_add
                group_delete
                group_get
                black_list_add
                black_list_delete
                black_list_get
                black_list_check
            }
            /// Chat groups, their members and topics.
            group: Group {
                create_group
                get_group_info
                get_joined_group_list
                modify_group_base_info
                destroy_group
                change_group_owner
                get_appid_group_list
                import_group
                get_group_member_info
                get_specified_group_member_info
                modify_group_member_info
                add_group_member
                import_group_member
                create_topic
                get_topic
                modify_topic
                destroy_topic
                import_topic
                delete_group_member
                get_role_in_group
                get_group_attribute
                modify_group_attribute
                set_group_attribute
                delete_group_attribute
                clear_group_attribute
                get_group_counter
                update_group_counter
                delete_group_counter
                create_permission_group
                modify_permission_group
                destroy_permission_group
                get_permission_group
                add_permission_group_member
                delete_permission_group_member
                get_permission_group_member_list
                add_topic_permission_group
                set_topic_permission_group
                delete_topic_permission_group
                get_topic_permission_group
                ban_group_member
                unban_group_member
                get_group_ban_member
                forbid_send_message
                get_group_muted_account
                get_group_shutted_uin
                get_online_member_count
                get_members
                check_members
                modify_user_info
                get_admin_list
                modify_admin
                add_robots
                delete_robots
            }
            /// Messages between users and in groups.
            message: Message {
                send_message
                batch_send_message
                import_message
                admin_get_roam_message
                admin_message_withdraw
                modify_c2c_message
                delete_c2c_message_ramble
                admin_set_message_read
                c2c_message_read_receipt
                send_group_message
                send_broadcast_message
                send_group_system_notification
                import_group_message
                group_message_get_simple
                modify_group_message
                group_message_recall
                delete_group_message_by_sender
                clear_group_message
                group_message_receipt
                get_group_message_receipt
                get_group_message_receipt_detail
                pin_message
                unpin_message
                get_pinned_messages
                set_key_values
                get_key_values
                group_set_key_values
                group_get_key_values
            }
            /// Official accounts, their subscribers and messages.
            official_account: OfficialAccount {
                create_official_account
                destroy_official_account
                modify_official_account_base_info
                get_official_account_info
                add_subscriber
                delete_subscriber
                get_subscriber_info
                modify_subscriber_info
                get_subscribed_official_account_list
                send_official_account_message
                official_account_message_get_simple
                official_account_message_recall
            }
            /// Figures of the app, addresses of the service, files, and mutes of users.
            operation: Operation {
                get_app_info
                get_ip_list
                get_no_speaking
                set_no_speaking
                forbid_illegal_object
                allow_banned_object
                get_cos_signature
                get_history
            }
            /// Profiles of users.
            profile: Profile {
                portrait_get
                portrait_set
            }
            /// Pushes, and the tags and attributes that select users.
            push: Push {
                im_push
                im_set_attribute_name
                im_get_attribute_name
                im_set_attribute
                im_get_attribute
                im_remove_attribute
                im_add_tag
                im_get_tag
                im_remove_tag
                im_remove_all_tags
                set_attribute_name
                get_attribute_name
                set_attribute
                get_attribute
                remove_attribute
                add_tag
                get_tag
                remove_tag
                clear_all_tags
                push
                batch
                web_push
                web_batch
                revoke
                all_member_push_loss
                all_member_push_statistics
                all_member_push_trace
                normal_push_loss
                normal_push_statistics
                normal_push_trace
                add_sched_task
                delete_sched_task
                get_sched_task
                modify_sched_task
                list_sched_task
            }
            /// Robots of the app.
            robot: Robot {
                create_robot
                get_all_robots
                delete_robot
                send_stream_message
            }
            /// Cloud search for users, groups and their members.
            search: Search {
                user_search
                group_search
                group_member_search
            }
        }
    };
}

macro_rules! families {
    ($($(#[doc = $doc:literal])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {{
        // A name that is listed twice is an error here, at the list: a function cannot have two parameters of a name.
        $({
            #[allow(dead_code, unused_variables, clippy::too_many_arguments, reason = "for its names")]
            fn listed($($endpoint: ()),*) {}
        })*
        &[$(Family {
            name: stringify!($family),
            doc: concat!($($doc),*).trim_ascii(),
            endpoints: &[$(&crate::$family::$endpoint::SPEC),*],
        }),*]
    }};
}
/// All endpoints, by family, in the order of the index.
///
/// ```
/// let (mut reads, mut writes) = (0, 0);
/// for family in tencent_chat_specs::ENDPOINTS {
///     for spec in family.endpoints {
///         *if spec.pages().is_some() { &mut reads } else { &mut writes } += 1;
///     }
/// }
/// assert!(reads > 0 && writes > 0);
/// ```
pub static ENDPOINTS: &[Family] = for_each_endpoint!(families);

/// Endpoints that belong together: a module with their types, and a handle with their client methods.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Family {
    /// The name of the module and of the client's method, such as `conversation`.
    pub name: &'static str,
    /// The doc of the family, one sentence.
    pub doc: &'static str,
    /// The specs, in the order of the index.
    pub endpoints: &'static [&'static EndpointSpec],
}

impl EndpointSpec {
    /// Returns the specs of all endpoints, in the order of [`ENDPOINTS`].
    pub fn all() -> impl Iterator<Item = &'static Self> {
        ENDPOINTS.iter().flat_map(|family| family.endpoints).copied()
    }

    /// Returns the spec of a path, such as `v4/recentcontact/del_contact_group`.
    #[must_use]
    pub fn find(path: &str) -> Option<&'static Self> {
        Self::all().find(|spec| spec.path() == path)
    }

    /// Returns the family of the endpoint; `None` if another crate declares it.
    #[must_use]
    pub fn family(&self) -> Option<&'static Family> {
        ENDPOINTS
            .iter()
            .find(|family| family.endpoints.iter().any(|spec| spec.path() == self.path()))
    }
}
