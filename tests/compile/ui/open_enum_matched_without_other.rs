use tencent_chat::ActionStatus;

pub fn is_ok(status: ActionStatus) -> bool {
    match status {
        ActionStatus::Ok => true,
        ActionStatus::Fail | ActionStatus::SomeError => false,
    }
}

fn main() {}
