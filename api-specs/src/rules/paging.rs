//! Paging: from the response of one page to the request for the next.

use crate::codec::{DecodeError, Oddities};
use crate::schema::{FieldMut, List, PageStep, Pagination, RecordMut, RecordRef, Value};

/// Changes the request for one page into that for the next. Returns `false` if `response` is the last page.
///
/// A page is the last one if its flag is set, or if no step changes the request: the cursor is empty or missing, or the
/// offset has reached the total. Without a flag, a page without items is the last one. So is a page whose first cursor
/// is 0, unless the request pages by offset.
///
/// # Errors
///
/// Fails if a value that decides about the next page could not be read, or does not fit the request: a cursor, the
/// total, the last-page flag, the list, or the field that [`Descending`](PageStep::Descending) reads. Fails also if the
/// page has items and no cursor is new, or does not descend, because the next request would return the same page again.
pub fn next_page(
    pages: &Pagination,
    mut request: RecordMut<'_>,
    response: RecordRef<'_>,
    oddities: &Oddities,
) -> Result<bool, DecodeError> {
    let readable = |field: &str| match oddities.has_lost(field) {
        true => Err(unreadable(field)),
        false => Ok(()),
    };
    let lists: Vec<Items<'_>> = pages.items.iter().map(|wire| list(wire, response)).collect();
    pages.last.map_or(Ok(()), readable)?;
    let is_last = pages.last.map(|last| matches!(response.get(last), Some(Value::Flag(true))));
    if is_last == Some(true) {
        return Ok(false);
    }
    lists.iter().try_for_each(|list| readable(list.wire))?;
    let received: usize =
        lists.iter().map(|list| list.items.len() + oddities.left_out(list.wire)).sum();
    if is_last.is_none() && received == 0 {
        return Ok(false);
    }
    let has_offset = pages.steps.iter().any(|step| matches!(step, PageStep::Offset { .. }));
    let is_cursor_set = |step: &PageStep| match step {
        PageStep::Cursor { to, .. } => request.as_ref().get(to).is_some(),
        _ => false,
    };
    let uses_cursor = !has_offset || pages.steps.iter().any(is_cursor_set);
    if pages.last.is_none() && uses_cursor && is_at_the_end(pages, response, readable)? {
        return Ok(false);
    }
    let (mut is_changed, mut old_cursor) = (false, None);
    for step in pages.steps {
        let change = match *step {
            PageStep::Cursor { to, from } if uses_cursor => {
                readable(from).and_then(|()| follow(&mut request, to, from, response))?
            }
            PageStep::Cursor { .. } => Change::None,
            PageStep::Offset { .. } if uses_cursor => Change::None,
            PageStep::Offset { to, limit } => {
                let read = integer(request.as_ref(), to).unwrap_or(0) + received as i128;
                let has_limit = integer(request.as_ref(), limit).is_some();
                if has_limit {
                    pages.total.map_or(Ok(()), readable)?;
                }
                let total = pages.total.and_then(|total| integer(response, total));
                let goes_on = has_limit && total.is_none_or(|total| read < total);
                Change::of(goes_on && set(&mut request, to, read).ok_or_else(|| unreadable(to))?)
            }
            PageStep::Descending { to, of } => {
                descend(&mut request, to, least(&lists, of, oddities)?)?
            }
        };
        match change {
            Change::New => is_changed = true,
            Change::Old(cursor) => old_cursor = Some(cursor),
            Change::None => {}
        }
    }
    let old_cursor = old_cursor.filter(|_| !is_changed && received > 0);
    old_cursor.map_or(Ok(is_changed), |cursor| Err(not_new(&cursor)))
}

/// The effect of a step on the request.
enum Change {
    /// The request is not changed.
    None,
    /// The request is for another page.
    New,
    /// The request is not changed, because this field of the response is that of the page before.
    Old(String),
}

impl Change {
    fn of(is_new: bool) -> Self {
        if is_new { Self::New } else { Self::None }
    }
}

/// Sets a field to the cursor in field `from` of the response, if there is one.
fn follow(
    request: &mut RecordMut<'_>,
    to: &str,
    from: &str,
    response: RecordRef<'_>,
) -> Result<Change, DecodeError> {
    let cursor = response.get(from).filter(|value| !matches!(value, Value::Text("")));
    let Some(cursor) = cursor else { return Ok(Change::None) };
    match set_cursor(request, to, cursor) {
        Some(true) => Ok(Change::New),
        Some(false) => Ok(Change::Old(from.to_owned())),
        None => Err(unreadable(from)),
    }
}

