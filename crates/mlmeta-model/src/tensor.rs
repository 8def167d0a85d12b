//! Named arrays of numbers and their bytes.

use crate::error::ModelFileError;

/// Most dimensions of a tensor.
pub(crate) const MAX_DIMENSIONS: usize = 4;
/// Most characters of a tensor's name.
const MAX_NAME: usize = 128;

/// The element types of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// float64.
    F64,
    /// float32.
    F32,
    /// int64.
    I64,
    /// int32.
    I32,
    /// uint8.
    U8,
    /// bool, one byte of 0 or 1.
    Bool,
}

impl DataType {
    /// The name in the header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::F64 => "F64",
            Self::F32 => "F32",
            Self::I64 => "I64",
            Self::I32 => "I32",
            Self::U8 => "U8",
            Self::Bool => "BOOL",
        }
    }

    /// Bytes of one element.
    #[must_use]
    pub fn size(self) -> usize {
        match self {
            Self::F64 | Self::I64 => 8,
            Self::F32 | Self::I32 => 4,
            Self::U8 | Self::Bool => 1,
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::F64, Self::F32, Self::I64, Self::I32, Self::U8, Self::Bool]
            .into_iter()
            .find(|dtype| dtype.name() == name)
    }
}

/// The elements of a tensor, row-major.
#[derive(Debug, Clone, PartialEq)]
pub enum TensorData {
    /// float64 elements.
    F64(Vec<f64>),
    /// float32 elements.
    F32(Vec<f32>),
    /// int64 elements.
    I64(Vec<i64>),
    /// int32 elements.
    I32(Vec<i32>),
    /// uint8 elements.
    U8(Vec<u8>),
    /// bool elements.
    Bool(Vec<bool>),
}

impl TensorData {
    /// The element type.
    #[must_use]
    pub fn data_type(&self) -> DataType {
        match self {
            Self::F64(_) => DataType::F64,
            Self::F32(_) => DataType::F32,
            Self::I64(_) => DataType::I64,
            Self::I32(_) => DataType::I32,
            Self::U8(_) => DataType::U8,
            Self::Bool(_) => DataType::Bool,
        }
    }

    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::F64(values) => values.len(),
            Self::F32(values) => values.len(),
            Self::I64(values) => values.len(),
            Self::I32(values) => values.len(),
            Self::U8(values) => values.len(),
            Self::Bool(values) => values.len(),
        }
    }

    /// Whether there are no elements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements of the little-endian `bytes`, whose length is a multiple of the element size; `name` is for
    /// errors.
    pub(crate) fn from_bytes(dtype: DataType, bytes: &[u8], name: &str) -> Result<Self, ModelFileError> {
        let (eights, fours) = (bytes.as_chunks::<8>().0.iter(), bytes.as_chunks::<4>().0.iter());
        Ok(match dtype {
            DataType::F64 => Self::F64(eights.map(|bytes| f64::from_le_bytes(*bytes)).collect()),
            DataType::F32 => Self::F32(fours.map(|bytes| f32::from_le_bytes(*bytes)).collect()),
            DataType::I64 => Self::I64(eights.map(|bytes| i64::from_le_bytes(*bytes)).collect()),
            DataType::I32 => Self::I32(fours.map(|bytes| i32::from_le_bytes(*bytes)).collect()),
            DataType::U8 => Self::U8(bytes.to_vec()),
            DataType::Bool => {
                if let Some(index) = bytes.iter().position(|byte| *byte > 1) {
                    return Err(ModelFileError::NotABoolean {
                        name: name.to_owned(),
                        index,
                        given: bytes[index],
                    });
                }
                Self::Bool(bytes.iter().map(|byte| *byte == 1).collect())
            }
        })
    }

    /// The little-endian bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::F64(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::F32(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::I64(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::I32(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::U8(values) => values.clone(),
            Self::Bool(values) => values.iter().map(|value| u8::from(*value)).collect(),
        }
    }

    /// The flat index and the value of the first element that is not finite.
    fn first_not_finite(&self) -> Option<(usize, f64)> {
        match self {
            Self::F64(values) => values.iter().copied().enumerate().find(|(_, value)| !value.is_finite()),
            Self::F32(values) => values
                .iter()
                .enumerate()
                .find(|(_, value)| !value.is_finite())
                .map(|(index, value)| (index, f64::from(*value))),
            Self::I64(_) | Self::I32(_) | Self::U8(_) | Self::Bool(_) => None,
        }
    }
}

/// A named array that keeps the rules of the format: name, at most four dimensions, finite floats.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    name: String,
    shape: Vec<usize>,
    data: TensorData,
}

impl Tensor {
    /// A tensor of `shape` with row-major `data`.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] if the name is not allowed, the shape does not match the number of elements or has more
    /// than four dimensions, or an element is not finite.
    pub fn new(name: impl Into<String>, shape: Vec<usize>, data: TensorData) -> Result<Self, ModelFileError> {
        let name = name.into();
        check_name(&name)?;
        if elements(&shape, data.data_type().size()) != Some(data.len()) || shape.len() > MAX_DIMENSIONS {
            return Err(ModelFileError::TensorShape {
                name,
                given: format!("{shape:?}"),
                expected: format!("at most {MAX_DIMENSIONS} dimensions of {} elements in total", data.len()),
            });
        }
        if let Some((index, given)) = data.first_not_finite() {
            return Err(ModelFileError::NotFinite { name, index, given });
        }
        Ok(Self { name, shape, data })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The length of each dimension.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The elements, row-major.
    #[must_use]
    pub fn data(&self) -> &TensorData {
        &self.data
    }
}

/// Refuse a name outside of `[A-Za-z_][A-Za-z0-9_.]*`, or `__metadata__`, which the header needs itself.
pub(crate) fn check_name(name: &str) -> Result<(), ModelFileError> {
    let first = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    let other = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'.';
    let valid = name.len() <= MAX_NAME
        && name.as_bytes().first().is_some_and(first)
        && name.as_bytes().iter().all(other)
        && name != "__metadata__";
    if valid { Ok(()) } else { Err(ModelFileError::TensorName(name.to_owned())) }
}

/// The number of elements of `shape`, or nothing if so many of `size` bytes are more than any array has.
pub(crate) fn elements(shape: &[usize], size: usize) -> Option<usize> {
    // A zero dimension must not hide an overflow of the others: readers multiply in any order.
    let bytes = shape.iter().try_fold(size, |product, length| product.checked_mul((*length).max(1)))?;
    i64::try_from(bytes).ok()?;
    Some(if shape.contains(&0) { 0 } else { bytes / size })
}
