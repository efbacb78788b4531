use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", before, own_codes(min = 130000, max = 120001))]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }
}

fn main() {}
