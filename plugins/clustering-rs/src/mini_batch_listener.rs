//! A Python object that hears of a mini-batch fit.

use std::sync::Arc;

use mlmeta_cluster::{KMeansError, MiniBatchObserver, Step, StepEnd};
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, Py, PyAny, PyResult, Python};

use crate::arrays::matrix;
use crate::interpreter::Interpreter;

/// Calls the methods of a Python object: `start_begins(number)`, `start_ends(number, inertia)`, `step_begins()` and
/// `step_ends(number, n_steps, mean_inertia, smoothed_inertia, n_replaced, centres, end)`, whose answer tells whether to end the
/// fit; `end` is None, "movement" or "improvement".
pub(crate) struct MiniBatchListener {
    object: Arc<Py<PyAny>>,
    interpreter: Interpreter,
    n_features: usize,
}

impl MiniBatchListener {
    /// Returns what calls `object`, for a fit to rows of `n_features`.
    pub(crate) fn new(object: &Bound<'_, PyAny>, interpreter: Interpreter, n_features: usize) -> Self {
        Self { object: Arc::new(object.clone().unbind()), interpreter, n_features }
    }

    fn ask<A: Send + 'static>(
        &self,
        job: impl for<'py> FnOnce(&Bound<'py, PyAny>, Python<'py>) -> PyResult<A> + Send + 'static,
    ) -> Result<A, KMeansError> {
        let object = Arc::clone(&self.object);
        self.interpreter.ask(move |py| job(object.bind(py), py))
    }
}

impl MiniBatchObserver for MiniBatchListener {
    fn start_begins(&self, number: usize) -> Result<(), KMeansError> {
        self.ask(move |object, _| object.call_method1("start_begins", (number,)).map(drop))
    }

    fn start_ends(&self, number: usize, inertia: f64) -> Result<(), KMeansError> {
        self.ask(move |object, _| object.call_method1("start_ends", (number, inertia)).map(drop))
    }

    fn step_begins(&self) -> Result<(), KMeansError> {
        self.ask(|object, _| object.call_method0("step_begins").map(drop))
    }

    fn step_ends(&self, step: &Step<'_>) -> Result<bool, KMeansError> {
        let Step { number, n_steps, mean_inertia, smoothed_inertia, n_replaced, centres, end } = *step;
        let (centres, n_features) = (centres.to_vec(), self.n_features);
        let end = match end {
            StepEnd::GoesOn => None,
            StepEnd::SmallMovement => Some("movement"),
            StepEnd::NoImprovement => Some("improvement"),
        };
        self.ask(move |object, py| {
            let centres = matrix(py, centres, n_features)?;
            let told = (number, n_steps, mean_inertia, smoothed_inertia, n_replaced, centres, end);
            object.call_method1("step_ends", told)?.is_truthy()
        })
    }
}
