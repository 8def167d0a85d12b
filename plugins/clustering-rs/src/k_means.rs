//! K-Means for Python.

use mlmeta_cluster::{
    Element, Init, KMeansModel, KMeansParams, Mt19937, Rows, SampleWeight, Simd, nearest_centres,
};
use numpy::ndarray::Dimension;
use numpy::{
    PyArray1, PyReadonlyArray, PyReadonlyArray1, PyReadonlyArray2, PyReadonlyArrayDyn, PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::{Bound, IntoPyObject, PyAny, PyResult, Python, pyfunction};

use crate::arrays::{Matrix, like_x, matrix, slice};
use crate::error::exception;
use crate::work::run;

/// The state of a `RandomState`: 624 words and how many of them were drawn.
type RandomState<'py> = (PyReadonlyArray1<'py, u32>, usize);

/// What a fit takes besides the rows and the stream.
struct Settings<'a, 'py> {
    init: Option<&'a Bound<'py, PyAny>>,
    sample_weight: Option<&'a Bound<'py, PyAny>>,
    n_clusters: usize,
    n_init: usize,
    max_iter: usize,
    tol: f64,
    n_threads: usize,
    progress: Option<&'a Bound<'py, PyAny>>,
}

/// Return `(centres, labels, inertia, n_iter, (key, position))` of a K-Means fit.
///
/// `init` is None for k-means++, or start centres of shape `(n_init, n_clusters, n_features)`; `sample_weight` is None or
/// one weight a row.
#[pyfunction]
#[pyo3(signature = (X, *, n_clusters, init, n_init, max_iter, tol, random_state, n_threads, sample_weight=None, progress=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn fit<'py>(
    X: &Bound<'py, PyAny>,
    n_clusters: usize,
    init: Option<&Bound<'py, PyAny>>,
    n_init: usize,
    max_iter: usize,
    tol: f64,
    random_state: RandomState<'py>,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let settings = Settings { init, sample_weight, n_clusters, n_init, max_iter, tol, n_threads, progress };
    match Matrix::borrow(X)? {
        Matrix::Single(rows) => fit_typed(X.py(), &rows, &settings, &random_state),
        Matrix::Double(rows) => fit_typed(X.py(), &rows, &settings, &random_state),
    }
}

fn fit_typed<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    rows: &PyReadonlyArray2<'py, T>,
    settings: &Settings<'_, 'py>,
    (key, position): &RandomState<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let init = match settings.init {
        None => Init::KMeansPlusPlus,
        Some(starts) => Init::Centres(slice(&like_x::<T>(starts, "init")?, "init")?.to_vec()),
    };
    let params = KMeansParams::new(settings.n_clusters).init(init).n_init(settings.n_init);
    let params =
        params.max_iter(settings.max_iter).tol(settings.tol).check().map_err(|error| exception(&error))?;
    let mut stream = Mt19937::from_state(slice(key, "random_state")?, *position).ok_or_else(|| {
        PyValueError::new_err(format!(
            "random_state must be 624 words and a position from 0 to 624, got {} and {position}",
            key.len()
        ))
    })?;
    let (values, n_features) = (slice(rows, "X")?, rows.shape()[1]);
    let data = Rows::new(values, n_features).map_err(|error| exception(&error))?;
    let weights = settings.sample_weight.map(weights_like::<T>).transpose()?;
    let runs = settings.n_init.saturating_mul(settings.max_iter.min(50));
    let size = values.len().saturating_mul(settings.n_clusters).saturating_mul(runs);
    let (fit, stream) = run(py, size, settings.n_threads, settings.progress, move |control| {
        let fit = params.fit(data, weights.as_ref(), &mut stream, control)?;
        Ok((fit, stream))
    })?;
    let centres = matrix(py, fit.model.into_centres(), n_features)?;
    let labels = PyArray1::from_vec(py, fit.labels);
    let state = (PyArray1::from_slice(py, stream.key()), stream.position());
    Ok((centres, labels, fit.inertia, fit.n_iter, state).into_pyobject(py)?.into_any())
}

/// Return the weight of each row over the exact sum of all weights, float64: the probabilities of drawing the rows.
#[pyfunction]
#[pyo3(signature = (sample_weight))]
pub(crate) fn shares<'py>(sample_weight: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let single = sample_weight.cast::<PyArray1<f32>>().is_ok();
    let weights =
        if single { weights_like::<f32>(sample_weight) } else { weights_like::<f64>(sample_weight) }?;
    let shares = weights.shares().map_err(|error| exception(&error))?;
    Ok(PyArray1::from_vec(sample_weight.py(), shares))
}

