//! `NumPy` arrays as rows, and back.

use mlmeta_cluster::{Csr, Element, Index, Matrix, Rows};
use numpy::{
    PyArray1, PyArray2, PyArrayDyn, PyArrayMethods, PyReadonlyArray, PyReadonlyArray1, PyReadonlyArray2,
    PyReadonlyArrayDyn, PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::{PyAnyMethods, PyTuple};
use pyo3::{Bound, PyAny, PyResult, Python};

use crate::error::exception;

/// `X`, of one of the two types of data.
pub(crate) enum Data<'py> {
    /// float32.
    Single(Borrowed<'py, f32>),
    /// float64.
    Double(Borrowed<'py, f64>),
}

/// Borrowed arrays of one form of rows.
pub(crate) enum Borrowed<'py, T: numpy::Element> {
    /// An array `(n_rows, n_features)`.
    Dense(PyReadonlyArray2<'py, T>),
    /// Compressed rows counted in 32 bits.
    Sparse(Compressed<'py, T, i32>),
    /// Compressed rows counted in 64 bits.
    WideSparse(Compressed<'py, T, i64>),
}

/// The three arrays of compressed sparse rows, and their width.
pub(crate) struct Compressed<'py, T: numpy::Element, I: numpy::Element> {
    values: PyReadonlyArray1<'py, T>,
    columns: PyReadonlyArray1<'py, I>,
    starts: PyReadonlyArray1<'py, I>,
    n_features: usize,
}

impl<'py> Data<'py> {
    /// Borrows `X`: an array, or `(data, indices, indptr, n_features)` of compressed sparse rows.
    ///
    /// # Errors
    /// `TypeError` unless it is a two-dimensional array of float32 or float64 in native byte order, or such a tuple of
    /// one-dimensional ones with int32 or int64 indices; `ValueError` unless arrays are C-contiguous and aligned.
    pub(crate) fn borrow(x: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(parts) = x.cast::<PyTuple>() {
            let (values, columns, starts, n_features) = parts.extract()?;
            return Self::compressed(&values, &columns, &starts, n_features);
        }
        if let Ok(array) = x.cast::<PyArray2<f32>>() {
            return Ok(Self::Single(Borrowed::Dense(contiguous(array.readonly(), "X")?)));
        }
        if let Ok(array) = x.cast::<PyArray2<f64>>() {
            return Ok(Self::Double(Borrowed::Dense(contiguous(array.readonly(), "X")?)));
        }
        Err(PyTypeError::new_err(format!(
            "X must be a two-dimensional array of float32 or float64 in native byte order, got {}",
            described(x)
        )))
    }

    fn compressed(
        values: &Bound<'py, PyAny>,
        columns: &Bound<'py, PyAny>,
        starts: &Bound<'py, PyAny>,
        n_features: usize,
    ) -> PyResult<Self> {
        if values.cast::<PyArray1<f32>>().is_ok() {
            Ok(Self::Single(Borrowed::compressed(values, columns, starts, n_features)?))
        } else {
            Ok(Self::Double(Borrowed::compressed(values, columns, starts, n_features)?))
        }
    }
}

impl<'py, T: Element + numpy::Element> Borrowed<'py, T> {
    fn compressed(
        values: &Bound<'py, PyAny>,
        columns: &Bound<'py, PyAny>,
        starts: &Bound<'py, PyAny>,
        n_features: usize,
    ) -> PyResult<Self> {
        let values = vector(values, "the data of X", "float32 or float64")?;
        if columns.cast::<PyArray1<i32>>().is_ok() {
            Ok(Self::Sparse(Compressed::borrow(values, columns, starts, n_features)?))
        } else {
            Ok(Self::WideSparse(Compressed::borrow(values, columns, starts, n_features)?))
        }
    }

    /// Returns the rows.
    ///
    /// # Errors
    /// `ValueError`: there is no row, or the arrays are no sparse rows.
    pub(crate) fn rows(&self, py: Python<'_>) -> PyResult<Matrix<'_, T>> {
        match self {
            Self::Dense(array) => {
                let rows = Rows::new(slice(array, "X")?, array.shape()[1]);
                rows.map(Matrix::Dense).map_err(|error| exception(py, &error))
            }
            Self::Sparse(arrays) => Ok(Matrix::Sparse(arrays.rows(py)?)),
            Self::WideSparse(arrays) => Ok(Matrix::WideSparse(arrays.rows(py)?)),
        }
    }

    /// Returns the number of rows and of features.
    pub(crate) fn shape(&self) -> (usize, usize) {
        match self {
            Self::Dense(array) => (array.shape()[0], array.shape()[1]),
            Self::Sparse(arrays) => (arrays.starts.len().saturating_sub(1), arrays.n_features),
            Self::WideSparse(arrays) => (arrays.starts.len().saturating_sub(1), arrays.n_features),
        }
    }
}

impl<'py, T: Element + numpy::Element, I: Index + numpy::Element> Compressed<'py, T, I> {
    fn borrow(
        values: PyReadonlyArray1<'py, T>,
        columns: &Bound<'py, PyAny>,
        starts: &Bound<'py, PyAny>,
        n_features: usize,
    ) -> PyResult<Self> {
        let columns = vector(columns, "the indices of X", "int32 or int64")?;
        let starts = vector(starts, "the indptr of X", I::NAME)?;
        Ok(Self { values, columns, starts, n_features })
    }

    fn rows(&self, py: Python<'_>) -> PyResult<Csr<'_, T, I>> {
        let (values, columns) = (slice(&self.values, "X")?, slice(&self.columns, "X")?);
        Csr::new(values, columns, slice(&self.starts, "X")?, self.n_features)
            .map_err(|error| exception(py, &error.into()))
    }
}

/// Borrows a one-dimensional array of a type.
fn vector<'py, T: numpy::Element>(
    array: &Bound<'py, PyAny>,
    name: &str,
    expected: &str,
) -> PyResult<PyReadonlyArray1<'py, T>> {
    let typed = array.cast::<PyArray1<T>>().map_err(|_| {
        PyTypeError::new_err(format!(
            "{name} must be a one-dimensional array of {expected} in native byte order, got {}",
            described(array)
        ))
    })?;
    contiguous(typed.readonly(), name)
}

/// Borrows an array that must have the type of `X`.
///
/// # Errors
/// `TypeError` for another type, `ValueError` for another layout.
pub(crate) fn like_x<'py, T: Element + numpy::Element>(
    array: &Bound<'py, PyAny>,
    name: &str,
) -> PyResult<PyReadonlyArrayDyn<'py, T>> {
    let typed = array.cast::<PyArrayDyn<T>>().map_err(|_| {
        PyTypeError::new_err(format!(
            "{name} must be an array of {} like X, got {}",
            T::NAME,
            described(array)
        ))
    })?;
    contiguous(typed.readonly(), name)
}

/// Returns copies of the values of an array that must have the type of `X`, in row-major order.
///
/// # Errors
/// As of [`like_x`].
pub(crate) fn values_like_x<T: Element + numpy::Element>(
    array: &Bound<'_, PyAny>,
    name: &str,
) -> PyResult<Vec<T>> {
    Ok(slice(&like_x::<T>(array, name)?, name)?.to_vec())
}

/// Returns the array, once it is known to be C-contiguous and aligned.
fn contiguous<'py, T: numpy::Element, D: numpy::ndarray::Dimension>(
    array: PyReadonlyArray<'py, T, D>,
    name: &str,
) -> PyResult<PyReadonlyArray<'py, T, D>> {
    slice(&array, name)?;
    Ok(array)
}

