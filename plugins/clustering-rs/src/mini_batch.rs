//! Mini-batch K-Means for Python: whole fits, and steps of its own for `partial_fit`.

use mlmeta_cluster::{
    BatchInit, BatchStart, Element, KMeansError, Matrix, MiniBatchParams, MiniBatchState, Mt19937,
    ValidMiniBatchParams,
};
use numpy::{PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::types::{PyAnyMethods, PyString, PyStringMethods};
use pyo3::{Bound, FromPyObject, IntoPyObject, PyAny, PyResult, Python, pyfunction};

use crate::arrays::{Borrowed, Data, matrix, slice, values_like_x};
use crate::asked::Asked;
use crate::error::exception;
use crate::fit::{RandomState, drawn, stream_of, weights_like};
use crate::interpreter::{Desk, Interpreter};
use crate::mini_batch_listener::MiniBatchListener;
use crate::work::run;

/// The parameters, items of a dictionary. `init` is "k-means++", "random", start centres `(n_clusters, n_features)` of the type of `X`,
/// or a function of the positions of the rows to start from (None: all) and the words and position of the stream, which returns
/// such centres and the words and position that it left.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Settings<'py> {
    n_clusters: usize,
    init: Bound<'py, PyAny>,
    n_init: usize,
    init_size: Option<usize>,
    batch_size: usize,
    max_iter: usize,
    tol: f64,
    max_no_improvement: Option<usize>,
    reassignment_ratio: f64,
}

impl Settings<'_> {
    fn params<T: Element + numpy::Element>(
        &self,
        py: Python<'_>,
        desk: Option<&Desk>,
    ) -> PyResult<ValidMiniBatchParams<T>> {
        let params = MiniBatchParams::new(self.n_clusters)
            .init(start(&self.init, desk.map(|desk| &desk.interpreter))?)
            .n_init(self.n_init)
            .init_size(self.init_size)
            .batch_size(self.batch_size)
            .max_iter(self.max_iter)
            .tol(self.tol)
            .max_no_improvement(self.max_no_improvement)
            .reassignment_ratio(self.reassignment_ratio);
        params.check().map_err(|error| exception(py, &error))
    }

    fn desk(&self, observer: Option<&Bound<'_, PyAny>>) -> Option<Desk> {
        (observer.is_some() || self.init.is_callable()).then(Desk::default)
    }
}

/// Return `((centres, counts, seen), n_steps, mean_inertia, (key, position))` of a fit; centres and counts are float64.
///
/// `X`, `random_state` and `sample_weight` are as for `fit`. The methods of `observer` are called as the fit goes on.
#[pyfunction]
#[pyo3(signature = (X, settings, *, random_state, n_threads, sample_weight=None, observer=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn mini_batch_fit<'py>(
    X: &Bound<'py, PyAny>,
    settings: Settings<'py>,
    random_state: RandomState<'py>,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
    observer: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let given = Given { random_state: &random_state, n_threads, sample_weight };
    match Data::borrow(X)? {
        Data::Single(rows) => fit_typed(X.py(), &rows, &settings, &given, observer),
        Data::Double(rows) => fit_typed(X.py(), &rows, &settings, &given, observer),
    }
}

/// Return `((centres, counts, seen), (key, position))`: where steps on parts of the data start, of which `X` is the first.
#[pyfunction]
#[pyo3(signature = (X, settings, *, random_state, n_threads, sample_weight=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn mini_batch_start<'py>(
    X: &Bound<'py, PyAny>,
    settings: Settings<'py>,
    random_state: RandomState<'py>,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let given = Given { random_state: &random_state, n_threads, sample_weight };
    match Data::borrow(X)? {
        Data::Single(rows) => start_typed(X.py(), &rows, &settings, &given),
        Data::Double(rows) => start_typed(X.py(), &rows, &settings, &given),
    }
}