/// Return the label of each row, int32.
#[pyfunction]
#[pyo3(signature = (X, centres, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn predict<'py>(
    X: &Bound<'py, PyAny>,
    centres: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<Bound<'py, PyArray1<i32>>> {
    let py = X.py();
    let labels = match Matrix::borrow(X)? {
        Matrix::Single(rows) => predict_typed(py, &rows, centres, n_threads),
        Matrix::Double(rows) => predict_typed(py, &rows, centres, n_threads),
    }?;
    Ok(PyArray1::from_vec(py, labels))
}

fn predict_typed<T: Element + numpy::Element>(
    py: Python<'_>,
    rows: &PyReadonlyArray2<'_, T>,
    centres: &Bound<'_, PyAny>,
    n_threads: usize,
) -> PyResult<Vec<i32>> {
    let centres = centres_like::<T>(centres)?;
    let centres = as_rows(&centres, "centres")?;
    let Some((data, size)) = sized(rows, centres)? else {
        return Ok(Vec::new());
    };
    run(py, size, n_threads, None, |control| nearest_centres(data, centres, control))
}

/// Return the distance of each row to each centre, in the type of `X`.
#[pyfunction]
#[pyo3(signature = (X, centres, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn transform<'py>(
    X: &Bound<'py, PyAny>,
    centres: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    match Matrix::borrow(X)? {
        Matrix::Single(rows) => transform_typed(X.py(), &rows, centres, n_threads),
        Matrix::Double(rows) => transform_typed(X.py(), &rows, centres, n_threads),
    }
}

fn transform_typed<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    rows: &PyReadonlyArray2<'py, T>,
    centres: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let centres = centres_like::<T>(centres)?;
    let centres = as_rows(&centres, "centres")?;
    let model = KMeansModel::new(centres.values().to_vec(), centres.n_features())
        .map_err(|error| exception(&error))?;
    let distances = match sized(rows, centres)? {
        Some((data, size)) => run(py, size, n_threads, None, |control| model.transform(data, control))?,
        None => Vec::new(),
    };
    Ok(matrix(py, distances, model.n_clusters())?.into_any())
}

/// Return the name of the SIMD level of this process.
#[pyfunction]
pub(crate) fn simd_level() -> PyResult<&'static str> {
    match Simd::detect() {
        Ok(simd) => Ok(simd.level().name()),
        Err(error) => Err(PyRuntimeError::new_err(error.to_string())),
    }
}

fn weights_like<T: Element + numpy::Element>(weights: &Bound<'_, PyAny>) -> PyResult<SampleWeight> {
    let weights = like_x::<T>(weights, "sample_weight")?;
    if weights.shape().len() != 1 {
        let message =
            format!("sample_weight must be one-dimensional, got {} dimensions", weights.shape().len());
        return Err(PyValueError::new_err(message));
    }
    SampleWeight::new(slice(&weights, "sample_weight")?).map_err(|error| exception(&error))
}

fn centres_like<'py, T: Element + numpy::Element>(
    centres: &Bound<'py, PyAny>,
) -> PyResult<PyReadonlyArrayDyn<'py, T>> {
    let centres = like_x::<T>(centres, "centres")?;
    if centres.shape().len() == 2 {
        return Ok(centres);
    }
    let message = format!("centres must be two-dimensional, got {} dimensions", centres.shape().len());
    Err(PyValueError::new_err(message))
}

/// Returns a two-dimensional array as rows.
fn as_rows<'a, T: Element + numpy::Element, D: Dimension>(
    array: &'a PyReadonlyArray<'_, T, D>,
    name: &str,
) -> PyResult<Rows<'a, T>> {
    Rows::new(slice(array, name)?, array.shape()[1]).map_err(|error| exception(&error))
}

/// Returns the rows and the number of multiplications they ask for, or `None` when there are none.
fn sized<'a, T: Element + numpy::Element>(
    rows: &'a PyReadonlyArray2<'_, T>,
    centres: Rows<'_, T>,
) -> PyResult<Option<(Rows<'a, T>, usize)>> {
    if rows.shape() == [0, centres.n_features()] {
        return Ok(None);
    }
    let rows = as_rows(rows, "X")?;
    Ok(Some((rows, rows.values().len().saturating_mul(centres.n_rows()))))
}
