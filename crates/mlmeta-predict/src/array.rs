//! Named arrays of a request and of an answer.

use std::borrow::Cow;
use std::sync::Arc;

/// The elements of an array, row-major.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// float64 elements.
    Float64(Vec<f64>),
    /// float32 elements.
    Float32(Vec<f32>),
    /// int64 elements.
    Int64(Vec<i64>),
    /// int32 elements.
    Int32(Vec<i32>),
    /// uint8 elements.
    UInt8(Vec<u8>),
    /// bool elements.
    Bool(Vec<bool>),
    /// Texts; equal labels of an answer share one.
    Text(Vec<Arc<str>>),
}

impl Values {
    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Float64(values) => values.len(),
            Self::Float32(values) => values.len(),
            Self::Int64(values) => values.len(),
            Self::Int32(values) => values.len(),
            Self::UInt8(values) => values.len(),
            Self::Bool(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether there are no elements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of the element type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Float64(_) => "float64",
            Self::Float32(_) => "float32",
            Self::Int64(_) => "int64",
            Self::Int32(_) => "int32",
            Self::UInt8(_) => "uint8",
            Self::Bool(_) => "bool",
            Self::Text(_) => "string",
        }
    }
}

/// A named array.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// The name of the input or output.
    pub name: Cow<'static, str>,
    /// The length of each dimension; the first is the row.
    pub shape: Vec<usize>,
    /// The elements, as many as the shape says.
    pub values: Values,
}

impl Array {
    /// An array of `shape` with row-major `values`.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, shape: Vec<usize>, values: Values) -> Self {
        Self { name: name.into(), shape, values }
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.shape.first().copied().unwrap_or(0)
    }
}
