//! What is wrong with JSON, in the words of JSON: where it is, what is there, what is expected.

use crate::hints::shortened;
use crate::oip::InferRequest;
use serde_json::error::Category;

/// What the parser calls a type, and what JSON calls it.
const WORDS: [(&str, &str); 13] = [
    ("expected u64", "expected a whole number from 0 on"),
    ("expected u8", "expected a whole number from 0 to 255"),
    ("expected i32", "expected a whole number of 32 bits"),
    ("expected i64", "expected a whole number of 64 bits"),
    ("expected f64", "expected a number"),
    ("expected a sequence", "expected a list"),
    ("expected a map", "expected an object"),
    ("expected struct ", "expected an object, "),
    ("type: sequence", "type: list"),
    ("type: map", "type: object"),
    ("type: floating point", "type: number"),
    ("type: integer", "type: whole number"),
    ("value: integer", "value: whole number"),
];

/// Numbers that JSON does not have, as programs write them all the same.
const NOT_JSON: [&[u8]; 4] = [b"NaN", b"Infinity", b"-Infinity", b"nan"];

/// Why `body` is no inference request, although it is an object: the `error` of the parser, with the place in the
/// request, or where the text is no JSON, in the body.
pub(crate) fn of_request(body: &[u8], error: &serde_json::Error) -> String {
    let place = format!("line {} column {}", error.line(), error.column());
    if error.classify() != Category::Data {
        if let Some(word) = not_json(body, error) {
            return format!("the body: {word} at {place}: JSON has neither NaN nor infinities");
        }
        return format!("the body cannot be read as JSON: {}", plain(error));
    }
    // Once more, and slower, for a request that is refused anyway.
    let deserializer = &mut serde_json::Deserializer::from_slice(body);
    let path = serde_path_to_error::deserialize::<_, InferRequest<'_>>(deserializer)
        .err()
        .map(|error| error.path().to_string())
        .filter(|path| path != ".");
    let path = path.map_or_else(String::new, |path| format!("{path}: "));
    format!("the body is no inference request: {path}{}", plain(error))
}

/// What `error` says, without the place, which only its reader knows.
pub(crate) fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(said, _)| said);
    let said = WORDS.iter().fold(shortened(text), |said, (word, plain)| said.replace(word, plain));
    if error.classify() == Category::Syntax {
        format!("{said} at line {} column {}", error.line(), error.column())
    } else {
        said
    }
}

/// The word in `body` that would be a number where `error` is.
fn not_json(body: &[u8], error: &serde_json::Error) -> Option<&'static str> {
    let line = body.split(|byte| *byte == b'\n').nth(error.line().checked_sub(1)?)?;
    // The parser stops at the first letter, or at the one after a minus.
    (error.column().saturating_sub(2)..=error.column())
        .filter_map(|start| line.get(start..))
        .find_map(|rest| NOT_JSON.iter().find(|word| rest.starts_with(word)))
        .and_then(|word| std::str::from_utf8(word).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> String {
        let error = serde_json::from_str::<InferRequest<'_>>(body).unwrap_err();
        of_request(body.as_bytes(), &error)
    }

    #[test]
    fn the_place_and_the_words_are_those_of_the_request() {
        let long = "x".repeat(1000);
        for (body, expected) in [
            ("{\"id\": 5, \"inputs\": []}", "request: id: invalid type: whole number `5`, expected a string"),
            (
                "{\"inputs\": [{\"name\": \"X\", \"shape\": [1, \"2\"]}]}",
                "request: inputs[0].shape[1]: invalid type: string \"2\", expected a whole number from 0 on",
            ),
            ("{\"inputs\": 5}", "request: inputs: invalid type: whole number `5`, expected a list"),
            (
                "{\"inputs\": [5]}",
                "request: inputs[0]: invalid type: whole number `5`, expected an object, InputTensor",
            ),
            ("{}", "request: missing field `inputs`"),
            ("{\"inputs\": [}", "as JSON: expected value at line 1 column 13"),
        ] {
            let said = of(body);
            assert!(said.ends_with(expected), "{said}");
        }
        let said = of(&format!("{{\"inputs\": {long:?}}}"));
        assert!(said.len() < 200, "{said}");
    }

    #[test]
    fn numbers_that_json_does_not_have_are_named() {
        for word in ["NaN", "Infinity", "-Infinity", "nan"] {
            for space in ["", " ", "\n  "] {
                let said =
                    of(&format!("{{\"inputs\": [{{\"name\": \"X\", \"data\": [1.5,{space}{word}, 2]}}]}}"));
                assert!(said.contains(&format!("body: {word} at line")), "{said}");
                assert!(said.ends_with("JSON has neither NaN nor infinities"), "{said}");
            }
        }
    }
}
