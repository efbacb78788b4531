use tencent_chat::user_sig::{SecretKey, UserSig};

pub fn print(key: &SecretKey, user_sig: &UserSig) {
    println!("{key}");
    println!("{user_sig}");
}

fn main() {}
