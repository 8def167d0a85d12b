//! Rust's errors as Python's: one match, no catch-all.

use mlmeta_preprocessing::ScalerError;
use pyo3::PyErr;
use pyo3::exceptions::{PyKeyboardInterrupt, PyMemoryError, PyRuntimeError, PyValueError};

/// Returns the Python exception of a failed computation.
pub(crate) fn exception(error: &ScalerError) -> PyErr {
    let message = error.to_string();
    match error {
        ScalerError::Empty { .. }
        | ScalerError::Ragged { .. }
        | ScalerError::Features { .. }
        | ScalerError::Target { .. }
        | ScalerError::Sparse(_)
        | ScalerError::Infinite { .. }
        | ScalerError::TooLarge { .. }
        | ScalerError::TooHeavy
        | ScalerError::Weights { .. }
        | ScalerError::Weight(_)
        | ScalerError::Range { .. } => PyValueError::new_err(message),
        ScalerError::Allocation(_) => PyMemoryError::new_err(message),
        ScalerError::Level(_) => PyRuntimeError::new_err(message),
        ScalerError::Cancelled => PyKeyboardInterrupt::new_err(message),
    }
}

/// Returns the Python exception of a panic, which is always a defect of ours.
pub(crate) fn defect(payload: &(dyn std::any::Any + Send)) -> PyErr {
    let told = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    PyRuntimeError::new_err(format!(
        "internal error in mlmeta-preprocessing-rs {}: {told}. This is a defect of mlmeta; please report it",
        env!("CARGO_PKG_VERSION")
    ))
}
