//! Changes to model files: of bytes, and of what the documents say with the checksums made right again, so that the
//! checks behind the checksums are reached.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A stream of numbers (`SplitMix64`, Steele et al. 2014).
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream of a `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// A number below `bound`, and 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % (bound.max(1) as u64)) as usize
    }

    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// A file of `bases`, all of which are true, changed in one way.
pub(crate) fn mutated(chance: &mut Chance, bases: &[Vec<u8>]) -> Vec<u8> {
    let base = chance.one_of(bases);
    match chance.below(12) {
        0 => base[..chance.below(base.len())].to_vec(),
        1 => flipped(chance, base),
        2 => spliced(chance, base, bases),
        3 => {
            let mut bytes = base.clone();
            let length =
                *chance.one_of(&[0, 1, 7, 56, 1 << 20, 1 << 31, 1 << 32, 1 << 53, 1 << 63, u64::MAX]);
            bytes[..8].copy_from_slice(&length.to_le_bytes());
            bytes
        }
        way => {
            let mut file = Parts::of(base);
            match way {
                4 => edit(chance, &mut file.header),
                5 => edit(chance, &mut file.provenance),
                6 => file.poison(chance),
                7 => file.respelt = Some((chance.next(), chance.next())),
                _ => {
                    for _ in 0..=chance.below(2) {
                        edit(chance, &mut file.document);
                    }
                }
            }
            file.seal()
        }
    }
}

fn flipped(chance: &mut Chance, base: &[u8]) -> Vec<u8> {
    let mut bytes = base.to_vec();
    for _ in 0..*chance.one_of(&[1, 1, 2, 8]) {
        let at = chance.below(bytes.len());
        bytes[at] ^= 1 << chance.below(8);
    }
    bytes
}

fn spliced(chance: &mut Chance, base: &[u8], bases: &[Vec<u8>]) -> Vec<u8> {
    let other = chance.one_of(bases);
    let (one, two) = (chance.below(other.len()), chance.below(other.len()));
    let part = &other[one.min(two)..one.max(two)];
    let at = chance.below(base.len());
    let after = if chance.below(2) == 0 { at } else { (at + part.len()).min(base.len()) };
    [&base[..at], part, &base[after..]].concat()
}

/// A file taken apart.
struct Parts {
    header: Value,
    document: Value,
    provenance: Value,
    data: Vec<u8>,
    /// Where a few characters of the document change, and to what.
    respelt: Option<(u64, u64)>,
}

impl Parts {
    fn of(bytes: &[u8]) -> Self {
        let start = 8 + u64::from_le_bytes(bytes[..8].try_into().expect("a true file")) as usize;
        let mut header: Value = serde_json::from_slice(&bytes[8..start]).expect("a true file");
        let metadata = header.as_object_mut().and_then(|header| header.remove("__metadata__"));
        let text = |key: &str| {
            let text = metadata.as_ref().and_then(|metadata| metadata[key].as_str()).expect("a true file");
            serde_json::from_str(text).expect("a true file")
        };
        let (document, provenance) = (text("mlmeta"), text("mlmeta.provenance"));
        Self { header, document, provenance, data: bytes[start..].to_vec(), respelt: None }
    }

    /// Put a float that is rare into the data.
    fn poison(&mut self, chance: &mut Chance) {
        let at = chance.below(self.data.len() / 8) * 8;
        let value = *chance.one_of(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324, f64::MAX]);
        if let Some(place) = self.data.get_mut(at..at + 8) {
            place.copy_from_slice(&value.to_le_bytes());
        }
    }

    /// The file, with checksums that are right as far as the header says where data lies.
    fn seal(mut self) -> Vec<u8> {
        let zeros = "0".repeat(64);
        if let Value::Object(document) = &mut self.document {
            document.insert("state_sha256".to_owned(), json!(zeros));
        }
        let (state, sample) = self.by_checksum();
        let mut document = self.document.to_string();
        if let Some((place, new)) = self.respelt {
            document = respelt(&document, place, new);
        }
        let document = document.replacen(&zeros, &digits(&[document.as_bytes(), &state]), 1);
        let metadata = json!({
            "mlmeta": document, "mlmeta.provenance": self.provenance.to_string(), "mlmeta.sha256": zeros
        });
        if let Value::Object(header) = &mut self.header {
            header.insert("__metadata__".to_owned(), metadata);
        }
        let text = self.header.to_string();
        let length = (8 + text.len()).next_multiple_of(64) - 8;
        let mut bytes = (length as u64).to_le_bytes().to_vec();
        bytes.extend(text.bytes());
        bytes.resize(8 + length, b' ');
        let sealed = digits(&[&bytes, &sample]);
        if let Some(at) = text.find("\"mlmeta.sha256\":\"").map(|at| 8 + at + 17) {
            bytes[at..at + 64].copy_from_slice(sealed.as_bytes());
        }
        bytes.extend(&self.data);
        bytes
    }

    /// The data of the state and that of the sample, each in file order.
    fn by_checksum(&self) -> (Vec<u8>, Vec<u8>) {
        let none = Map::new();
        let mut places: Vec<(u64, u64, bool)> = self
            .header
            .as_object()
            .unwrap_or(&none)
            .iter()
            .filter_map(|(name, entry)| {
                let offsets = &entry["data_offsets"];
                Some((offsets[0].as_u64()?, offsets[1].as_u64()?, name.starts_with("sample.")))
            })
            .collect();
        places.sort_unstable();
        let (mut state, mut sample) = (Vec::new(), Vec::new());
        for (begin, end, is_sample) in places {
            let part = self.data.get(begin as usize..end as usize).unwrap_or_default();
            if is_sample { sample.extend(part) } else { state.extend(part) }
        }
        (state, sample)
    }
}

fn digits(parts: &[&[u8]]) -> String {
    let digest = Sha256::digest(parts.concat());
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn respelt(text: &str, place: u64, new: u64) -> String {
    let spellings =
        ["", "0", "9", "-", ".", "e", "\"", "\\", "\\u0000", "\\ud800", " ", "{", "}", "[", "]", ",", "é"];
    let mut chance = Chance::new(new);
    let characters: Vec<char> = text.chars().collect();
    let at = (place % characters.len() as u64) as usize;
    let after = (at + chance.below(3)).min(characters.len());
    let (before, rest) = (&characters[..at], &characters[after..]);
    before.iter().chain(&chance.one_of(&spellings).chars().collect::<Vec<_>>()).chain(rest).collect()
}

/// Change one place of a JSON value.
fn edit(chance: &mut Chance, value: &mut Value) {
    let containers = count(value);
    let mut index = chance.below(containers);
    let other = atom(chance);
    let Some(node) = nth(value, &mut index) else { return };
    match node {
        Value::Object(entries) => {
            let keys: Vec<String> = entries.keys().cloned().collect();
            let key = if keys.is_empty() { String::new() } else { chance.one_of(&keys).clone() };
            match chance.below(4) {
                0 => {
                    entries.remove(&key);
                }
                1 => {
                    let new = ["a", "X", "name", "params.a", "sample.X", "steps.0.a", "é", "\u{0}", &key];
                    entries.insert((*chance.one_of(&new)).to_owned(), other);
                }
                2 if keys.len() > 1 => {
                    let second = chance.one_of(&keys).clone();
                    let (one, two) = (entries[&key].clone(), entries[&second].clone());
                    entries.insert(key, two);
                    entries.insert(second, one);
                }
                _ => {
                    entries.insert(key, other);
                }
            }
        }
        Value::Array(values) => match chance.below(4) {
            0 if !values.is_empty() => {
                values.remove(chance.below(values.len()));
            }
            1 if values.len() > 1 => {
                let (one, two) = (chance.below(values.len()), chance.below(values.len()));
                values.swap(one, two);
            }
            2 if !values.is_empty() => {
                let at = chance.below(values.len());
                values[at] = other;
            }
            _ => values.insert(chance.below(values.len() + 1), other),
        },
        _ => *node = other,
    }
}

/// A value that some field may hold, and others may not.
fn atom(chance: &mut Chance) -> Value {
    let texts = [
        "",
        "X",
        "labels",
        "a/b.C",
        "chain",
        "mean_",
        "params.a",
        "sample.X",
        "ranges.X.min",
        "F32",
        "é",
        "\u{0}",
    ];
    match chance.below(8) {
        0 => Value::Null,
        1 => json!(chance.below(2) == 0),
        2 => json!(*chance.one_of(&[0, 1, -1, 2, 3, 64, 1 << 31, 1 << 53, (1 << 53) + 1, i64::MIN])),
        3 => json!({"real": *chance.one_of(&["0x1.8000000000000p+1", "nan", "0x0.0p+0", "1.5"])}),
        4 => json!({*chance.one_of(&["tensor", "opaque", "map", "pickle"]): *chance.one_of(&texts)}),
        5 => json!({"map": [[1, 2], [chance.below(2) == 0, 3]]}),
        6 => (0..*chance.one_of(&[0, 1, 2, 40])).fold(json!(1), |inner, _| json!([inner])),
        _ => json!(*chance.one_of(&texts)),
    }
}

/// The objects and lists within a value.
fn count(value: &Value) -> usize {
    match value {
        Value::Object(entries) => 1 + entries.values().map(count).sum::<usize>(),
        Value::Array(values) => 1 + values.iter().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The object or list of that `index`, counted as [`count`] does; the value itself if it is neither.
fn nth<'a>(value: &'a mut Value, index: &mut usize) -> Option<&'a mut Value> {
    if *index == 0 {
        return Some(value);
    }
    *index -= 1;
    let inner: Vec<&mut Value> = match value {
        Value::Object(entries) => entries.values_mut().collect(),
        Value::Array(values) => values.iter_mut().collect(),
        _ => Vec::new(),
    };
    for value in inner {
        let within = count(value);
        if *index < within {
            return nth(value, index);
        }
        *index -= within;
    }
    None
}
