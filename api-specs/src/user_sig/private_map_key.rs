//! Privileges of a user in a room of the audio and video service.

use super::{Lifetime, SecretKey, Subject, UnixTime, UserSig, Validity};

/// Privileges of a user in a room, as bit flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Privileges(u32);

impl Privileges {
    /// The privilege to create the room.
    pub const CREATE: Self = Self(1);
    /// The privilege to join the room.
    pub const JOIN: Self = Self(2);
    /// The privilege to send audio.
    pub const SEND_AUDIO: Self = Self(4);
    /// The privilege to receive audio.
    pub const RECEIVE_AUDIO: Self = Self(8);
    /// The privilege to send video.
    pub const SEND_VIDEO: Self = Self(16);
    /// The privilege to receive video.
    pub const RECEIVE_VIDEO: Self = Self(32);
    /// The privilege to share the screen.
    pub const SEND_SCREEN: Self = Self(64);
    /// The privilege to receive a shared screen.
    pub const RECEIVE_SCREEN: Self = Self(128);
    /// All privileges.
    pub const ALL: Self = Self(255);

    /// Combines two sets of privileges.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A room of the audio and video service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room<'a> {
    /// A room with a number.
    Number(u32),
    /// A room with a name. The name is cut off after 65,535 bytes.
    Name(&'a str),
}

impl SecretKey {
    /// Issues a `PrivateMapKey`: a `UserSig` that also carries the user's privileges in a room. It is valid from
    /// `issued_at` on.
    ///
    /// ```
    /// use tencent_chat_specs::user_sig::{Lifetime, Privileges, Room, SecretKey, Subject, UnixTime};
    ///
    /// let key = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
    /// let user = Subject::new(1_400_000_000, "user15");
    /// let may = Privileges::JOIN.and(Privileges::RECEIVE_AUDIO);
    /// let now = UnixTime::from_secs(1_795_000_000);
    /// let private_map_key = key.sign_private_map(&user, Room::Number(7), may, now, Lifetime::MAX);
    /// assert!(!private_map_key.expose().is_empty());
    /// ```
    #[must_use]
    pub fn sign_private_map(
        &self,
        user: &Subject<'_>,
        room: Room<'_>,
        privileges: Privileges,
        issued_at: UnixTime,
        lifetime: Lifetime,
    ) -> UserSig {
        let validity = Validity { issued_at, lifetime: lifetime.duration() };
        let userbuf = userbuf(user, room, privileges, validity.expires_at().as_secs());
        self.sign(&user.with_userbuf(&userbuf), issued_at, lifetime)
    }
}

/// Writes the userbuf. Numbers are big-endian, and each text follows its length.
fn userbuf(user: &Subject<'_>, room: Room<'_>, privileges: Privileges, expires_at: u64) -> Vec<u8> {
    let (version, number, name) = match room {
        Room::Number(number) => (0, number, None),
        Room::Name(name) => (1, 0, Some(name)),
    };
    let mut userbuf = vec![version];
    push_text(&mut userbuf, user.identifier);
    let expires_at = u32::try_from(expires_at).unwrap_or(u32::MAX);
    let account_type = 0;
    for part in [user.sdk_app_id, number, expires_at, privileges.0, account_type] {
        userbuf.extend(part.to_be_bytes());
    }
    if let Some(name) = name {
        push_text(&mut userbuf, name);
    }
    userbuf
}

fn push_text(userbuf: &mut Vec<u8>, text: &str) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    userbuf.extend(length.to_be_bytes());
    userbuf.extend(&text.as_bytes()[..length.into()]);
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: Subject<'_> = Subject::new(0x5368_5D70, "user1");

    #[test]
    fn the_userbuf_has_the_documented_layout() {
        let number = userbuf(&USER, Room::Number(7), Privileges::ALL, 0x0102_0304);
        let expected =
            b"\x00\x00\x05user1\x53\x68\x5d\x70\0\0\0\x07\x01\x02\x03\x04\0\0\0\xff\0\0\0\0";
        assert_eq!(number, expected);
        let may = Privileges::JOIN.and(Privileges::SEND_AUDIO);
        let name = userbuf(&USER, Room::Name("hall"), may, u64::MAX);
        let expected =
            b"\x01\x00\x05user1\x53\x68\x5d\x70\0\0\0\0\xff\xff\xff\xff\0\0\0\x06\0\0\0\0\0\x04hall";
        assert_eq!(name, expected);
    }

    #[test]
    fn it_verifies_with_the_same_userbuf_and_no_other() {
        let key = SecretKey::new("key");
        let lifetime = Lifetime::new(std::time::Duration::from_secs(50)).unwrap();
        let at = UnixTime::from_secs;
        let signed =
            key.sign_private_map(&USER, Room::Number(7), Privileges::ALL, at(100), lifetime);
        let own = userbuf(&USER, Room::Number(7), Privileges::ALL, 150);
        let other = userbuf(&USER, Room::Number(8), Privileges::ALL, 150);
        assert!(key.verify(signed.expose(), &USER.with_userbuf(&own), at(120)).is_ok());
        assert!(key.verify(signed.expose(), &USER.with_userbuf(&other), at(120)).is_err());
        assert!(key.verify(signed.expose(), &USER, at(120)).is_err());
    }
}
