//! `NumPy` arrays as slices.

use mlmeta_preprocessing::Element;
use numpy::{
    PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray, PyReadonlyArray1, PyReadwriteArray,
    PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, PyAny, PyErr, PyResult};

/// A matrix of one of the two types of data.
pub(crate) enum Matrix<'py> {
    /// float32.
    Single(Bound<'py, PyArray2<f32>>),
    /// float64.
    Double(Bound<'py, PyArray2<f64>>),
}

impl<'py> Matrix<'py> {
    /// Returns `X`, typed.
    ///
    /// # Errors
    /// `TypeError` unless it is a two-dimensional array of float32 or float64 in native byte order.
    pub(crate) fn typed(x: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(array) = x.cast::<PyArray2<f32>>() {
            return Ok(Self::Single(array.clone()));
        }
        if let Ok(array) = x.cast::<PyArray2<f64>>() {
            return Ok(Self::Double(array.clone()));
        }
        Err(PyTypeError::new_err(format!(
            "X must be a two-dimensional array of float32 or float64 in native byte order, got {}",
            described(x)
        )))
    }
}

/// One dimension of float32 or float64, such as the entries of sparse rows.
pub(crate) enum Vector<'py> {
    /// float32.
    Single(Bound<'py, PyArray1<f32>>),
    /// float64.
    Double(Bound<'py, PyArray1<f64>>),
}

impl<'py> Vector<'py> {
    /// Returns `data`, typed.
    ///
    /// # Errors
    /// `TypeError` unless it is a one-dimensional array of float32 or float64 in native byte order.
    pub(crate) fn typed(data: &Bound<'py, PyAny>, name: &str) -> PyResult<Self> {
        if let Ok(array) = data.cast::<PyArray1<f32>>() {
            return Ok(Self::Single(array.clone()));
        }
        if let Ok(array) = data.cast::<PyArray1<f64>>() {
            return Ok(Self::Double(array.clone()));
        }
        Err(PyTypeError::new_err(format!(
            "{name} must be a one-dimensional array of float32 or float64 in native byte order, got {}",
            described(data)
        )))
    }
}

/// Borrows an array that must be two-dimensional and of one type, `like` that of another.
///
/// # Errors
/// `TypeError`.
pub(crate) fn matrix_of<'py, T: Element + numpy::Element>(
    array: &Bound<'py, PyAny>,
    name: &str,
    like: &str,
) -> PyResult<Bound<'py, PyArray2<T>>> {
    array.cast::<PyArray2<T>>().cloned().map_err(|_| wrong::<T>(array, name, "two", like))
}

/// Borrows an array that must be one-dimensional and of one type, `like` that of another.
///
/// # Errors
/// `TypeError`.
pub(crate) fn vector_of<'py, T: Element + numpy::Element>(
    array: &Bound<'py, PyAny>,
    name: &str,
    like: &str,
) -> PyResult<PyReadonlyArray1<'py, T>> {
    let typed = array.cast::<PyArray1<T>>().map_err(|_| wrong::<T>(array, name, "one", like))?;
    readonly(typed, name)
}

/// Borrows an array to read it.
///
/// # Errors
/// `ValueError` while somebody else writes to it.
pub(crate) fn readonly<'py, T: numpy::Element, D: numpy::ndarray::Dimension>(
    array: &Bound<'py, numpy::PyArray<T, D>>,
    name: &str,
) -> PyResult<PyReadonlyArray<'py, T, D>> {
    array.try_readonly().map_err(|error| PyValueError::new_err(format!("{name} cannot be read: {error}")))
}

/// Borrows an array to write to it.
///
/// # Errors
/// `ValueError` when it is read-only or somebody else uses it.
pub(crate) fn readwrite<'py, T: numpy::Element, D: numpy::ndarray::Dimension>(
    array: &Bound<'py, numpy::PyArray<T, D>>,
    name: &str,
) -> PyResult<PyReadwriteArray<'py, T, D>> {
    array.try_readwrite().map_err(|error| PyValueError::new_err(format!("{name} cannot be written: {error}")))
}

/// Returns the values of an array in row-major order.
///
/// # Errors
/// `ValueError` unless it is C-contiguous and aligned.
pub(crate) fn slice<'a, T: numpy::Element, D: numpy::ndarray::Dimension>(
    array: &'a PyReadonlyArray<'_, T, D>,
    name: &str,
) -> PyResult<&'a [T]> {
    let contiguous = array.is_c_contiguous();
    array.as_slice().ok().filter(|_| contiguous).ok_or_else(|| layout(name))
}

/// Returns the values of an array in row-major order, to be written.
///
/// # Errors
/// As for [`slice`].
pub(crate) fn slice_mut<'a, T: numpy::Element, D: numpy::ndarray::Dimension>(
    array: &'a mut PyReadwriteArray<'_, T, D>,
    name: &str,
) -> PyResult<&'a mut [T]> {
    let contiguous = array.is_c_contiguous();
    array.as_slice_mut().ok().filter(|_| contiguous).ok_or_else(|| layout(name))
}

/// Borrows one of the two kinds of indices of sparse rows.
pub(crate) enum Indices<'py> {
    /// int32.
    Short(PyReadonlyArray1<'py, i32>),
    /// int64.
    Long(PyReadonlyArray1<'py, i64>),
}

impl<'py> Indices<'py> {
    /// Borrows `indices` or `indptr`.
    ///
    /// # Errors
    /// `TypeError` unless it is a one-dimensional array of int32 or int64 in native byte order.
    pub(crate) fn typed(array: &Bound<'py, PyAny>, name: &str) -> PyResult<Self> {
        if let Ok(array) = array.cast::<PyArray1<i32>>() {
            return Ok(Self::Short(readonly(array, name)?));
        }
        if let Ok(array) = array.cast::<PyArray1<i64>>() {
            return Ok(Self::Long(readonly(array, name)?));
        }
        Err(PyTypeError::new_err(format!(
            "{name} must be a one-dimensional array of int32 or int64 in native byte order, got {}",
            described(array)
        )))
    }
}

fn layout(name: &str) -> PyErr {
    PyValueError::new_err(format!("{name} must be C-contiguous and aligned; use numpy.ascontiguousarray"))
}

fn wrong<T: Element>(array: &Bound<'_, PyAny>, name: &str, dimensions: &str, like: &str) -> PyErr {
    PyTypeError::new_err(format!(
        "{name} must be a {dimensions}-dimensional array of {} like {like}, got {}",
        T::NAME,
        described(array)
    ))
}

fn described(array: &Bound<'_, PyAny>) -> String {
    let attribute = |name: &str| array.getattr(name).map(|value| value.to_string());
    match (attribute("dtype"), attribute("shape")) {
        (Ok(dtype), Ok(shape)) => format!("dtype {dtype} and shape {shape}"),
        _ => array.get_type().to_string(),
    }
}
