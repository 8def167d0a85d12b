//! Bisecting K-Means for Python.

use mlmeta_cluster::{
    BisectingKMeansModel, BisectingKMeansParams, BisectingObserver, BisectingStrategy, Bisection, Control,
    Element, KMeansError, KMeansModel, Mt19937, Observer, SplitInit, SplitStart,
};
use numpy::{PyArray1, PyArray2, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::types::{PyAnyMethods, PyString, PyStringMethods};
use pyo3::{Bound, IntoPyObject, PyAny, PyResult, Python, pyfunction};

use crate::arrays::{Borrowed, Data, like_x, matrix, slice, values_like_x};
use crate::asked::Asked;
use crate::error::exception;
use crate::fit::{RandomState, drawn, stream_of, weights_like};
use crate::interpreter::{Desk, Interpreter};
use crate::listener::Listener;
use crate::work::run;

/// What a fit takes besides the rows and the stream.
struct Settings<'a, 'py> {
    init: &'a Bound<'py, PyAny>,
    sample_weight: Option<&'a Bound<'py, PyAny>>,
    n_clusters: usize,
    n_init: usize,
    max_iter: usize,
    tol: f64,
    bisecting_strategy: &'a str,
    n_threads: usize,
    observer: Option<&'a Bound<'py, PyAny>>,
}

/// Return `(centres, children, inner_centres, labels, inertia, (key, position))` of a bisecting K-Means fit.
///
/// `X`, `random_state` and `sample_weight` are as for `fit`. `init` is "k-means++", "random" or a function that is called before each
/// run with the positions of the rows of the cluster and these rows, centred (None when they are sparse), and returns two start
/// centres. `children` and `inner_centres` are None of a single cluster. The methods `split_begins()` and
/// `split_ends(pair, arrays)` of `observer` are called as the fit goes on, the latter with `(centres, children, inner_centres)` if its
/// attribute `wants_model` says so; its answer tells whether to hurry. Where `wants_distances` says so its methods for `fit` are called too.
#[pyfunction]
#[pyo3(signature = (X, *, n_clusters, init, n_init, max_iter, tol, bisecting_strategy, random_state, n_threads, sample_weight=None, observer=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn fit_bisecting<'py>(
    X: &Bound<'py, PyAny>,
    n_clusters: usize,
    init: &Bound<'py, PyAny>,
    n_init: usize,
    max_iter: usize,
    tol: f64,
    bisecting_strategy: &str,
    random_state: Option<RandomState<'py>>,
    n_threads: usize,
    sample_weight: Option<&Bound<'py, PyAny>>,
    observer: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let settings = Settings {
        init,
        sample_weight,
        n_clusters,
        n_init,
        max_iter,
        tol,
        bisecting_strategy,
        n_threads,
        observer,
    };
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
    let strategy = match settings.bisecting_strategy {
        "biggest_inertia" => BisectingStrategy::BiggestInertia,
        "largest_cluster" => BisectingStrategy::LargestCluster,
        other => {
            let message = format!(
                "bisecting_strategy must be \"biggest_inertia\" or \"largest_cluster\", got {other:?}"
            );
            return Err(PyValueError::new_err(message));
        }
    };
    let params = BisectingKMeansParams::new(settings.n_clusters).init(init).n_init(settings.n_init);
    let params = params
        .max_iter(settings.max_iter)
        .tol(settings.tol)
        .strategy(strategy)
        .check()
        .map_err(|error| exception(py, &error))?;
    let mut stream = random_state.map_or_else(|| Ok(Mt19937::from_seed(0)), stream_of)?;
    let listeners = match (settings.observer, &desk) {
        (Some(object), Some(desk)) => {
            let of_runs = Listener::new(object, desk.interpreter.clone(), n_features)?;
            Some((of_runs, SplitListener::new(object, desk.interpreter.clone(), n_features)?))
        }
        _ => None,
    };
    let weights = settings.sample_weight.map(weights_like::<T>).transpose()?;
    let runs = settings.n_init.saturating_mul(settings.max_iter.min(50)).saturating_mul(settings.n_clusters);
    let size = rows.n_values().saturating_mul(2).saturating_mul(runs);
    let (fit, stream) = run(py, size, settings.n_threads, desk, move |control| {
        let (of_runs, of_splits) = listeners.as_ref().map(|(runs, splits)| (runs, splits)).unzip();
        let of_runs = of_runs.filter(|listener| listener.wants_distances());
        let control = Control { observer: of_runs.map(|listener| listener as _), ..*control };
        let of_splits = of_splits.map(|listener| listener as &dyn BisectingObserver<T>);
        let fit = params.fit(rows, weights.as_ref(), &mut stream, &control, of_splits)?;
        Ok((fit, stream))
    })?;
    let (centres, children, inner_centres) = arrays_of(py, &fit.model, n_features)?;
    let labels = PyArray1::from_vec(py, fit.labels);
    let state = random_state.map(|_| drawn(py, &stream));
    Ok((centres, children, inner_centres, labels, fit.inertia, state).into_pyobject(py)?.into_any())
}

type Arrays<'py, T> =
    (Bound<'py, PyArray2<T>>, Option<Bound<'py, PyArray2<i64>>>, Option<Bound<'py, PyArray2<T>>>);

/// Returns a model as `(centres, children, inner_centres)`, the latter None of a single cluster.
fn arrays_of<'py, T: Element + numpy::Element>(
    py: Python<'py>,
    model: &BisectingKMeansModel<T>,
    n_features: usize,
) -> PyResult<Arrays<'py, T>> {
    let centres = matrix(py, model.clusters().centres().to_vec(), n_features)?;
    if model.children().is_empty() {
        return Ok((centres, None, None));
    }
    let children = model.children().as_flattened().iter().map(|&child| child as i64).collect();
    let inner_centres = matrix(py, model.inner_centres().to_vec(), n_features)?;
    Ok((centres, Some(matrix(py, children, 2)?), Some(inner_centres)))
}