/// Return `((centres, counts, seen), n_replaced, (key, position))` after a step with `X` from such a state.
///
/// `batch_size` is how many rows count as seen.
#[pyfunction]
#[pyo3(signature = (X, state, *, batch_size, reassignment_ratio, random_state, n_threads, sample_weight=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn mini_batch_step<'py>(
    X: &Bound<'py, PyAny>,
    state: Learnt<'py>,
    batch_size: usize,
    reassignment_ratio: f64,
    random_state: RandomState<'py>,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let given = Given { random_state: &random_state, n_threads, sample_weight };
    let state = state_of(X.py(), &state)?;
    match Data::borrow(X)? {
        Data::Single(rows) => step_typed(X.py(), &rows, state, batch_size, reassignment_ratio, &given),
        Data::Double(rows) => step_typed(X.py(), &rows, state, batch_size, reassignment_ratio, &given),
    }
}

/// Return `(labels, inertia)` of the rows of `X` for float64 centres: int32, and the weighted sum of squared distances.
#[pyfunction]
#[pyo3(signature = (X, centres, *, n_threads, sample_weight=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn mini_batch_labels<'py>(
    X: &Bound<'py, PyAny>,
    centres: PyReadonlyArray2<'py, f64>,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
) -> PyResult<(Bound<'py, PyArray1<i32>>, f64)> {
    let py = X.py();
    let counts = vec![0.0; centres.shape()[0]];
    let state = MiniBatchState::new(slice(&centres, "centres")?.to_vec(), counts, 0);
    let state = state.map_err(|error| exception(py, &error))?;
    let (labels, inertia) = match Data::borrow(X)? {
        Data::Single(rows) => labels_typed(py, &rows, &state, n_threads, sample_weight),
        Data::Double(rows) => labels_typed(py, &rows, &state, n_threads, sample_weight),
    }?;
    Ok((PyArray1::from_vec(py, labels), inertia))
}

/// `(centres, counts, seen)`.
type Learnt<'py> = (PyReadonlyArray2<'py, f64>, PyReadonlyArray1<'py, f64>, usize);

/// The same as it is returned.
type Told<'py> = (Bound<'py, PyArray2<f64>>, Bound<'py, PyArray1<f64>>, usize);

/// What every call takes besides the rows.
struct Given<'a, 'py> {
    random_state: &'a RandomState<'py>,
    n_threads: usize,
    sample_weight: Option<&'a Bound<'py, PyAny>>,
}

fn fit_typed<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    data: &Borrowed<'py, T>,
    settings: &Settings<'py>,
    given: &Given<'_, 'py>,
    observer: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let rows = data.rows(py)?;
    let desk = settings.desk(observer);
    let params = settings.params::<T>(py, desk.as_ref())?;
    let listener = observer
        .zip(desk.as_ref())
        .map(|(object, desk)| MiniBatchListener::new(object, desk.interpreter.clone(), rows.n_features()));
    let weights = given.sample_weight.map(weights_like::<T>).transpose()?;
    let mut stream = stream_of(given.random_state)?;
    // Nothing but `max_iter` bounds the steps when no rule ends them: a fit that may be long is watched for Ctrl-C.
    let size = size(&rows, settings.n_clusters).saturating_mul(settings.max_iter);
    let (fit, stream) = run(py, size, given.n_threads, desk, move |control| {
        let observer = listener.as_ref().map(|listener| listener as _);
        let fit = params.fit(rows, weights.as_ref(), &mut stream, observer, control)?;
        Ok((fit, stream))
    })?;
    let told = (learnt(py, &fit.state)?, fit.n_steps, fit.mean_inertia, drawn(py, &stream));
    Ok(told.into_pyobject(py)?.into_any())
}

fn start_typed<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    data: &Borrowed<'py, T>,
    settings: &Settings<'py>,
    given: &Given<'_, 'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let rows = data.rows(py)?;
    let desk = settings.desk(None);
    let params = settings.params::<T>(py, desk.as_ref())?;
    let weights = given.sample_weight.map(weights_like::<T>).transpose()?;
    let mut stream = stream_of(given.random_state)?;
    let size = size(&rows, settings.n_clusters);
    let (state, stream) = run(py, size, given.n_threads, desk, move |control| {
        let state = params.start(rows, weights.as_ref(), &mut stream, control)?;
        Ok((state, stream))
    })?;
    Ok((learnt(py, &state)?, drawn(py, &stream)).into_pyobject(py)?.into_any())
}

