//! The data of one input tensor: JSON text, flat or nested, to typed values.

use crate::json_error;
use mlmeta_model::FieldType;
use mlmeta_predict::Values;
use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The values of `text`, a JSON list of `elements` values of type `dtype`, or lists nested as `shape` says.
///
/// The elements are collected as they are parsed, so a false shape cannot make the server allocate.
///
/// # Errors
///
/// A text that says what is wrong, for the client.
pub fn parse(text: &str, dtype: FieldType, shape: &[usize], elements: usize) -> Result<Values, String> {
    match dtype {
        FieldType::Float64 => list(text, shape, elements).map(Values::Float64),
        FieldType::Float32 => float32(text, shape, elements).map(Values::Float32),
        FieldType::Int64 => list(text, shape, elements).map(Values::Int64),
        FieldType::Int32 => list(text, shape, elements).map(Values::Int32),
        FieldType::UInt8 => list(text, shape, elements).map(Values::UInt8),
        FieldType::Bool => list(text, shape, elements).map(Values::Bool),
        FieldType::Text => list(text, shape, elements).map(Values::Text),
    }
}

/// float32 values, each the nearest to the float64 that the text spells, and none beyond the type's range.
fn float32(text: &str, shape: &[usize], elements: usize) -> Result<Vec<f32>, String> {
    let values: Vec<f64> = list(text, shape, elements)?;
    values
        .into_iter()
        .enumerate()
        .map(|(index, wide)| {
            let value = wide as f32;
            if value.is_finite() { Ok(value) } else { Err(format!("element {index} is {wide}, beyond FP32")) }
        })
        .collect()
}

fn list<T: DeserializeOwned>(text: &str, shape: &[usize], elements: usize) -> Result<Vec<T>, String> {
    let first = text.trim_start().strip_prefix('[').map(str::trim_start);
    let nested = shape.len() > 1 && first.is_some_and(|first| first.starts_with('['));
    let flat = [elements];
    let lengths = if nested { shape } else { &flat };
    let mut values = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = Level { lengths, values: &mut values, element: PhantomData }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end());
    match parsed {
        Ok(()) => Ok(values),
        Err(error) => {
            let said = json_error::plain(&error);
            // What counts the entries says so itself; the other errors are those of the element after the last.
            Err(if said.starts_with("a list has") {
                said
            } else {
                format!("element {}: {said}", values.len())
            })
        }
    }
}

/// One level of nesting: `lengths` is never empty, and as deep as the text may go.
struct Level<'a, T> {
    lengths: &'a [usize],
    values: &'a mut Vec<T>,
    element: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Level<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Level<'_, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        let (expected, inner) = match self.lengths {
            [expected, inner @ ..] => (*expected, inner),
            [] => (0, self.lengths),
        };
        let mut given = 0_usize;
        loop {
            let more = if inner.is_empty() {
                sequence.next_element()?.map(|value| self.values.push(value)).is_some()
            } else {
                let level = Level { lengths: inner, values: &mut *self.values, element: PhantomData };
                sequence.next_element_seed(level)?.is_some()
            };
            if !more {
                break;
            }
            given += 1;
            if given > expected {
                return Err(A::Error::custom(format_args!(
                    "a list has more than the {expected} entries that the shape says"
                )));
            }
        }
        if given < expected {
            return Err(A::Error::custom(format_args!(
                "a list has {given} entries, the shape says {expected}"
            )));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floats(text: &str, shape: &[usize]) -> Result<Values, String> {
        parse(text, FieldType::Float64, shape, shape.iter().product())
    }

    #[test]
    fn flat_and_nested_lists_are_equal() {
        let expected = Ok(Values::Float64(vec![1.0, 2.5, -3.0, 4e2]));
        assert_eq!(floats("[1, 2.5, -3, 4e2]", &[2, 2]), expected);
        assert_eq!(floats(" [ [1, 2.5], [-3, 4e2] ] ", &[2, 2]), expected);
        assert_eq!(floats("[1, 2.5, -3, 4e2]", &[4]), expected);
        assert_eq!(floats("[]", &[0, 2]), Ok(Values::Float64(vec![])));
        assert_eq!(floats("[[],[]]", &[2, 0]), Ok(Values::Float64(vec![])));
    }

    #[test]
    fn numbers_are_read_exactly() {
        let text = "[0.1, 5e-324, 1.7976931348623157e308, 9007199254740993]";
        let expected = vec![0.1, 5e-324, f64::MAX, 9_007_199_254_740_992.0];
        assert_eq!(floats(text, &[4]), Ok(Values::Float64(expected)));
        let text = "[9223372036854775807, -9223372036854775808]";
        assert_eq!(parse(text, FieldType::Int64, &[2], 2), Ok(Values::Int64(vec![i64::MAX, i64::MIN])));
    }

    #[test]
    fn lists_that_disagree_with_the_shape_are_refused() {
        for text in [
            "[1,2,3]",
            "[1,2,3,4,5]",
            "[[1,2],[3]]",
            "[[1,2],[3,4,5]]",
            "[[1,2]]",
            "[[1,2],[3,4],[5,6]]",
            "[[[1],2],[3,4]]",
            "[1,[2],3,4]",
            "[[1,2],3,4]",
            "[1,2,null,4]",
            "[1,2,\"3\",4]",
            "[1,2,true,4]",
            "[1,2,NaN,4]",
            "[1,2,1e999,4]",
            "[1,2,3,4",
            "{}",
            "1",
            "null",
            "\"1234\"",
            "[1,2,3,4]]",
        ] {
            assert!(floats(text, &[2, 2]).is_err(), "{text} was accepted");
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(floats(&deep, &[2, 2]).is_err());
    }

    #[test]
    fn values_of_another_type_are_refused() {
        for (dtype, text) in [
            (FieldType::Int32, "[2147483648]"),
            (FieldType::Int32, "[1.0]"),
            (FieldType::UInt8, "[256]"),
            (FieldType::UInt8, "[-1]"),
            (FieldType::Bool, "[1]"),
            (FieldType::Text, "[1]"),
            (FieldType::Float32, "[1e39]"),
        ] {
            assert!(parse(text, dtype, &[1], 1).is_err(), "{text} as {}", dtype.name());
        }
        assert_eq!(parse("[\"a\"]", FieldType::Text, &[1], 1), Ok(Values::Text(vec!["a".into()])));
    }
}
