use tencent_chat::conversation::delete_contact_group::Response;

pub fn names(response: Response) -> usize {
    response.group_items.len()
}

fn main() {}
