//! A Python object that hears of a fit.

use mlmeta_cluster::{End, Iteration, KMeansError, Observer};
use numpy::PyArray1;
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, PyAny, PyResult};

use crate::arrays::matrix;
use crate::asked::Asked;
use crate::interpreter::Interpreter;

/// Calls the methods of a Python object: `run_begins()`, `iteration_begins()`, `iteration_ends(number, centres,
/// squared_distances)`, whose answer tells whether to end the fit, and `run_converged(number, shift, tolerance)`, `shift` None
/// when no label changed. Its attribute `wants_distances` tells whether there are squared distances.
pub(crate) struct Listener {
    object: Asked,
    wants_distances: bool,
    n_features: usize,
}

impl Listener {
    /// Returns what calls `object`, for a fit to rows of `n_features`.
    ///
    /// # Errors
    /// What `wants_distances` raises.
    pub(crate) fn new(
        object: &Bound<'_, PyAny>,
        interpreter: Interpreter,
        n_features: usize,
    ) -> PyResult<Self> {
        let wants_distances = object.getattr("wants_distances")?.is_truthy()?;
        Ok(Self { object: Asked::new(object, interpreter), wants_distances, n_features })
    }
}

impl Observer for Listener {
    fn wants_distances(&self) -> bool {
        self.wants_distances
    }

    fn run_begins(&self, _run: usize) -> Result<(), KMeansError> {
        self.object.ask(|object, _| object.call_method0("run_begins").map(drop))
    }

    fn iteration_begins(&self, _run: usize, _number: usize) -> Result<(), KMeansError> {
        self.object.ask(|object, _| object.call_method0("iteration_begins").map(drop))
    }

    fn iteration_ends(&self, iteration: &Iteration<'_>) -> Result<bool, KMeansError> {
        let (number, n_features) = (iteration.number, self.n_features);
        let (centres, distances) =
            (iteration.centres.to_vec(), iteration.squared_distances.map(<[f64]>::to_vec));
        self.object.ask(move |object, py| {
            let centres = matrix(py, centres, n_features)?;
            let distances = distances.map(|distances| PyArray1::from_vec(py, distances));
            object.call_method1("iteration_ends", (number, centres, distances))?.is_truthy()
        })
    }

    fn run_converged(&self, _run: usize, number: usize, end: End) -> Result<(), KMeansError> {
        let (shift, tolerance) = match end {
            End::Strict => (None, None),
            End::Tolerance { shift, tolerance } => (Some(shift), Some(tolerance)),
        };
        self.object
            .ask(move |object, _| object.call_method1("run_converged", (number, shift, tolerance)).map(drop))
    }
}
