//! Rust's errors as Python's: one match, no catch-all.

use mlmeta_cluster::KMeansError;
use pyo3::exceptions::{PyKeyboardInterrupt, PyMemoryError, PyRuntimeError};
use pyo3::types::PyAnyMethods;
use pyo3::{PyErr, PyResult, Python};

/// Returns the Python exception of a failed computation.
pub(crate) fn exception(py: Python<'_>, error: &KMeansError) -> PyErr {
    let message = error.to_string();
    match error {
        KMeansError::Empty { .. }
        | KMeansError::Ragged { .. }
        | KMeansError::NotFinite { .. }
        | KMeansError::TooFewRows { .. }
        | KMeansError::Features { .. }
        | KMeansError::Starts { .. }
        | KMeansError::NClusters(_)
        | KMeansError::NInit
        | KMeansError::MaxIter
        | KMeansError::Tolerance(_)
        | KMeansError::Parameter { .. }
        | KMeansError::NoWeightInStart { .. }
        | KMeansError::TooLarge { .. }
        | KMeansError::TooHeavy { .. }
        | KMeansError::Weights { .. }
        | KMeansError::NegativeWeight(_)
        | KMeansError::NoWeight
        | KMeansError::FewRowsWithWeight { .. }
        | KMeansError::FewRowsToSplit { .. }
        | KMeansError::NoTree { .. }
        | KMeansError::Csr(_) => invalid_data(py, message).unwrap_or_else(|error| error),
        KMeansError::Allocation(_) => PyMemoryError::new_err(message),
        KMeansError::Level(_) => PyRuntimeError::new_err(message),
        KMeansError::Cancelled => PyKeyboardInterrupt::new_err(message),
    }
}

/// Returns an `mlmeta.errors.InvalidDataError`, which is a `ValueError`.
fn invalid_data(py: Python<'_>, message: String) -> PyResult<PyErr> {
    Ok(PyErr::from_value(py.import("mlmeta.errors")?.getattr("InvalidDataError")?.call1((message,))?))
}

/// Returns the Python exception of a panic, which is always a defect of ours.
pub(crate) fn defect(payload: &(dyn std::any::Any + Send)) -> PyErr {
    let told = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    PyRuntimeError::new_err(format!(
        "internal error in mlmeta-clustering-rs {}: {told}. This is a defect of mlmeta; please report it",
        env!("CARGO_PKG_VERSION")
    ))
}
