//! What scalers learn, for Python.

use mlmeta_preprocessing::{
    Element, FeatureRange, Index, MinMaxScaler, Moments, Rows, SampleWeight, ScalerError, SparseRows,
    StandardScaler,
};
use numpy::{PyArray1, PyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyTypeError;
use pyo3::{Bound, IntoPyObject, PyAny, PyResult, Python, pyfunction};

use crate::arrays::{Indices, Matrix, Vector, readonly, slice, vector_of};
use crate::error::exception;
use crate::work::run;

/// Count, mean and variance of earlier parts, or nothing.
type Before<'py> = Option<(Bound<'py, PyAny>, Bound<'py, PyAny>, Option<Bound<'py, PyAny>>)>;

/// Return `(count, mean, variance, scale)` of the columns of `X` and of the parts `before`, all float64.
///
/// `before` is `(count, mean, variance)` or None. Without `with_std` variance and scale are None.
#[pyfunction]
#[pyo3(signature = (X, *, sample_weight, before, with_std, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn column_moments<'py>(
    X: &Bound<'py, PyAny>,
    sample_weight: Option<&Bound<'py, PyAny>>,
    before: Before<'py>,
    with_std: bool,
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let before = earlier(before)?;
    match Matrix::typed(X)? {
        Matrix::Single(rows) => moments_typed(&rows, sample_weight, before, with_std, n_threads),
        Matrix::Double(rows) => moments_typed(&rows, sample_weight, before, with_std, n_threads),
    }
}

fn moments_typed<'py, T: Element + numpy::Element>(
    rows: &Bound<'py, PyArray2<T>>,
    sample_weight: Option<&Bound<'py, PyAny>>,
    before: Option<Moments>,
    with_std: bool,
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let py = rows.py();
    let weights = weights_like::<T>(sample_weight)?;
    let borrowed = readonly(rows, "X")?;
    let values = slice(&borrowed, "X")?;
    let data = Rows::new(values, rows.shape()[1]).map_err(|error| exception(&error))?;
    let scaler = run(py, values.len(), n_threads, move |control| {
        let moments = Moments::of_rows(data, weights.as_ref(), with_std, control)?;
        learnt(before, moments)
    })?;
    statistics(py, scaler)
}

/// Return what `column_moments` returns, of compressed sparse rows.
#[pyfunction]
#[pyo3(signature = (data, indices, indptr, n_features, *, sample_weight, before, with_std, n_threads))]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn column_moments_of_sparse<'py>(
    data: &Bound<'py, PyAny>,
    indices: &Bound<'py, PyAny>,
    indptr: &Bound<'py, PyAny>,
    n_features: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
    before: Before<'py>,
    with_std: bool,
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let before = earlier(before)?;
    let positions = (Indices::typed(indices, "indices")?, Indices::typed(indptr, "indptr")?);
    let settings = Sparse { n_features, before, with_std, n_threads };
    match Vector::typed(data, "data")? {
        Vector::Single(data) => sparse_typed(&data, &positions, sample_weight, settings),
        Vector::Double(data) => sparse_typed(&data, &positions, sample_weight, settings),
    }
}

/// What a fit of sparse rows takes besides their arrays.
struct Sparse {
    n_features: usize,
    before: Option<Moments>,
    with_std: bool,
    n_threads: usize,
}

fn sparse_typed<'py, T: Element + numpy::Element>(
    data: &Bound<'py, PyArray1<T>>,
    positions: &(Indices<'py>, Indices<'py>),
    sample_weight: Option<&Bound<'py, PyAny>>,
    settings: Sparse,
) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    let weights = weights_like::<T>(sample_weight)?;
    let borrowed = readonly(data, "data")?;
    let data = slice(&borrowed, "data")?;
    match positions {
        (Indices::Short(indices), Indices::Short(indptr)) => {
            let indices = (slice(indices, "indices")?, slice(indptr, "indptr")?);
            sparse_indexed(py, data, indices, weights.as_ref(), settings)
        }
        (Indices::Long(indices), Indices::Long(indptr)) => {
            let indices = (slice(indices, "indices")?, slice(indptr, "indptr")?);
            sparse_indexed(py, data, indices, weights.as_ref(), settings)
        }
        _ => Err(PyTypeError::new_err("indices and indptr must have the same dtype, int32 or int64")),
    }
}

