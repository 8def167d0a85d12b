//! `NumPy` arrays as slices, and back.

use mlmeta_cluster::Element;
use numpy::{
    PyArray1, PyArray2, PyArrayDyn, PyArrayMethods, PyReadonlyArray, PyReadonlyArray2, PyReadonlyArrayDyn,
    PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, PyAny, PyResult, Python};

/// A matrix of one of the two types of data.
pub(crate) enum Matrix<'py> {
    /// float32.
    Single(PyReadonlyArray2<'py, f32>),
    /// float64.
    Double(PyReadonlyArray2<'py, f64>),
}

impl<'py> Matrix<'py> {
    /// Borrows `X`.
    ///
    /// # Errors
    /// `TypeError` unless it is a two-dimensional array of float32 or float64 in native byte order, `ValueError` unless
    /// it is C-contiguous and aligned.
    pub(crate) fn borrow(x: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(array) = x.cast::<PyArray2<f32>>() {
            let array = array.readonly();
            slice(&array, "X")?;
            return Ok(Self::Single(array));
        }
        if let Ok(array) = x.cast::<PyArray2<f64>>() {
            let array = array.readonly();
            slice(&array, "X")?;
            return Ok(Self::Double(array));
        }
        Err(PyTypeError::new_err(format!(
            "X must be a two-dimensional array of float32 or float64 in native byte order, got {}",
            described(x)
        )))
    }
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
    let typed = typed.readonly();
    slice(&typed, name)?;
    Ok(typed)
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
