//! Python bindings of `mlmeta-cluster`: borrow, detach, compute, return fresh arrays.
#![forbid(unsafe_code)]

mod arrays;
mod error;
mod fit;
mod interpreter;
mod listener;
mod model;
mod work;

use pyo3::pymodule;

/// The native half of `mlmeta_clustering_rs`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::fit::fit;
    #[pymodule_export]
    use crate::model::{predict, simd_level, squared_distances, transform};
}
