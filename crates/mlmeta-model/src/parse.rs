//! A strict reader of canonical JSON.
//!
//! It accepts a text exactly when writing what it parsed gives the same bytes again: sorted keys, no white space, one
//! escape a character, integers without fraction. So a duplicate key has no place to hide.

use crate::error::ModelFileError;
use crate::json::{Json, compare_keys};
use std::cmp::Ordering;

/// Deepest nesting of arrays and objects.
const MAX_DEPTH: usize = 32;
/// Largest magnitude of an integer that every JSON reader keeps exactly.
const MAX_INTEGER: i64 = 1 << 53;

/// Parse `text`, which messages call `field`, and return its value and the number of bytes that it takes.
pub(crate) fn prefix(text: &str, field: &str) -> Result<(Json, usize), ModelFileError> {
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, field };
    let value = parser.value(1)?;
    Ok((value, parser.at))
}

/// Parse the whole of `text`, which messages call `field`.
pub(crate) fn whole(text: &str, field: &str) -> Result<Json, ModelFileError> {
    let (value, length) = prefix(text, field)?;
    if length == text.len() {
        Ok(value)
    } else {
        Err(ModelFileError::JsonSyntax {
            field: field.to_owned(),
            at: length,
            expected: "the end of the text",
        })
    }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    field: &'a str,
}