fn sparse_indexed<'py, T: Element, I: Index>(
    py: Python<'py>,
    data: &[T],
    (indices, indptr): (&[I], &[I]),
    weights: Option<&SampleWeight>,
    settings: Sparse,
) -> PyResult<Bound<'py, PyAny>> {
    let Sparse { n_features, before, with_std, n_threads } = settings;
    let rows = SparseRows::new(data, indices, indptr, n_features).map_err(|error| exception(&error))?;
    let n_values = data.len().saturating_add(n_features);
    let scaler = run(py, n_values, n_threads, move |control| {
        let moments = Moments::of_sparse(rows, weights, with_std, control)?;
        learnt(before, moments)
    })?;
    statistics(py, scaler)
}

/// Return `(scale, min, data_min, data_max, data_range)` of the columns of `X` and of the parts `before`, in the dtype of `X`.
///
/// `before` is `(data_min, data_max)` or None.
#[pyfunction]
#[pyo3(signature = (X, *, before, feature_range, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn column_ranges<'py>(
    X: &Bound<'py, PyAny>,
    before: Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    feature_range: (f64, f64),
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let range = FeatureRange::new(feature_range.0, feature_range.1).map_err(|error| exception(&error))?;
    match Matrix::typed(X)? {
        Matrix::Single(rows) => ranges_typed(&rows, before, range, n_threads),
        Matrix::Double(rows) => ranges_typed(&rows, before, range, n_threads),
    }
}

fn ranges_typed<'py, T: Element + numpy::Element>(
    rows: &Bound<'py, PyArray2<T>>,
    before: Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    range: FeatureRange,
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let py = rows.py();
    let earlier = match before {
        None => None,
        Some((lows, highs)) => Some((
            slice(&vector_of::<T>(&lows, "data_min", "X")?, "data_min")?.to_vec(),
            slice(&vector_of::<T>(&highs, "data_max", "X")?, "data_max")?.to_vec(),
        )),
    };
    let borrowed = readonly(rows, "X")?;
    let values = slice(&borrowed, "X")?;
    let data = Rows::new(values, rows.shape()[1]).map_err(|error| exception(&error))?;
    let scaler = run(py, values.len(), n_threads, move |control| {
        let earlier = earlier.as_ref().map(|(lows, highs)| (lows.as_slice(), highs.as_slice()));
        MinMaxScaler::fit(data, earlier, range, control)
    })?;
    let MinMaxScaler { scale, min, data_min, data_max, data_range } = scaler;
    let arrays = [scale, min, data_min, data_max, data_range].map(|values| PyArray1::from_vec(py, values));
    Ok(arrays.into_pyobject(py)?.into_any())
}

fn weights_like<T: Element + numpy::Element>(
    weights: Option<&Bound<'_, PyAny>>,
) -> PyResult<Option<SampleWeight>> {
    let Some(weights) = weights else {
        return Ok(None);
    };
    let weights = vector_of::<T>(weights, "sample_weight", "X")?;
    let checked = SampleWeight::new(slice(&weights, "sample_weight")?);
    checked.map(Some).map_err(|error| exception(&error))
}

fn earlier(before: Before<'_>) -> PyResult<Option<Moments>> {
    let Some((count, mean, variance)) = before else {
        return Ok(None);
    };
    let vector = |array: &Bound<'_, PyAny>, name: &str| -> PyResult<Vec<f64>> {
        Ok(slice(&vector_of::<f64>(array, name, "all statistics")?, name)?.to_vec())
    };
    let (count, mean) = (vector(&count, "count")?, vector(&mean, "mean")?);
    let variance = variance.map(|variance| vector(&variance, "variance")).transpose()?;
    let moments = Moments::from_statistics(&count, &mean, variance.as_deref());
    moments.map(Some).map_err(|error| exception(&error))
}

fn learnt(before: Option<Moments>, found: Moments) -> Result<StandardScaler, ScalerError> {
    let moments = match before {
        Some(before) => before.merged(&found)?,
        None => found,
    };
    Ok(StandardScaler::from_moments(&moments))
}

fn statistics(py: Python<'_>, scaler: StandardScaler) -> PyResult<Bound<'_, PyAny>> {
    let StandardScaler { count, mean, variance, scale } = scaler;
    let array = |values| PyArray1::from_vec(py, values);
    Ok((array(count), array(mean), variance.map(array), scale.map(array)).into_pyobject(py)?.into_any())
}
