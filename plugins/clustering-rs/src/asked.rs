//! A Python object that a computation asks: an observer, or a function that gives start centres.

use std::sync::Arc;

use mlmeta_cluster::KMeansError;
use pyo3::{Bound, Py, PyAny, PyResult, Python};

use crate::interpreter::Interpreter;

/// The object, and the way to the thread that may touch it.
#[derive(Clone)]
pub(crate) struct Asked {
    object: Arc<Py<PyAny>>,
    interpreter: Interpreter,
}

impl Asked {
    pub(crate) fn new(object: &Bound<'_, PyAny>, interpreter: Interpreter) -> Self {
        Self { object: Arc::new(object.clone().unbind()), interpreter }
    }

    /// Returns what `job` makes of the object.
    ///
    /// # Errors
    /// As of [`Interpreter::ask`].
    pub(crate) fn ask<A: Send + 'static>(
        &self,
        job: impl for<'py> FnOnce(&Bound<'py, PyAny>, Python<'py>) -> PyResult<A> + Send + 'static,
    ) -> Result<A, KMeansError> {
        let object = Arc::clone(&self.object);
        self.interpreter.ask(move |py| job(object.bind(py), py))
    }
}
