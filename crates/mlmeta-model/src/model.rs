//! A whole model file: read, verified, written.

use crate::checksum::{ZEROS, sha256};
use crate::document::{Classes, Document};
use crate::error::ModelFileError;
use crate::fields;
use crate::header::{self, ALIGNMENT, Header, MAX_TENSORS, Metadata};
use crate::json;
use crate::provenance::Provenance;
use crate::save;
use crate::schema::{Field, FieldType};
use crate::tensor::{Tensor, TensorData};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What the names of sample tensors start with, so that they cannot be part of the state.
const SAMPLE_PREFIX: &str = "sample.";

/// How much a reader accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a file.
    pub file_bytes: u64,
    /// Most bytes of a header.
    pub header_bytes: u64,
}

impl Default for Limits {
    /// A file of 1 GiB with a header of 1 MiB.
    fn default() -> Self {
        Self { file_bytes: 1 << 30, header_bytes: 1 << 20 }
    }
}

/// A fitted model as data: document, provenance and tensors that agree with each other.
///
/// The rules of the model's own kind (which tensors, of which shape) belong to the kind's predictor.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    document: Document,
    provenance: Provenance,
    tensors: Vec<Tensor>,
    state_sha256: String,
}

impl Model {
    /// Put a model together; the tensors may come in any order.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] if a field breaks a rule of the format.
    pub fn new(
        document: &Document,
        provenance: &Provenance,
        mut tensors: Vec<Tensor>,
    ) -> Result<Self, ModelFileError> {
        // What is given as values takes the way of what is read, so that one set of rules holds for both.
        let text = document.to_json(ZEROS).canonical();
        let (document, _) = Document::from_json(json::parse(&text, "mlmeta")?)?;
        let provenance = provenance.to_json().canonical();
        let provenance = Provenance::from_json(json::parse(&provenance, "mlmeta.provenance")?)?;
        tensors.sort_by(|left, right| {
            let key = |tensor: &Tensor| Reverse(tensor.data().data_type().size());
            key(left).cmp(&key(right)).then_with(|| left.name().cmp(right.name()))
        });
        if tensors.len() > MAX_TENSORS {
            return Err(ModelFileError::TooManyTensors { given: tensors.len(), limit: MAX_TENSORS });
        }
        fields::unique(tensors.iter().map(Tensor::name), "tensors")?;
        let state_sha256 = sha256(&[text.as_bytes(), &data(&tensors)]);
        let model = Self { document, provenance, tensors, state_sha256 };
        model.check_references()?;
        Ok(model)
    }

    /// Read the file at `path`: once, within `limits`, every check before any use.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] if the file cannot be read or is not exactly as the format says.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, ModelFileError> {
        let failed = |source| ModelFileError::Io { path: path.to_owned(), source };
        // Asked before opening: to open a pipe would wait for its writer.
        if !std::fs::metadata(path).map_err(failed)?.is_file() {
            return Err(ModelFileError::NotAFile(path.to_owned()));
        }
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let limit = limits.file_bytes;
        if size > limit {
            return Err(ModelFileError::FileTooLarge { size, limit });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // The file may grow after its size was asked.
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        Self::from_bytes(&bytes, limits)
    }