impl Parser<'_> {
    /// Parse one value; `depth` is its level if it is a container.
    fn value(&mut self, depth: usize) -> Result<Json, ModelFileError> {
        match self.bytes.get(self.at) {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.integer(),
            Some(b't') => self.literal("true", Json::Bool(true)),
            Some(b'f') => self.literal("false", Json::Bool(false)),
            Some(b'n') => self.literal("null", Json::Null),
            _ => Err(self.syntax("a value")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, ModelFileError> {
        self.open(depth)?;
        let mut entries: Vec<(String, Json)> = Vec::new();
        if self.take(b'}') {
            return Ok(Json::Object(entries));
        }
        loop {
            let start = self.at;
            let key = self.string()?;
            match entries.last().map(|(last, _)| compare_keys(last, &key)) {
                None | Some(Ordering::Less) => {}
                Some(Ordering::Equal) => {
                    return Err(ModelFileError::DuplicateKey { field: self.field.to_owned(), key });
                }
                // A repeated key that is not a neighbour is out of order as well; the clearer error is the first.
                Some(Ordering::Greater) if entries.iter().any(|(known, _)| *known == key) => {
                    return Err(ModelFileError::DuplicateKey { field: self.field.to_owned(), key });
                }
                Some(Ordering::Greater) => return Err(self.not_canonical(start, "keys must be sorted")),
            }
            self.expect(b':', "a colon")?;
            let value = self.value(depth + 1)?;
            entries.push((key, value));
            if self.take(b'}') {
                return Ok(Json::Object(entries));
            }
            self.expect(b',', "a comma or a closing brace")?;
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, ModelFileError> {
        self.open(depth)?;
        let mut values = Vec::new();
        if self.take(b']') {
            return Ok(Json::Array(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Json::Array(values));
            }
            self.expect(b',', "a comma or a closing bracket")?;
        }
    }

    fn string(&mut self) -> Result<String, ModelFileError> {
        self.expect(b'"', "a string")?;
        let mut value = String::new();
        let mut start = self.at;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    value.push_str(&self.text[start..self.at]);
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => {
                    value.push_str(&self.text[start..self.at]);
                    value.push(self.escape()?);
                    start = self.at;
                }
                Some(0x20..) => self.at += 1,
                Some(_) => return Err(self.syntax("an escaped control character")),
                None => return Err(self.syntax("a closing quotation mark")),
            }
        }
    }

    /// Parse one escape: only those that the canonical form writes.
    fn escape(&mut self) -> Result<char, ModelFileError> {
        let start = self.at;
        let (character, length) = match self.bytes.get(start + 1) {
            Some(b'"') => ('"', 2),
            Some(b'\\') => ('\\', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b't') => ('\t', 2),
            Some(b'n') => ('\n', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'r') => ('\r', 2),
            Some(b'u') => match self.bytes.get(start + 2..start + 6) {
                Some([b'0', b'0', high @ b'0'..=b'1', low @ (b'0'..=b'9' | b'a'..=b'f')]) => {
                    let low = if low.is_ascii_digit() { low - b'0' } else { low - b'a' + 10 };
                    (char::from((high - b'0') * 16 + low), 6)
                }
                _ => return Err(self.not_canonical(start, "this escape has a shorter spelling")),
            },
            Some(b'/') => return Err(self.not_canonical(start, "this escape has a shorter spelling")),
            _ => return Err(self.syntax("an escape")),
        };
        if length == 6 && matches!(character, '\u{8}' | '\t' | '\n' | '\u{c}' | '\r') {
            return Err(self.not_canonical(start, "this escape has a shorter spelling"));
        }
        self.at += length;
        Ok(character)
    }

    fn integer(&mut self) -> Result<Json, ModelFileError> {
        let start = self.at;
        let negative = self.take(b'-');
        let digits = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let outside = ModelFileError::JsonNumber { field: self.field.to_owned(), at: start };
        if self.at == digits {
            return Err(self.syntax("a digit"));
        }
        if matches!(self.bytes.get(self.at), Some(b'.' | b'e' | b'E')) {
            return Err(outside);
        }
        if self.bytes[digits] == b'0' && (self.at - digits > 1 || negative) {
            return Err(self.not_canonical(start, "a number has no leading zero and zero has no sign"));
        }
        match self.text[start..self.at].parse::<i64>() {
            Ok(value) if (-MAX_INTEGER..=MAX_INTEGER).contains(&value) => Ok(Json::Integer(value)),
            _ => Err(outside),
        }
    }

    fn literal(&mut self, word: &'static str, value: Json) -> Result<Json, ModelFileError> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.syntax("a value"))
        }
    }

    fn open(&mut self, depth: usize) -> Result<(), ModelFileError> {
        if depth > MAX_DEPTH {
            return Err(ModelFileError::JsonDepth { field: self.field.to_owned(), limit: MAX_DEPTH });
        }
        self.at += 1;
        Ok(())
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), ModelFileError> {
        if self.take(byte) { Ok(()) } else { Err(self.syntax(expected)) }
    }

    fn syntax(&self, expected: &'static str) -> ModelFileError {
        if matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            return self.not_canonical(self.at, "white space between values");
        }
        ModelFileError::JsonSyntax { field: self.field.to_owned(), at: self.at, expected }
    }

    fn not_canonical(&self, at: usize, reason: &'static str) -> ModelFileError {
        ModelFileError::JsonNotCanonical { field: self.field.to_owned(), at, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_texts_survive_a_round_trip() {
        for text in [
            "null",
            "true",
            "0",
            "-1",
            "9007199254740992",
            "-9007199254740992",
            r#""""#,
            r#""\"\\\b\t\n\f\r\u0000\u001f/é😀""#,
            "[]",
            "{}",
            r#"{"":1,"A":[1,2,{"a":null}],"b":false}"#,
            // U+1F600 is the surrogate pair D83D DE00 and sorts before U+FB01 by code units, after it by bytes.
            "{\"\u{1F600}\":1,\"\u{FB01}\":2}",
        ] {
            assert_eq!(whole(text, "text").unwrap().canonical(), text);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            " null",
            "null ",
            "nul",
            "tru",
            "[1,]",
            "[,1]",
            "[1 ,2]",
            "{\"a\" :1}",
            "{\"a\": 1}",
            "{a:1}",
            "{",
            "[",
            "[1",
            "\"",
            "\"\\",
            "\"\\u",
            "\"\\x\"",
            "\"\\/\"",
            "\"\\u0041\"",
            "\"\\u000A\"",
            "\"\\u000a\"",
            "\"\\ud83d\"",
            "\"\n\"",
            "-",
            "-0",
            "01",
            "1.0",
            "1e3",
            "1E3",
            "9007199254740993",
            "-9007199254740993",
            "99999999999999999999",
            "NaN",
            "{\"b\":1,\"a\":1}",
            "{\"a\":1,\"a\":1}",
            "{\"\u{FB01}\":1,\"\u{1F600}\":2}",
            "1 2",
            "[1]]",
            "+1",
            "Infinity",
        ] {
            assert!(whole(text, "text").is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(whole(&nested(MAX_DEPTH), "text").is_ok());
        assert!(matches!(whole(&nested(MAX_DEPTH + 1), "text"), Err(ModelFileError::JsonDepth { .. })));
        assert!(matches!(whole(&"[".repeat(1_000_000), "text"), Err(ModelFileError::JsonDepth { .. })));
    }

    #[test]
    fn a_repeated_key_is_named() {
        for text in [r#"{"a":1,"a":2}"#, r#"{"a":1,"b":2,"a":3}"#] {
            assert!(
                matches!(whole(text, "text"), Err(ModelFileError::DuplicateKey { key, .. }) if key == "a")
            );
        }
    }
}
