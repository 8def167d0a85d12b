//! Every way in which a model file may be refused.

use std::path::PathBuf;

/// A model file was refused, or could not be read or written. Every message names the field at fault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelFileError {
    /// The operating system refused to read or write the file.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The path is a folder, a pipe, a socket or a device.
    #[error("{}: not a regular file", .0.display())]
    NotAFile(PathBuf),
    /// The file is larger than the caller allows.
    #[error("file: {size} bytes exceed the limit of {limit} bytes")]
    FileTooLarge {
        /// Size of the file in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file starts as pickles and compressed files do.
    #[error(
        "file: it looks like a pickle or a compressed file, and neither is read; save the fitted model with mlmeta.save"
    )]
    LooksLikePickle,
    /// The file ends before its eight-byte header length.
    #[error("header length: the file has {size} bytes and needs at least 8")]
    FileTooShort {
        /// Size of the file in bytes.
        size: usize,
    },
    /// The header length points beyond the end of the file.
    #[error("header length: {given} bytes, but {available} follow in the file")]
    HeaderBeyondFile {
        /// The length that the file states.
        given: u64,
        /// Bytes after the length prefix.
        available: usize,
    },
    /// The header is larger than the limit.
    #[error("header length: {given} bytes exceed the limit of {limit} bytes")]
    HeaderTooLarge {
        /// The length that the file states.
        given: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The data would not start at a multiple of 64 bytes.
    #[error("header length: the data starts at byte {0}, which is not a multiple of 64")]
    HeaderAlignment(u64),
    /// The header does not start with `{`.
    #[error("header: starts with byte 0x{0:02x}, expected an opening brace")]
    HeaderStart(u8),
    /// The header is followed by something else than the fewest spaces that align the data.
    #[error("header: its padding must be the fewest spaces that align the data to 64 bytes")]
    HeaderPadding,
    /// Text is not UTF-8.
    #[error("{field}: invalid UTF-8 at byte {at}")]
    Utf8 {
        /// The text at fault.
        field: String,
        /// Offset of the first bad byte.
        at: usize,
    },
    /// Text is not JSON.
    #[error("{field}: invalid JSON at byte {at}: expected {expected}")]
    JsonSyntax {
        /// The text at fault.
        field: String,
        /// Offset in the text.
        at: usize,
        /// What the grammar asks for there.
        expected: &'static str,
    },
    /// Text is JSON, but not the canonical spelling.
    #[error("{field}: not canonical JSON at byte {at}: {reason}")]
    JsonNotCanonical {
        /// The text at fault.
        field: String,
        /// Offset in the text.
        at: usize,
        /// Which rule of the canonical form is broken.
        reason: &'static str,
    },
    /// An object names a key twice.
    #[error("{field}: duplicate key {key:?}")]
    DuplicateKey {
        /// The text at fault.
        field: String,
        /// The key.
        key: String,
    },
    /// Arrays and objects nest too deeply.
    #[error("{field}: nested deeper than {limit} levels")]
    JsonDepth {
        /// The text at fault.
        field: String,
        /// The limit.
        limit: usize,
    },
    /// A number is no integer, or lies outside of ±2^53.
    #[error("{field}: the number at byte {at} is not an integer within ±2^53")]
    JsonNumber {
        /// The text at fault.
        field: String,
        /// Offset in the text.
        at: usize,
    },
    /// An object lacks a key.
    #[error("{field}: key {key:?} is missing")]
    MissingKey {
        /// The object.
        field: String,
        /// The key.
        key: String,
    },
    /// An object has a key that the format does not know.
    #[error("{field}: unknown key {key:?}")]
    UnknownKey {
        /// The object.
        field: String,
        /// The key.
        key: String,
    },
    /// A value has the wrong JSON type.
    #[error("{field}: {given} given, expected {expected}")]
    WrongType {
        /// The value at fault.
        field: String,
        /// What it is.
        given: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A value has the right type and breaks a rule.
    #[error("{field}: {given:?} given, expected {expected}")]
    WrongValue {
        /// The value at fault.
        field: String,
        /// The value as text.
        given: String,
        /// The rule.
        expected: String,
    },
    /// A list has the wrong number of entries.
    #[error("{field}: {given} entries given, expected {expected}")]
    WrongLength {
        /// The list at fault.
        field: String,
        /// Its length.
        given: usize,
        /// The length that the rest of the file asks for.
        expected: usize,
    },
    /// Two entries that must differ are equal.
    #[error("{field}: {name:?} is given twice")]
    Repeated {
        /// The list at fault.
        field: String,
        /// The repeated entry.
        name: String,
    },
    /// The file has another format than the one that is read here.
    #[error("mlmeta.format: {0} given, this version reads format {read}{hint}", read = crate::FORMAT, hint = newer(*.0))]
    OtherFormat(i64),
    /// A tensor's name breaks the rules.
    #[error(
        "tensor {0:?}: a name has 1 to 128 characters, letters, digits, '_' and '.', and starts with a letter or '_'"
    )]
    TensorName(String),
    /// There are too many tensors.
    #[error("header: {given} tensors exceed the limit of {limit}")]
    TooManyTensors {
        /// Tensors in the header.
        given: usize,
        /// The limit.
        limit: usize,
    },
    /// A tensor's dtype is unknown.
    #[error("tensor {name:?}: dtype {given:?} given, expected one of F64, F32, I64, I32, U8, BOOL")]
    TensorDataType {
        /// The tensor.
        name: String,
        /// The dtype that the file states.
        given: String,
    },
    /// A tensor's shape is not usable.
    #[error("tensor {name:?}: shape {given} given, expected {expected}")]
    TensorShape {
        /// The tensor.
        name: String,
        /// The shape as text.
        given: String,
        /// The rule.
        expected: String,
    },
    /// A tensor's offsets leave a hole, overlap, or disagree with its shape.
    #[error("tensor {name:?}: data_offsets {given} given, expected {expected}")]
    TensorOffsets {
        /// The tensor.
        name: String,
        /// The offsets as text.
        given: String,
        /// The offsets that shapes and order ask for.
        expected: String,
    },
    /// The data is longer or shorter than the tensors.
    #[error("data: {given} bytes given, the tensors describe {expected}")]
    DataLength {
        /// Bytes after the header.
        given: usize,
        /// Bytes that the header describes.
        expected: usize,
    },
    /// A float tensor holds NaN or an infinity.
    #[error("tensor {name:?}: element {index} is {given}, expected a finite number")]
    NotFinite {
        /// The tensor.
        name: String,
        /// Flat index of the element.
        index: usize,
        /// The value.
        given: f64,
    },
    /// A boolean tensor holds a byte other than 0 and 1.
    #[error("tensor {name:?}: element {index} is {given}, expected 0 or 1")]
    NotABoolean {
        /// The tensor.
        name: String,
        /// Flat index of the element.
        index: usize,
        /// The byte.
        given: u8,
    },
    /// A reference names a tensor that the file does not hold.
    #[error("{field}: no tensor {name:?} in the file")]
    UnknownTensor {
        /// The reference.
        field: String,
        /// The name.
        name: String,
    },
    /// A tensor of parameters, ranges or sample is not named by the document.
    #[error("tensor {name:?}: the document does not name it")]
    UnnamedTensor {
        /// The tensor.
        name: String,
    },
    /// A chain holds a tensor that is none of its steps'.
    #[error(
        "tensor {name:?}: the chain has {steps} steps, whose tensors are called steps.<i>.<name>, i from 0"
    )]
    NoSuchStep {
        /// The tensor.
        name: String,
        /// The number of steps.
        steps: usize,
    },
    /// A range's minimum lies above its maximum.
    #[error("{field}: column {column} has the minimum {minimum} above the maximum {maximum}")]
    EmptyRange {
        /// The entry of the schema.
        field: String,
        /// The column.
        column: usize,
        /// Its minimum.
        minimum: f64,
        /// Its maximum.
        maximum: f64,
    },
    /// The file's checksum does not match its bytes.
    #[error("mlmeta.sha256: the file is damaged: {given} given, its bytes have {expected}")]
    FileChecksum {
        /// Digits in the file.
        given: String,
        /// Digits of its bytes.
        expected: String,
    },
    /// The state's checksum does not match document and tensors.
    #[error("mlmeta.state_sha256: {given} given, document and tensors have {expected}")]
    StateChecksum {
        /// Digits in the file.
        given: String,
        /// Digits of document and tensors.
        expected: String,
    },
}

/// What to do about a newer format.
fn newer(format: i64) -> &'static str {
    if format > crate::FORMAT { "; a newer mlmeta reads this file" } else { "" }
}
