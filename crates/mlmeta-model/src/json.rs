//! Canonical JSON: the subset of RFC 8785 without fractions, written in its only spelling.

use std::cmp::Ordering;

/// A JSON value; the keys of an object are sorted and unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Integer(i64),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object of `entries` in canonical order.
    pub(crate) fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Json)>) -> Self {
        let mut entries: Vec<(String, Json)> =
            entries.into_iter().map(|(key, value)| (key.into(), value)).collect();
        entries.sort_by(|(left, _), (right, _)| compare_keys(left, right));
        Self::Object(entries)
    }

    /// A string value.
    pub(crate) fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    /// The name of the value's type, for messages.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Text(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The canonical text of the value.
    pub(crate) fn canonical(&self) -> String {
        let mut text = String::new();
        write_value(self, &mut text);
        text
    }
}

/// Order of RFC 8785: by UTF-16 code units.
pub(crate) fn compare_keys(left: &str, right: &str) -> Ordering {
    left.encode_utf16().cmp(right.encode_utf16())
}

fn write_value(value: &Json, text: &mut String) {
    match value {
        Json::Null => text.push_str("null"),
        Json::Bool(true) => text.push_str("true"),
        Json::Bool(false) => text.push_str("false"),
        Json::Integer(integer) => text.push_str(&integer.to_string()),
        Json::Text(string) => write_string(string, text),
        Json::Array(values) => {
            text.push('[');
            for (position, entry) in values.iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write_value(entry, text);
            }
            text.push(']');
        }
        Json::Object(entries) => {
            text.push('{');
            for (position, (key, entry)) in entries.iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write_string(key, text);
                text.push(':');
                write_value(entry, text);
            }
            text.push('}');
        }
    }
}

fn write_string(string: &str, text: &mut String) {
    const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            '\0'..='\u{1f}' => {
                text.push_str("\\u00");
                text.push(char::from(HEXADECIMAL[character as usize >> 4]));
                text.push(char::from(HEXADECIMAL[character as usize & 15]));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}
