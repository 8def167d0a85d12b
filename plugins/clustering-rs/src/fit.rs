//! A K-Means fit for Python.

use mlmeta_cluster::{Control, Element, Init, KMeansParams, Mt19937, SampleWeight, StartFunction};
use numpy::{PyArray1, PyReadonlyArray1, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::types::{PyAnyMethods, PyString, PyStringMethods};
use pyo3::{Bound, IntoPyObject, PyAny, PyResult, Python, pyfunction};

use crate::arrays::{Borrowed, Data, like_x, matrix, slice, values_like_x};
use crate::asked::Asked;
use crate::error::exception;
use crate::interpreter::{Desk, Interpreter};
use crate::listener::Listener;
use crate::work::run;

/// The state of a `RandomState`: 624 words and how many of them were drawn.
pub(crate) type RandomState<'py> = (PyReadonlyArray1<'py, u32>, usize);

/// What a fit takes besides the rows and the stream.
struct Settings<'a, 'py> {
    init: &'a Bound<'py, PyAny>,
    sample_weight: Option<&'a Bound<'py, PyAny>>,
    n_clusters: usize,
    n_init: usize,
    max_iter: usize,
    tol: f64,
    n_threads: usize,
    observer: Option<&'a Bound<'py, PyAny>>,
}

/// Return `(centres, labels, inertia, n_iter, (key, position))` of a K-Means fit.
///
/// `X` is an array or, of sparse rows, `(data, indices, indptr, n_features)`. `init` is "k-means++", "random", start centres of
/// shape `(n_init, n_clusters, n_features)`, or a function that is called before each run with the centred rows (None when they are
/// sparse) and returns start centres `(n_clusters, n_features)` for them; arrays have the type of `X`. `random_state` is the state of
/// the stream to draw from, as it is returned; None when `init` is not a name, for then nothing is drawn. `sample_weight` is None or
/// one weight a row. The methods of `observer` are called as the fit goes on.
#[pyfunction]
#[pyo3(signature = (X, *, n_clusters, init, n_init, max_iter, tol, random_state, n_threads, sample_weight=None, observer=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn fit<'py>(
    X: &Bound<'py, PyAny>,
    n_clusters: usize,
    init: &Bound<'py, PyAny>,
    n_init: usize,
    max_iter: usize,
    tol: f64,
    random_state: Option<RandomState<'py>>,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
    observer: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let settings = Settings { init, sample_weight, n_clusters, n_init, max_iter, tol, n_threads, observer };
    match Data::borrow(X)? {
        Data::Single(rows) => fit_typed(X.py(), &rows, &settings, random_state.as_ref()),
        Data::Double(rows) => fit_typed(X.py(), &rows, &settings, random_state.as_ref()),
    }
}

fn fit_typed<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    data: &Borrowed<'py, T>,
    settings: &Settings<'_, 'py>,
    random_state: Option<&RandomState<'py>>,
) -> PyResult<Bound<'py, PyAny>> {
    let rows = data.rows(py)?;
    let n_features = rows.n_features();
    let desk = (settings.observer.is_some() || settings.init.is_callable()).then(Desk::default);
    let init = start::<T>(settings.init, n_features, desk.as_ref().map(|desk| &desk.interpreter))?;
    let params = KMeansParams::new(settings.n_clusters).init(init).n_init(settings.n_init);
    let params = params
        .max_iter(settings.max_iter)
        .tol(settings.tol)
        .check()
        .map_err(|error| exception(py, &error))?;
    let mut stream = random_state.map_or_else(|| Ok(Mt19937::from_seed(0)), stream_of)?;
    let listener = match (settings.observer, &desk) {
        (Some(object), Some(desk)) => Some(Listener::new(object, desk.interpreter.clone(), n_features)?),
        _ => None,
    };
    let weights = settings.sample_weight.map(weights_like::<T>).transpose()?;
    let runs = settings.n_init.saturating_mul(settings.max_iter.min(50));
    let size = rows.n_values().saturating_mul(settings.n_clusters).saturating_mul(runs);
    let (fit, stream) = run(py, size, settings.n_threads, desk, move |control| {
        let observer = listener.as_ref().map(|listener| listener as _);
        let control = Control { observer, ..*control };
        let fit = params.fit(rows, weights.as_ref(), &mut stream, &control)?;
        Ok((fit, stream))
    })?;
    let centres = matrix(py, fit.model.into_centres(), n_features)?;
    let labels = PyArray1::from_vec(py, fit.labels);
    let state = random_state.map(|_| drawn(py, &stream));
    Ok((centres, labels, fit.inertia, fit.n_iter, state).into_pyobject(py)?.into_any())
}

pub(crate) fn stream_of((key, position): &RandomState<'_>) -> PyResult<Mt19937> {
    Mt19937::from_state(slice(key, "random_state")?, *position).ok_or_else(|| {
        PyValueError::new_err(format!(
            "random_state must be 624 words and a position from 0 to 624, got {} and {position}",
            key.len()
        ))
    })
}

/// Returns the state of a stream as Python has it.
pub(crate) fn drawn<'py>(py: Python<'py>, stream: &Mt19937) -> (Bound<'py, PyArray1<u32>>, usize) {
    (PyArray1::from_slice(py, stream.key()), stream.position())
}

/// Returns where the runs start.
fn start<T: Element + numpy::Element>(
    init: &Bound<'_, PyAny>,
    n_features: usize,
    interpreter: Option<&Interpreter>,
) -> PyResult<Init<T>> {
    if let Ok(name) = init.cast::<PyString>() {
        return match name.to_cow()?.as_ref() {
            "k-means++" => Ok(Init::KMeansPlusPlus),
            "random" => Ok(Init::Random),
            other => Err(PyValueError::new_err(format!(
                "init must be \"k-means++\", \"random\", an array or a function, got {other:?}"
            ))),
        };
    }
    match interpreter {
        Some(interpreter) if init.is_callable() => {
            Ok(Init::Function(asking(Asked::new(init, interpreter.clone()), n_features)))
        }
        _ => Ok(Init::Centres(values_like_x(init, "init")?)),
    }
}

/// Returns what calls a Python function for the start centres of each run.
fn asking<T: Element + numpy::Element>(function: Asked, n_features: usize) -> StartFunction<T> {
    StartFunction::new(move |request| {
        function.ask(move |function, py| {
            let rows = request.rows.map(|rows| matrix(py, rows, n_features)).transpose()?;
            values_like_x(&function.call1((rows,))?, "what init returns")
        })
    })
}

pub(crate) fn weights_like<T: Element + numpy::Element>(
    weights: &Bound<'_, PyAny>,
) -> PyResult<SampleWeight> {
    let py = weights.py();
    let weights = like_x::<T>(weights, "sample_weight")?;
    if weights.shape().len() != 1 {
        let message =
            format!("sample_weight must be one-dimensional, got {} dimensions", weights.shape().len());
        return Err(PyValueError::new_err(message));
    }
    SampleWeight::new(slice(&weights, "sample_weight")?).map_err(|error| exception(py, &error))
}
