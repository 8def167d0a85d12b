//! From bytes to a verified model: every size is proved before anything is allocated for it.

use crate::checksum::{ZEROS, is_sample, sha256};
use crate::document::{Document, check_format};
use crate::error::ModelFileError;
use crate::header::{ALIGNMENT, Entry, Header};
use crate::limits::Limits;
use crate::model::Model;
use crate::parse;
use crate::provenance::Provenance;
use crate::references;
use crate::tensor::{Tensor, TensorData};
use std::fs::File;
use std::io::Read;
use std::path::Path;

impl Model {
    /// Read the file at `path`, or the one that a symbolic link there means: once, within `limits`, every check before
    /// any use.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] if the file cannot be read or is not exactly as the format says.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, ModelFileError> {
        Self::from_bytes(&Self::read_bytes(path, limits)?, limits)
    }

    /// Read the bytes that [`Self::read`] looks at, and look at none of them: for whoever also hands them on.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] if the file cannot be read, is no regular file or exceeds `limits`.
    pub fn read_bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, ModelFileError> {
        let failed = |source| ModelFileError::Io { path: path.to_owned(), source };
        // Asked before opening: to open a pipe would wait for its writer.
        if !std::fs::metadata(path).map_err(failed)?.is_file() {
            return Err(ModelFileError::NotAFile(path.to_owned()));
        }
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if !metadata.is_file() {
            return Err(ModelFileError::NotAFile(path.to_owned()));
        }
        let (size, limit) = (metadata.len(), limits.file_bytes);
        if size > limit {
            return Err(ModelFileError::FileTooLarge { size, limit });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // The file may grow after its size was asked.
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
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
        let header = Header::from_bytes(header_bytes, limits.tensors)?;
        if data.len() != header.data_length() {
            return Err(ModelFileError::DataLength { given: data.len(), expected: header.data_length() });
        }
        let document = parse::whole(&header.metadata.document, "mlmeta")?;
        // Another format may have other checksums.
        check_format(&document)?;
        check_file_digits(&bytes[..bytes.len() - data.len()], data, &header)?;
        let (document, given) = Document::from_json(document)?;
        let state_sha256 = state_digits(&document, data, &header.entries);
        if given != state_sha256 {
            return Err(ModelFileError::StateChecksum { given, expected: state_sha256 });
        }
        let provenance = parse::whole(&header.metadata.provenance, "mlmeta.provenance")?;
        let provenance = Provenance::from_json(provenance)?;
        let tensors: Vec<Tensor> = header
            .entries
            .into_iter()
            .map(|entry| {
                let values = TensorData::from_bytes(entry.dtype, entry.data(data), &entry.name)?;
                Tensor::new(entry.name, entry.shape, values)
            })
            .collect::<Result<_, _>>()?;
        references::check(&document, &tensors)?;
        Ok(Self::from_verified(document, provenance, tensors, state_sha256))
    }
}

/// Whether a file starts as a pickle, or as what joblib compresses one with, and not as a header of its length.
fn looks_like_pickle(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 5] = [b"\x80", b"\x1f\x8b", b"x\x9c", b"BZh", b"\xfd7zXZ"];
    bytes.get(8) != Some(&b'{') && STARTS.iter().any(|start| bytes.starts_with(start))
}

/// The header, padding included, and the data of a file.
pub(crate) fn split<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(&'a [u8], &'a [u8]), ModelFileError> {
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

/// Refuse a file whose `head` (length prefix and header, with zeros in place of the digits) and sample do not have the
/// digits that the header states.
fn check_file_digits(head: &[u8], data: &[u8], header: &Header) -> Result<(), ModelFileError> {
    // The key is the last one of its object, and no string can hold this text: its quotation marks would be
    // escaped. So the only match is the place of the digits.
    const KEY: &[u8] = b"\"mlmeta.sha256\":\"";
    let given = &header.metadata.sha256;
    let refused = |expected| ModelFileError::FileChecksum { given: given.clone(), expected };
    let start = head.windows(KEY.len()).position(|window| window == KEY).map(|start| start + KEY.len());
    match start {
        Some(start) if given.len() == ZEROS.len() && head.len() >= start + ZEROS.len() => {
            let parts = [&head[..start], ZEROS.as_bytes(), &head[start + ZEROS.len()..]];
            let sample = header.entries.iter().filter(|entry| is_sample(&entry.name));
            let expected = sha256(parts.into_iter().chain(sample.map(|entry| entry.data(data))));
            if *given == expected { Ok(()) } else { Err(refused(expected)) }
        }
        _ => Err(refused("64 lower-case hexadecimal digits".to_owned())),
    }
}

/// The digits of the document and of the data that is no sample.
fn state_digits(document: &Document, data: &[u8], entries: &[Entry]) -> String {
    let text = document.to_json(ZEROS).canonical();
    let state = entries.iter().filter(|entry| !is_sample(&entry.name));
    sha256(std::iter::once(text.as_bytes()).chain(state.map(|entry| entry.data(data))))
}
