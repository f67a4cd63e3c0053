//! Rows as one JSON text: how a group goes to SQLite in one statement.

/// Rows as an array of arrays of numbers.
pub(crate) fn json_rows<T>(rows: &[T], mut row: impl FnMut(&mut String, &T)) -> String {
    let mut json = String::with_capacity(rows.len() * 48);
    for (n, item) in rows.iter().enumerate() {
        json.push_str(if n == 0 { "[[" } else { ",[" });
        row(&mut json, item);
        json.push(']');
    }
    json.push_str(if rows.is_empty() { "[]" } else { "]" });
    json
}