    /// Parse and verify the bytes of a file.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] if the bytes are not exactly as the format says.
    pub fn from_bytes(bytes: &[u8], limits: &Limits) -> Result<Self, ModelFileError> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(ModelFileError::FileTooLarge { size: bytes.len() as u64, limit: limits.file_bytes });
        }
        if looks_like_pickle(bytes) {
            return Err(ModelFileError::LooksLikePickle);
        }
        let (header_bytes, data) = split(bytes, limits)?;
        let header = Header::from_bytes(header_bytes)?;
        if data.len() != header.data_length() {
            return Err(ModelFileError::DataLength { given: data.len(), expected: header.data_length() });
        }
        check_file_digits(bytes, header_bytes.len(), &header.metadata)?;
        let (document, given) = Document::from_json(json::parse(&header.metadata.document, "mlmeta")?)?;
        let expected = sha256(&[document.to_json(ZEROS).canonical().as_bytes(), data]);
        if given != expected {
            return Err(ModelFileError::StateChecksum { given, expected });
        }
        let provenance =
            Provenance::from_json(json::parse(&header.metadata.provenance, "mlmeta.provenance")?)?;
        let tensors = header
            .entries
            .into_iter()
            .map(|entry| {
                let values = TensorData::from_bytes(entry.dtype, &data[entry.begin..entry.end], &entry.name)?;
                Tensor::new(entry.name, entry.shape, values)
            })
            .collect::<Result<_, _>>()?;
        let model = Self { document, provenance, tensors, state_sha256: expected };
        model.check_references()?;
        Ok(model)
    }

    /// The bytes of the file: equal for equal state and provenance.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut metadata = Metadata {
            document: self.document.to_json(&self.state_sha256).canonical(),
            provenance: self.provenance.to_json().canonical(),
            sha256: ZEROS.to_owned(),
        };
        let data = data(&self.tensors);
        metadata.sha256 = sha256(&[&header::to_bytes(&metadata, &self.tensors), &data]);
        let mut bytes = header::to_bytes(&metadata, &self.tensors);
        bytes.extend_from_slice(&data);
        bytes
    }

    /// Write the file so that an interrupted save leaves the old one whole.
    ///
    /// # Errors
    ///
    /// [`ModelFileError::Io`] if the operating system refuses, [`ModelFileError::HeaderTooLarge`] if no reader
    /// would accept the file.
    pub fn write(&self, path: &Path) -> Result<(), ModelFileError> {
        let bytes = self.to_bytes();
        split(&bytes, &Limits { file_bytes: u64::MAX, ..Limits::default() })?;
        save::replace(path, &bytes).map_err(|source| ModelFileError::Io { path: path.to_owned(), source })
    }

    /// Kind, versions, parameters, schema and sample.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Where the model came from.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The tensors in file order.
    #[must_use]
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// The tensor called `name`.
    #[must_use]
    pub fn tensor(&self, name: &str) -> Option<&Tensor> {
        self.tensors.iter().find(|tensor| tensor.name() == name)
    }

    /// The checksum of document and tensors: equal for equal states, whatever the provider.
    #[must_use]
    pub fn state_sha256(&self) -> &str {
        &self.state_sha256
    }

    /// The names of the tensors that parameters and sample refer to.
    #[must_use]
    pub fn referred_tensors(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for (_, value) in &self.document.params {
            value.visit_tensors(&mut |tensor| {
                names.insert(tensor);
            });
        }
        let sample = &self.document.sample;
        names.extend(sample.inputs.iter().chain(&sample.outputs).map(|(_, tensor)| tensor.as_str()));
        names
    }

    /// Every name of a tensor in the document is that of a tensor, and the sample fits the schema.
    fn check_references(&self) -> Result<(), ModelFileError> {
        for (name, value) in &self.document.params {
            let mut missing = None;
            value.visit_tensors(&mut |tensor| {
                if self.tensor(tensor).is_none() {
                    missing = Some(tensor.to_owned());
                }
            });
            if let Some(missing) = missing {
                return Err(ModelFileError::UnknownTensor {
                    field: format!("mlmeta.params.{name}"),
                    name: missing,
                });
            }
        }
        let (sample, schema) = (&self.document.sample, &self.document.schema);
        let inputs = sample.inputs.iter().map(|pair| (pair, &schema.inputs, "inputs"));
        let outputs = sample.outputs.iter().map(|pair| (pair, &schema.outputs, "outputs"));
        for ((name, tensor), declared, side) in inputs.chain(outputs) {
            let field = format!("mlmeta.sample.{side}.{name}");
            let Some(declared) = declared.iter().find(|declared| declared.name == *name) else {
                return Err(ModelFileError::UnknownKey {
                    field: format!("mlmeta.sample.{side}"),
                    key: name.clone(),
                });
            };
            if !tensor.starts_with(SAMPLE_PREFIX) {
                return Err(fields::wrong_value(&field, tensor, "the name of a tensor \"sample.*\""));
            }
            let Some(tensor) = self.tensor(tensor) else {
                return Err(ModelFileError::UnknownTensor { field, name: tensor.clone() });
            };
            self.check_sample(&field, declared, tensor)?;
        }
        Ok(())
    }

    /// The tensor of a sample has the dtype and shape that the schema declares.
    fn check_sample(&self, field: &str, declared: &Field, tensor: &Tensor) -> Result<(), ModelFileError> {
        if tensor.data().data_type() != declared.dtype.stored_as() {
            return Err(fields::wrong_value(
                field,
                tensor.data().data_type().name(),
                declared.dtype.stored_as().name(),
            ));
        }
        if !declared.accepts_shape(tensor.shape()) {
            return Err(fields::wrong_value(
                field,
                format!("{:?}", tensor.shape()),
                format!("the shape {:?} of the schema", declared.shape),
            ));
        }
        if let (FieldType::Text, TensorData::I64(indexes)) = (declared.dtype, tensor.data()) {
            let classes = self.document.classes.as_ref().map_or(0, Classes::len);
            if let Some(index) =
                indexes.iter().find(|index| usize::try_from(**index).map_or(true, |index| index >= classes))
            {
                return Err(fields::wrong_value(field, index, format!("an index into {classes} classes")));
            }
        }
        Ok(())
    }
}

