//! Python bindings of `mlmeta-cluster`: borrow, detach, compute, return fresh arrays.
#![forbid(unsafe_code)]

mod arrays;
mod error;
mod k_means;
mod work;

use pyo3::pymodule;

/// The native half of `mlmeta_clustering_rs`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::k_means::{fit, predict, shares, simd_level, transform};
}
