//! Training of clustering algorithms on partial statistics, in safe Rust.
//!
//! An algorithm is a folder of the same files: `params` (checked once, into a type that only valid parameters have),
//! `init`, the algorithm itself, `sums` (its partial statistics), `model`, `error`.
//!
//! Answers do not depend on threads, blocks or instruction sets: sums are integers, and everything else has a fixed
//! order. `docs/adr/0002` of the repository is the definition.
//!
//! ```
//! use mlmeta_cluster::{Control, KMeansParams, Mt19937, Rows};
//!
//! let data = [1.0_f64, 2.0, 1.0, 4.0, 1.0, 0.0, 10.0, 2.0, 10.0, 4.0, 10.0, 0.0];
//! let params = KMeansParams::new(2).check()?;
//! let fit = params.fit(Rows::new(&data, 2)?, None, &mut Mt19937::from_seed(0), &Control::default())?;
//! assert_eq!(fit.inertia, 16.0);
//! assert_eq!(fit.labels[..3], [fit.labels[0]; 3]);
//! assert_eq!(fit.model.predict(Rows::new(&[0.0, 0.0], 2)?, &Control::default())?, [fit.labels[0]]);
//! # Ok::<(), mlmeta_cluster::KMeansError>(())
//! ```
//!
//! The example `train` reads a CSV file and saves what it has fitted as a model file, which Python, the server and the
//! example `predict` of `mlmeta-predict` read:
//!
//! ```text
//! cargo run --release -p mlmeta-cluster --example train -- DATA.csv --clusters 3 --out segments.mlm
//! ```
#![forbid(unsafe_code)]

mod bisecting;
mod control;
mod csr;
mod k_means;
mod matrix;
mod mini_batch;
mod observer;
mod random;
mod rows;
mod sample_weight;
mod shared_function;

pub use bisecting::{
    BisectingKMeansFit, BisectingKMeansModel, BisectingKMeansParams, BisectingObserver, BisectingStrategy,
    Bisection, SplitInit, SplitRequest, SplitStart, ValidBisectingKMeansParams,
};
pub use control::Control;
pub use csr::{Csr, CsrError, Index};
pub use k_means::{
    Init, KMeansError, KMeansFit, KMeansModel, KMeansParams, PartialSums, StartFunction, StartRequest,
    ValidKMeansParams, nearest_centres,
};
pub use matrix::Matrix;
pub use mini_batch::{
    BatchInit, BatchStart, MiniBatchFit, MiniBatchObserver, MiniBatchParams, MiniBatchState, Step, StepEnd,
    ValidMiniBatchParams,
};
pub use mlmeta_kernels::{AllocationError, Element, Level, LevelError, Simd};
pub use observer::{End, Iteration, Observer};
pub use random::Mt19937;
pub use rows::Rows;
pub use sample_weight::SampleWeight;
