//! Mini-batch K-Means: small random batches move the centres, each of which is the mean of all rows that it was given.
//!
//! Source: Sculley, "Web-scale k-means clustering", WWW 2010. `docs/adr/0009` of the repository is the definition.

mod batch;
mod convergence;
mod draws;
mod fit;
mod labels;
mod observer;
mod params;
mod start;
mod state;

pub use fit::MiniBatchFit;
pub use observer::{MiniBatchObserver, Step, StepEnd};
pub use params::{BatchInit, BatchStart, MiniBatchParams, ValidMiniBatchParams};
pub use state::MiniBatchState;
