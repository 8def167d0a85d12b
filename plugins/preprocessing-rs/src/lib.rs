//! Python bindings of `mlmeta-preprocessing`: borrow, detach, compute, write to arrays that Python made.
#![forbid(unsafe_code)]

mod arrays;
mod error;
mod learning;
mod scaling;
mod work;

use pyo3::pymodule;

/// The native half of `mlmeta_preprocessing_rs`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::learning::{column_moments, column_moments_of_sparse, column_ranges};
    #[pymodule_export]
    use crate::scaling::{divide, multiply, multiply_entries, simd_level};
}