/// Whether a file starts as a pickle, or as what joblib compresses one with, and not as a header of its length.
fn looks_like_pickle(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 5] = [b"\x80", b"\x1f\x8b", b"x\x9c", b"BZh", b"\xfd7zXZ"];
    bytes.get(8) != Some(&b'{') && STARTS.iter().any(|start| bytes.starts_with(start))
}

/// The header, padding included, and the data of a file.
fn split<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(&'a [u8], &'a [u8]), ModelFileError> {
    let Some((prefix, rest)) = bytes.split_first_chunk::<8>() else {
        return Err(ModelFileError::FileTooShort { size: bytes.len() });
    };
    let given = u64::from_le_bytes(*prefix);
    if given > rest.len() as u64 {
        return Err(ModelFileError::HeaderBeyondFile { given, available: rest.len() });
    }
    if given > limits.header_bytes {
        return Err(ModelFileError::HeaderTooLarge { given, limit: limits.header_bytes });
    }
    if !(given + 8).is_multiple_of(ALIGNMENT as u64) {
        return Err(ModelFileError::HeaderAlignment(given + 8));
    }
    let (header, data) = rest.split_at(given as usize);
    match header.first() {
        Some(b'{') => Ok((header, data)),
        Some(byte) => Err(ModelFileError::HeaderStart(*byte)),
        None => Err(ModelFileError::HeaderAlignment(given + 8)),
    }
}

/// Refuse a file whose bytes, with zeros in place of its digits, do not have these digits.
fn check_file_digits(bytes: &[u8], header_length: usize, metadata: &Metadata) -> Result<(), ModelFileError> {
    // The key is the last one of its object, and no string can hold this text: its quotation marks would be
    // escaped. So the only match is the place of the digits.
    const KEY: &[u8] = b"\"mlmeta.sha256\":\"";
    let header = &bytes[..8 + header_length];
    let refused = |expected| ModelFileError::FileChecksum { given: metadata.sha256.clone(), expected };
    let start = header.windows(KEY.len()).position(|window| window == KEY).map(|start| start + KEY.len());
    match start {
        Some(start) if metadata.sha256.len() == ZEROS.len() && bytes.len() >= start + ZEROS.len() => {
            let expected = sha256(&[&bytes[..start], ZEROS.as_bytes(), &bytes[start + ZEROS.len()..]]);
            if metadata.sha256 == expected { Ok(()) } else { Err(refused(expected)) }
        }
        _ => Err(refused("64 lower-case hexadecimal digits".to_owned())),
    }
}

/// The data of `tensors` in their order.
fn data(tensors: &[Tensor]) -> Vec<u8> {
    let length = tensors.iter().map(|tensor| tensor.data().len() * tensor.data().data_type().size()).sum();
    let mut bytes = Vec::with_capacity(length);
    for tensor in tensors {
        tensor.data().write(&mut bytes);
    }
    bytes
}
