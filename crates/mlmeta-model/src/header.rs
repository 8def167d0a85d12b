//! The safetensors header: where each tensor lies, and three strings of metadata.

use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;
use crate::parse;
use crate::tensor::{DataType, MAX_DIMENSIONS, Tensor, check_name, elements};

/// The data starts at a multiple of this.
pub(crate) const ALIGNMENT: usize = 64;
const METADATA: &str = "__metadata__";

/// Place and type of one tensor.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) dtype: DataType,
    pub(crate) shape: Vec<usize>,
    pub(crate) begin: usize,
    pub(crate) end: usize,
}

impl Entry {
    /// The tensor's part of the file's `data`.
    pub(crate) fn data<'a>(&self, data: &'a [u8]) -> &'a [u8] {
        &data[self.begin..self.end]
    }
}

/// The three strings of `__metadata__`.
#[derive(Debug)]
pub(crate) struct Metadata {
    pub(crate) document: String,
    pub(crate) provenance: String,
    pub(crate) sha256: String,
}

/// The parsed header: the entries lie in file order.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) metadata: Metadata,
    pub(crate) entries: Vec<Entry>,
}

impl Header {
    /// Parse the header's `bytes`, padding included.
    pub(crate) fn from_bytes(bytes: &[u8], most_tensors: usize) -> Result<Self, ModelFileError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|error| ModelFileError::Utf8 { field: "header".to_owned(), at: error.valid_up_to() })?;
        let (value, length) = parse::prefix(text, "header")?;
        let padding = &bytes[length..];
        if padding.len() >= ALIGNMENT || padding.iter().any(|byte| *byte != b' ') {
            return Err(ModelFileError::HeaderPadding);
        }
        let mut values = fields::object(value, "header")?;
        let Some(position) = values.iter().position(|(name, _)| name == METADATA) else {
            return Err(ModelFileError::MissingKey { field: "header".to_owned(), key: METADATA.to_owned() });
        };
        let metadata = Metadata::from_json(values.remove(position).1)?;
        if values.len() > most_tensors {
            return Err(ModelFileError::TooManyTensors { given: values.len(), limit: most_tensors });
        }
        let mut entries =
            values.into_iter().map(|(name, value)| entry(name, value)).collect::<Result<Vec<_>, _>>()?;
        // Names are ASCII and come sorted; a stable sort by size gives the file order.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.dtype.size()));
        check_offsets(&entries)?;
        Ok(Self { metadata, entries })
    }

    /// Bytes of data that the entries describe.
    pub(crate) fn data_length(&self) -> usize {
        self.entries.last().map_or(0, |entry| entry.end)
    }
}

impl Metadata {
    fn from_json(value: Json) -> Result<Self, ModelFileError> {
        let [document, provenance, sha256] =
            fields::exact(value, METADATA, ["mlmeta", "mlmeta.provenance", "mlmeta.sha256"])?;
        Ok(Self {
            document: fields::text(document, "mlmeta")?,
            provenance: fields::text(provenance, "mlmeta.provenance")?,
            sha256: fields::text(sha256, "mlmeta.sha256")?,
        })
    }
}

/// The header's bytes for `tensors` in file order: length prefix, canonical JSON and padding.
pub(crate) fn to_bytes(metadata: &Metadata, tensors: &[Tensor]) -> Vec<u8> {
    let mut begin = 0;
    let mut values = vec![(
        METADATA.to_owned(),
        Json::object([
            ("mlmeta", Json::text(&metadata.document)),
            ("mlmeta.provenance", Json::text(&metadata.provenance)),
            ("mlmeta.sha256", Json::text(&metadata.sha256)),
        ]),
    )];
    for tensor in tensors {
        let end = begin + tensor.data().len() * tensor.data().data_type().size();
        let integers =
            |numbers: &[usize]| Json::Array(numbers.iter().map(|n| Json::Integer(*n as i64)).collect());
        values.push((
            tensor.name().to_owned(),
            Json::object([
                ("dtype", Json::text(tensor.data().data_type().name())),
                ("shape", integers(tensor.shape())),
                ("data_offsets", integers(&[begin, end])),
            ]),
        ));
        begin = end;
    }
    let text = Json::object(values).canonical();
    let length = (8 + text.len()).next_multiple_of(ALIGNMENT) - 8;
    let mut bytes = Vec::with_capacity(8 + length);
    bytes.extend_from_slice(&(length as u64).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
    bytes.resize(8 + length, b' ');
    bytes
}

fn entry(name: String, value: Json) -> Result<Entry, ModelFileError> {
    check_name(&name)?;
    let field = format!("tensor {name:?}");
    let [offsets, dtype, shape] = fields::exact(value, &field, ["data_offsets", "dtype", "shape"])?;
    let dtype_name = fields::text(dtype, &format!("{field}.dtype"))?;
    let Some(dtype) = DataType::from_name(&dtype_name) else {
        return Err(ModelFileError::TensorDataType { name, given: dtype_name });
    };
    let shape = lengths(shape, &format!("{field}.shape"))?;
    let expected = match elements(&shape, dtype.size()) {
        Some(count) if shape.len() <= MAX_DIMENSIONS => count * dtype.size(),
        _ => {
            return Err(ModelFileError::TensorShape {
                name,
                given: format!("{shape:?}"),
                expected: format!("at most {MAX_DIMENSIONS} dimensions that fit in memory"),
            });
        }
    };
    let offsets = lengths(offsets, &format!("{field}.data_offsets"))?;
    match offsets[..] {
        [begin, end] if end.checked_sub(begin) == Some(expected) => {
            Ok(Entry { name, dtype, shape, begin, end })
        }
        _ => Err(ModelFileError::TensorOffsets {
            name,
            given: format!("{offsets:?}"),
            expected: format!("two offsets {expected} bytes apart"),
        }),
    }
}

/// A list of integers that are not negative.
fn lengths(value: Json, field: &str) -> Result<Vec<usize>, ModelFileError> {
    fields::list(value, field)?
        .iter()
        .map(|entry| {
            let given = fields::integer(entry, field)?;
            usize::try_from(given)
                .map_err(|_| fields::wrong_value(field, given, "integers that are not negative"))
        })
        .collect()
}

/// Each tensor starts where the one before it ends.
fn check_offsets(entries: &[Entry]) -> Result<(), ModelFileError> {
    let mut expected = 0;
    for entry in entries {
        if entry.begin != expected {
            return Err(ModelFileError::TensorOffsets {
                name: entry.name.clone(),
                given: format!("[{}, {}]", entry.begin, entry.end),
                expected: format!(
                    "a start at {expected} (element size descending, then name, without holes)"
                ),
            });
        }
        expected = entry.end;
    }
    Ok(())
}
