//! Specs in a crate that knows the client and the contract by other names than the macros expect. Compiling them is
//! the first half of the test.

/// A spec that names the client, whose dependency is renamed.
pub mod of_the_client {
    use chat::{ErrorCode, UserId, codes, endpoint, object, open_enum, union};

    /// Errors of all calls about moods.
    #[codes(crate = "chat")]
    pub const MOOD_CODES: &[ErrorCode] = &[ErrorCode::GROUP_NOT_FOUND, ErrorCode::INVALID_GROUP_ID];

    /// The mood of a user.
    #[open_enum(crate = "::chat")]
    pub enum Mood {
        /// The user is well.
        Good,
    }

    /// A user and a mood.
    #[object(crate = "chat")]
    pub struct UserMood {
        /// The user.
        #[wire(bytes(max = 32))]
        pub to_account: UserId,
        /// The mood.
        pub mood: Mood,
        /// `true` if it is new.
        #[wire(flag(on = 1, off = 2))]
        pub new: bool,
        /// The result of this item.
        #[wire(status)]
        pub result_code: ErrorCode,
    }

    /// A remark about a user.
    #[union(tag = "Topic", content = "Remark", crate = "chat")]
    pub enum Remark {
        /// The mood.
        #[wire("mood")]
        Mood(UserMood),
    }

    /// Reads the moods of users.
    #[endpoint("v4/private/get_moods", idempotent, crate = "chat")]
    #[batch("To_Account")]
    #[pages("Moods", total = "Total", offset("Offset", limit = "Limit"))]
    pub mod get_moods {
        pub struct Request {
            /// The users.
            #[wire(items(max = 2), each(bytes(max = 32)))]
            pub to_account: Vec<UserId>,
            /// The number of moods to leave out.
            #[wire(range(max = 100))]
            pub offset: Option<u32>,
            /// The number of moods on a page.
            #[wire(one_of(1, 2))]
            pub limit: Option<u32>,
        }

        pub struct Response {
            /// The moods.
            pub moods: Vec<UserMood>,
            /// The number of moods on all pages.
            pub total: Option<u32>,
            /// The sources of the moods.
            pub sources: Vec<Source>,
        }

        /// The source of a mood.
        pub struct Source {
            /// Its number.
            pub id: i64,
        }

        pub const ERRORS: &[ErrorCode] = &[
            ErrorCode::USER_NOT_IMPORTED,
            ..MOOD_CODES,
            ErrorCode::own(
                120001,
                "MOODS_CLOSED",
                chat::CodeKind::Webhook,
                chat::RetryClass::Permanent,
                "moods are not to be read",
            ),
        ];
    }
}

/// A spec that names the contract alone, by a path of this crate.
pub mod of_the_contract {
    use contract::{ErrorCode, UserId, endpoint, open_enum};

    /// The contract, as a re-export.
    pub mod vendored {
        pub use contract as chat;
    }

    const READ: &str = "2026-11-30";

    /// The strength of a greeting.
    #[open_enum(crate = "crate::of_the_contract::vendored::chat")]
    pub enum Strength {
        /// A nod.
        Nod = 1,
    }

    /// Greets a user.
    #[endpoint("v4/private/greet", page = 7, crate = "crate::of_the_contract::vendored::chat")]
    pub mod greet {
        pub struct Request {
            /// The user.
            #[wire(bytes(max = 32))]
            pub to_account: UserId,
            /// The strength.
            pub strength: Option<Strength>,
        }

        pub struct Response {}

        pub const ERRORS: &[ErrorCode] = &[ErrorCode::USER_NOT_IMPORTED];
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use chat::{Client, Credentials, ErrorCode, HttpResponse, MockTransport, Region};
    use contract::Endpoint;
    use contract::codec::{self, Strictness};
    use contract::schema::RecordRef;
    use serde_json::json;

    use super::of_the_client::{Mood, Remark, UserMood, get_moods};
    use super::of_the_contract::{Strength, greet};

    fn mood_of(user: &str) -> UserMood {
        UserMood::new(user, Mood::Good, true, ErrorCode::OK)
    }

    #[tokio::test]
    async fn an_endpoint_is_called_through_a_renamed_client() {
        let mock = MockTransport::default();
        let page = |user: &str| {
            let sources = [get_moods::Source::new(7)];
            get_moods::Response::new([mood_of(user)], sources).total(2u32)
        };
        mock.on::<get_moods::Request>()
            .succeed(page("ann"))
            .succeed(page("bob"))
            .respond(HttpResponse::failure(ErrorCode::new(120001)));
        let credentials = Credentials::secret_key("administrator", "key");
        let client = Client::builder(1_400_000_000, credentials).region(Region::Singapore);
        let client = client.transport(mock.clone()).strict_responses().build().unwrap();

        let request = get_moods::Request::new(["ann", "bob"]).limit(1u32);
        let mut items = client.call(request.clone()).items();
        assert_eq!(items.next().await.unwrap().unwrap(), mood_of("ann"));
        assert_eq!(items.next().await.unwrap().unwrap(), mood_of("bob"));
        assert!(items.next().await.is_none());
        assert_eq!(mock.requests()[1].json()["Offset"], 1);

        let error = client.call(request).await.unwrap_err();
        let code = error.code().and_then(|code| get_moods::Request::spec().info(code));
        assert_eq!(code.unwrap().name, "MOODS_CLOSED");
        mock.verify();
        let listed: Vec<i32> =
            get_moods::Request::spec().errors().iter().map(|code| code.get()).collect();
        assert_eq!(listed, [50001, 10010, 10015, 120001]);
    }

    #[test]
    fn a_union_is_written_and_read() {
        let remark = Remark::from(mood_of("ann"));
        assert_eq!(remark.topic(), "mood");
        let written = serde_json::to_value(&remark).unwrap();
        assert_eq!(written["Remark"]["To_Account"], "ann");
        assert_eq!(serde_json::from_value::<Remark>(written).unwrap(), remark);
        let other: Remark = serde_json::from_value(json!({"Topic": "weather"})).unwrap();
        assert_eq!((other.topic(), matches!(other, Remark::Other(_))), ("weather", true));
    }

    #[test]
    fn an_endpoint_is_written_and_read_with_the_contract_alone() {
        let request = greet::Request::new("bob").strength(Strength::Nod);
        let body = codec::to_json(RecordRef::new(&request)).unwrap();
        let written: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(written, json!({"To_Account": "bob", "Strength": 1}));
        assert_eq!(codec::from_json::<greet::Request>(&body).unwrap(), request);
        assert_eq!(greet::Request::spec().page().unwrap().read, "2026-11-30");
        let body = br#"{"ErrorCode": 0}"#;
        assert!(codec::read_response::<greet::Response>(body, Strictness::Strict).is_ok());
    }
}