fn step_typed<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    data: &Borrowed<'py, T>,
    mut state: MiniBatchState,
    batch_size: usize,
    reassignment_ratio: f64,
    given: &Given<'_, 'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let rows = data.rows(py)?;
    let weights = given.sample_weight.map(weights_like::<T>).transpose()?;
    let mut stream = stream_of(given.random_state)?;
    let size = size(&rows, state.counts().len());
    let (state, n_replaced, stream) = run(py, size, given.n_threads, None, move |control| {
        let weights = weights.as_ref();
        let replaced =
            state.partial_fit(rows, weights, batch_size, reassignment_ratio, &mut stream, control)?;
        Ok((state, replaced, stream))
    })?;
    Ok((learnt(py, &state)?, n_replaced, drawn(py, &stream)).into_pyobject(py)?.into_any())
}

fn labels_typed<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    data: &Borrowed<'py, T>,
    state: &MiniBatchState,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
) -> PyResult<(Vec<i32>, f64)> {
    let rows = data.rows(py)?;
    let weights = sample_weight.map(weights_like::<T>).transpose()?;
    let size = size(&rows, state.counts().len());
    run(py, size, n_threads, None, |control| state.labels(rows, weights.as_ref(), control))
}

/// Returns the multiplications of a pass.
fn size<T: Element>(rows: &Matrix<'_, T>, n_clusters: usize) -> usize {
    rows.n_values().saturating_mul(n_clusters)
}

fn state_of(py: Python<'_>, (centres, counts, seen): &Learnt<'_>) -> PyResult<MiniBatchState> {
    let (centres, counts) = (slice(centres, "centres")?.to_vec(), slice(counts, "counts")?.to_vec());
    MiniBatchState::new(centres, counts, *seen).map_err(|error| exception(py, &error))
}

/// Returns a state as Python has it.
fn learnt<'py>(py: Python<'py>, state: &MiniBatchState) -> PyResult<Told<'py>> {
    let centres = matrix(py, state.centres().to_vec(), state.n_features())?;
    Ok((centres, PyArray1::from_slice(py, state.counts()), state.seen()))
}

/// Returns where a fit starts.
fn start<T: Element + numpy::Element>(
    init: &Bound<'_, PyAny>,
    interpreter: Option<&Interpreter>,
) -> PyResult<BatchInit<T>> {
    if let Ok(name) = init.cast::<PyString>() {
        return match name.to_cow()?.as_ref() {
            "k-means++" => Ok(BatchInit::KMeansPlusPlus),
            "random" => Ok(BatchInit::Random),
            other => Err(PyValueError::new_err(format!(
                "init must be \"k-means++\", \"random\", an array or a function, got {other:?}"
            ))),
        };
    }
    match interpreter {
        Some(interpreter) if init.is_callable() => {
            Ok(BatchInit::Function(asking(Asked::new(init, interpreter.clone()))))
        }
        _ => Ok(BatchInit::Centres(values_like_x(init, "init")?)),
    }
}

/// Returns what calls a Python function for the centres of each start.
fn asking<T: Element + numpy::Element>(function: Asked) -> BatchStart<T> {
    BatchStart::new(move |positions, stream: &mut Mt19937| -> Result<Vec<T>, KMeansError> {
        let present = stream.clone();
        let positions: Option<Vec<i64>> =
            positions.map(|positions| positions.iter().map(|&row| row as i64).collect());
        let (centres, left) = function.ask(move |function, py| {
            let positions = positions.map(|positions| PyArray1::from_vec(py, positions));
            let told = function.call1((positions, drawn(py, &present)))?;
            let (centres, left): (Bound<'_, PyAny>, RandomState<'_>) = told.extract()?;
            Ok((values_like_x(&centres, "what init returns")?, stream_of(&left)?))
        })?;
        *stream = left;
        Ok(centres)
    })
}