/// Returns where the runs of a split start.
fn start<T: Element + numpy::Element>(
    init: &Bound<'_, PyAny>,
    n_features: usize,
    interpreter: Option<&Interpreter>,
) -> PyResult<SplitInit<T>> {
    if let Some(interpreter) = interpreter
        && init.is_callable()
    {
        return Ok(SplitInit::Function(asking(Asked::new(init, interpreter.clone()), n_features)));
    }
    match init.cast::<PyString>()?.to_cow()?.as_ref() {
        "k-means++" => Ok(SplitInit::KMeansPlusPlus),
        "random" => Ok(SplitInit::Random),
        other => Err(PyValueError::new_err(format!(
            "init must be \"k-means++\", \"random\" or a function, got {other:?}"
        ))),
    }
}

/// Returns what calls a Python function for the start centres of each run.
fn asking<T: Element + numpy::Element>(function: Asked, n_features: usize) -> SplitStart<T> {
    SplitStart::new(move |request| {
        function.ask(move |function, py| {
            let rows = request.rows.map(|rows| matrix(py, rows, n_features)).transpose()?;
            let positions: Vec<i64> = request.positions.iter().map(|&row| row as i64).collect();
            values_like_x(&function.call1((PyArray1::from_vec(py, positions), rows))?, "what init returns")
        })
    })
}

/// A Python object that hears of splits.
struct SplitListener {
    object: Asked,
    wants_model: bool,
    n_features: usize,
}

impl SplitListener {
    fn new(object: &Bound<'_, PyAny>, interpreter: Interpreter, n_features: usize) -> PyResult<Self> {
        let wants_model = object.getattr("wants_model")?.is_truthy()?;
        Ok(Self { object: Asked::new(object, interpreter), wants_model, n_features })
    }
}

impl<T: Element + numpy::Element> BisectingObserver<T> for SplitListener {
    fn wants_model(&self) -> bool {
        self.wants_model
    }

    fn split_begins(&self) -> Result<(), KMeansError> {
        self.object.ask(|object, _| object.call_method0("split_begins").map(drop))
    }

    fn split_ends(&self, bisection: &Bisection<'_, T>) -> Result<bool, KMeansError> {
        let (pair, model, n_features) =
            (bisection.centres.to_vec(), bisection.model.cloned(), self.n_features);
        self.object.ask(move |object, py| {
            let pair = matrix(py, pair, n_features)?;
            let arrays = model.map(|model| arrays_of(py, &model, n_features)).transpose()?;
            object.call_method1("split_ends", (pair, arrays))?.is_truthy()
        })
    }
}

/// Return the cluster at which each row arrives when it goes down a tree, int32.
#[pyfunction]
#[pyo3(signature = (X, centres, children, inner_centres, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
#[expect(clippy::needless_pass_by_value, reason = "PyO3 extracts arguments by value")]
pub(crate) fn predict_bisecting<'py>(
    X: &Bound<'py, PyAny>,
    centres: &Bound<'py, PyAny>,
    children: PyReadonlyArray2<'py, i64>,
    inner_centres: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<Bound<'py, PyArray1<i32>>> {
    let py = X.py();
    let labels = match Data::borrow(X)? {
        Data::Single(rows) => predict_typed(&rows, centres, &children, inner_centres, n_threads),
        Data::Double(rows) => predict_typed(&rows, centres, &children, inner_centres, n_threads),
    }?;
    Ok(PyArray1::from_vec(py, labels))
}

fn predict_typed<T: Element + numpy::Element>(
    data: &Borrowed<'_, T>,
    centres: &Bound<'_, PyAny>,
    children: &PyReadonlyArray2<'_, i64>,
    inner_centres: &Bound<'_, PyAny>,
    n_threads: usize,
) -> PyResult<Vec<i32>> {
    let py = centres.py();
    let centres = like_x::<T>(centres, "centres")?;
    let inner_centres = like_x::<T>(inner_centres, "inner_centres")?;
    let (pairs, rest) = slice(children, "children")?.as_chunks::<2>();
    let &[_, n_features] = centres.shape() else {
        return Err(PyValueError::new_err("centres must be two-dimensional"));
    };
    if !rest.is_empty() || children.shape()[1] != 2 {
        return Err(PyValueError::new_err(format!(
            "children must have two columns, got {:?}",
            children.shape()
        )));
    }
    // What is below zero is a number beyond any node.
    let pairs =
        pairs.iter().map(|pair| pair.map(|child| usize::try_from(child).unwrap_or(usize::MAX))).collect();
    let (centres, inner_centres) =
        (slice(&centres, "centres")?.to_vec(), slice(&inner_centres, "inner_centres")?.to_vec());
    let model = KMeansModel::new(centres, n_features)
        .and_then(|clusters| BisectingKMeansModel::new(clusters, pairs, inner_centres))
        .map_err(|error| exception(py, &error))?;
    if data.shape() == (0, n_features) {
        return Ok(Vec::new());
    }
    let rows = data.rows(py)?;
    let size = rows.n_values().saturating_mul(2 * (model.children().len() + 1).ilog2() as usize);
    run(py, size, n_threads, None, |control| model.predict(rows, control))
}