/// Returns the values of an array in row-major order.
///
/// # Errors
/// `ValueError` unless it is C-contiguous and aligned.
pub(crate) fn slice<'a, T: numpy::Element, D: numpy::ndarray::Dimension>(
    array: &'a PyReadonlyArray<'_, T, D>,
    name: &str,
) -> PyResult<&'a [T]> {
    let message = || {
        PyValueError::new_err(format!("{name} must be C-contiguous and aligned; use numpy.ascontiguousarray"))
    };
    if !array.is_c_contiguous() {
        return Err(message());
    }
    array.as_slice().map_err(|_| message())
}

/// Returns row-major values as an array `(rows, columns)`.
pub(crate) fn matrix<T: numpy::Element>(
    py: Python<'_>,
    values: Vec<T>,
    columns: usize,
) -> PyResult<Bound<'_, PyArray2<T>>> {
    let rows = values.len() / columns;
    PyArray1::from_vec(py, values).reshape([rows, columns])
}

fn described(array: &Bound<'_, PyAny>) -> String {
    let attribute = |name: &str| array.getattr(name).map(|value| value.to_string());
    match (attribute("dtype"), attribute("shape")) {
        (Ok(dtype), Ok(shape)) => format!("dtype {dtype} and shape {shape}"),
        _ => array.get_type().to_string(),
    }
}
