use tencent_chat::group::get_topic::Request;
use tencent_chat::{GroupId, UserId};

fn read(user: UserId, group: GroupId) {
    let _ = Request::new(user, group);
}

fn main() {}
