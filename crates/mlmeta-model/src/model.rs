//! A whole model file: put together, written.

use crate::checksum::{ZEROS, is_sample, sha256};
use crate::document::Document;
use crate::error::ModelFileError;
use crate::fields;
use crate::header::{self, Metadata};
use crate::limits::{Limits, MAX_TENSORS};
use crate::parse;
use crate::provenance::Provenance;
use crate::read;
use crate::references;
use crate::save;
use crate::tensor::Tensor;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::path::Path;

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
        let (document, _) = Document::from_json(parse::whole(&text, "mlmeta")?)?;
        let provenance = provenance.to_json().canonical();
        let provenance = Provenance::from_json(parse::whole(&provenance, "mlmeta.provenance")?)?;
        tensors.sort_by(|left, right| {
            let key = |tensor: &Tensor| Reverse(tensor.data().data_type().size());
            key(left).cmp(&key(right)).then_with(|| left.name().cmp(right.name()))
        });
        if tensors.len() > MAX_TENSORS {
            return Err(ModelFileError::TooManyTensors { given: tensors.len(), limit: MAX_TENSORS });
        }
        fields::unique(tensors.iter().map(Tensor::name), "tensors")?;
        references::check(&document, &tensors)?;
        let state = tensors.iter().filter(|tensor| !is_sample(tensor.name()));
        let data = state.map(|tensor| Cow::Owned(tensor.data().to_bytes()));
        let state_sha256 = sha256(std::iter::once(Cow::Borrowed(text.as_bytes())).chain(data));
        Ok(Self { document, provenance, tensors, state_sha256 })
    }

    /// A model of parts that agree with each other, the tensors in file order.
    pub(crate) fn from_verified(
        document: Document,
        provenance: Provenance,
        tensors: Vec<Tensor>,
        state_sha256: String,
    ) -> Self {
        Self { document, provenance, tensors, state_sha256 }
    }

    /// The bytes of the file: equal for equal state and provenance.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut metadata = Metadata {
            document: self.document.to_json(&self.state_sha256).canonical(),
            provenance: self.provenance.to_json().canonical(),
            sha256: ZEROS.to_owned(),
        };
        let data: Vec<Vec<u8>> = self.tensors.iter().map(|tensor| tensor.data().to_bytes()).collect();
        let head = header::to_bytes(&metadata, &self.tensors);
        let sample = self.tensors.iter().zip(&data).filter(|(tensor, _)| is_sample(tensor.name()));
        metadata.sha256 = sha256(std::iter::once(&head).chain(sample.map(|(_, data)| data)));
        let mut bytes = header::to_bytes(&metadata, &self.tensors);
        bytes.extend(data.concat());
        bytes
    }

    /// Write the file so that an interrupted save leaves the old one whole.
    ///
    /// The mode of the old file is kept; where `path` is a symbolic link, the file that it leads to is replaced. A
    /// process that is killed may leave its temporary file behind, `.mlmeta-*.tmp`, which nobody reads.
    ///
    /// # Errors
    ///
    /// [`ModelFileError::Io`] if the operating system refuses, [`ModelFileError::NotAFile`] if something else has this
    /// name, [`ModelFileError::HeaderTooLarge`] if no reader would accept the file.
    pub fn write(&self, path: &Path) -> Result<(), ModelFileError> {
        let bytes = self.to_bytes();
        read::split(&bytes, &Limits { file_bytes: u64::MAX, ..Limits::default() })?;
        save::replace(path, &bytes)
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
}
