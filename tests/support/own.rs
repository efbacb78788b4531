//! An endpoint as a stranger's crate declares it: it is in no index, and one of its types holds itself.

use std::collections::BTreeMap;

use tencent_chat::{UserId, endpoint, object};

/// A message in a thread, with the replies to it.
#[object]
pub struct Post {
    /// The author.
    pub from_account: UserId,
    /// The text.
    #[wire(bytes(min = 1, max = 100))]
    pub text: String,
    /// The replies.
    #[wire(items(max = 3))]
    pub replies: Vec<Post>,
    /// The posts that it quotes, by their numbers.
    pub quoted: Option<BTreeMap<String, Post>>,
    /// The post that it corrects.
    pub corrected: Option<Box<Post>>,
}

/// Writes posts, and reads those that are there.
#[endpoint("v4/private/post_thread", idempotent)]
#[batch("Posts", max = 2)]
#[pages("Posts", last = "IsLast", cursor("Start", from = "Next"))]
pub mod post_thread {
    pub struct Request {
        /// The posts to write.
        #[wire(items(min = 1, max = 10))]
        pub posts: Vec<Post>,
        /// The number of the first post to read.
        pub start: Option<u32>,
    }

    pub struct Response {
        /// The posts that were there.
        pub posts: Vec<Post>,
        /// The number of the next post.
        pub next: Option<i64>,
        /// The last page.
        pub is_last: Option<bool>,
    }
}