/// Sets a number below the smallest of the items, which is at most the number of this page.
fn descend(
    request: &mut RecordMut<'_>,
    to: &str,
    least: Option<(i128, String)>,
) -> Result<Change, DecodeError> {
    let Some((least, path)) = least.filter(|(least, _)| *least > 1) else {
        return Ok(Change::None);
    };
    if integer(request.as_ref(), to).is_some_and(|before| least > before) {
        return Ok(Change::Old(path));
    }
    set(request, to, least - 1).map(Change::of).ok_or_else(|| unreadable(&path))
}

/// Returns the error for a next page that would be the same, because no cursor is new. `cursor` is one of them.
fn not_new(cursor: &str) -> DecodeError {
    DecodeError::new(cursor, "is not a new cursor: the same page would follow")
}

/// Returns the error for a next page that cannot be requested, because `field` could not be read.
fn unreadable(field: &str) -> DecodeError {
    DecodeError::new(field, "could not be read, but decides about the next page")
}

/// Returns the smallest value of a field of the items, and its path. Fails if such a value could not be read.
fn least(
    lists: &[Items<'_>],
    of: &str,
    oddities: &Oddities,
) -> Result<Option<(i128, String)>, DecodeError> {
    let mut least = None;
    for Items { wire, items } in lists {
        let path = format!("{wire}[].{of}");
        let mut least_of_list = None;
        items.for_each(|_, item| {
            if let Value::Record(item) = item {
                least_of_list = least_of_list.into_iter().chain(integer(item, of)).min();
            }
        });
        let is_lost = least_of_list.is_none() && oddities.left_out(wire) > 0;
        if is_lost || oddities.has_lost_in(wire, of) {
            return Err(unreadable(&path));
        }
        least = least.into_iter().chain(least_of_list.map(|least| (least, path))).min();
    }
    Ok(least)
}

/// Returns `true` if the first cursor is 0.
fn is_at_the_end(
    pages: &Pagination,
    response: RecordRef<'_>,
    readable: impl Fn(&str) -> Result<(), DecodeError>,
) -> Result<bool, DecodeError> {
    let cursor = pages.steps.iter().find_map(|step| match step {
        PageStep::Cursor { from, .. } => Some(*from),
        _ => None,
    });
    cursor.map_or(Ok(()), readable)?;
    Ok(cursor.and_then(|from| integer(response, from)) == Some(0))
}

/// A list that holds items of a page, and its wire name.
struct Items<'a> {
    wire: &'static str,
    items: &'a dyn List,
}

/// Returns a list of a response. One that is missing or could not be read has no items.
fn list<'a>(wire: &'static str, response: RecordRef<'a>) -> Items<'a> {
    const NONE: &Vec<bool> = &Vec::new();
    match response.get(wire) {
        Some(Value::List(items)) => Items { wire, items },
        _ => Items { wire, items: NONE },
    }
}

/// Sets a cursor. Returns `true` if it differs from the previous one, and `None` if the field cannot take it.
fn set_cursor(request: &mut RecordMut<'_>, to: &str, value: Value<'_>) -> Option<bool> {
    let Value::Text(text) = value else { return set(request, to, number(value)?) };
    let is_new = !matches!(request.as_ref().get(to), Some(Value::Text(before)) if before == text);
    if is_new {
        let FieldMut::Text(field) = request.field_mut(to) else { return None };
        field.set(text);
    }
    Some(is_new)
}

/// Sets a number. Returns `true` if it differs from the previous one, and `None` if the field cannot take it.
fn set(request: &mut RecordMut<'_>, to: &str, value: i128) -> Option<bool> {
    if integer(request.as_ref(), to) == Some(value) {
        return Some(false);
    }
    match request.field_mut(to) {
        FieldMut::Int(field) => field.set(value).then_some(true),
        _ => None,
    }
}

/// Returns the integer in the field of a wire name.
fn integer(record: RecordRef<'_>, wire: &str) -> Option<i128> {
    record.get(wire).and_then(number)
}

fn number(value: Value<'_>) -> Option<i128> {
    match value {
        Value::Int(value) => Some(value.into()),
        Value::Uint(value) => Some(value.into()),
        _ => None,
    }
}
