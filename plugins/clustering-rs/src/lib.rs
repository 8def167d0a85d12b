//! Python bindings of `mlmeta-cluster`: borrow, detach, compute, return fresh arrays.
#![forbid(unsafe_code)]

mod arrays;
mod asked;
mod bisecting;
mod error;
mod fit;
mod interpreter;
mod listener;
mod mini_batch;
mod mini_batch_listener;
mod model;
mod work;

use pyo3::pymodule;

/// The native half of `mlmeta_clustering_rs`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::bisecting::{fit_bisecting, predict_bisecting};
    #[pymodule_export]
    use crate::fit::fit;
    #[pymodule_export]
    use crate::mini_batch::{mini_batch_fit, mini_batch_labels, mini_batch_start, mini_batch_step};
    #[pymodule_export]
    use crate::model::{predict, simd_level, squared_distances, transform};
}
