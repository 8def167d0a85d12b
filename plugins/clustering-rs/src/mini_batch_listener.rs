//! A Python object that hears of a mini-batch fit.

use mlmeta_cluster::{KMeansError, MiniBatchObserver, Step, StepEnd};
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, PyAny};

use crate::arrays::matrix;
use crate::asked::Asked;
use crate::interpreter::Interpreter;

/// Calls the methods of a Python object: `start_begins(number)`, `start_ends(number, inertia)`, `step_begins()` and
/// `step_ends(number, n_steps, mean_inertia, smoothed_inertia, n_replaced, centres, end)`, whose answer tells whether to end the
/// fit; `end` is None, "movement" or "improvement".
pub(crate) struct MiniBatchListener {
    object: Asked,
    n_features: usize,
}

impl MiniBatchListener {
    /// Returns what calls `object`, for a fit to rows of `n_features`.
    pub(crate) fn new(object: &Bound<'_, PyAny>, interpreter: Interpreter, n_features: usize) -> Self {
        Self { object: Asked::new(object, interpreter), n_features }
    }
}

impl MiniBatchObserver for MiniBatchListener {
    fn start_begins(&self, number: usize) -> Result<(), KMeansError> {
        self.object.ask(move |object, _| object.call_method1("start_begins", (number,)).map(drop))
    }

    fn start_ends(&self, number: usize, inertia: f64) -> Result<(), KMeansError> {
        self.object.ask(move |object, _| object.call_method1("start_ends", (number, inertia)).map(drop))
    }

    fn step_begins(&self) -> Result<(), KMeansError> {
        self.object.ask(|object, _| object.call_method0("step_begins").map(drop))
    }

    fn step_ends(&self, step: &Step<'_>) -> Result<bool, KMeansError> {
        let Step { number, n_steps, mean_inertia, smoothed_inertia, n_replaced, centres, end } = *step;
        let (centres, n_features) = (centres.to_vec(), self.n_features);
        let end = match end {
            StepEnd::GoesOn => None,
            StepEnd::SmallMovement => Some("movement"),
            StepEnd::NoImprovement => Some("improvement"),
        };
        self.object.ask(move |object, py| {
            let centres = matrix(py, centres, n_features)?;
            let told = (number, n_steps, mean_inertia, smoothed_inertia, n_replaced, centres, end);
            object.call_method1("step_ends", told)?.is_truthy()
        })
    }
}
