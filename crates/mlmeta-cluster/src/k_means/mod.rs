//! K-Means: Lloyd's algorithm from greedy k-means++ starts, with exact sums, for dense and for sparse rows.

pub(crate) mod buffer;
pub(crate) mod dense;
mod error;
mod fit;
pub(crate) mod given_starts;
pub(crate) mod init;
mod labels;
pub(crate) mod lloyd;
mod model;
mod nearest;
pub(crate) mod observed;
pub(crate) mod params;
pub(crate) mod prepare;
pub(crate) mod random_rows;
mod relocate;
pub(crate) mod sparse;
pub(crate) mod storage;
mod sums;

pub use error::KMeansError;
pub use fit::KMeansFit;
pub use model::KMeansModel;
pub use nearest::nearest_centres;
pub use params::{Init, KMeansParams, StartFunction, StartRequest, ValidKMeansParams};
pub use sums::PartialSums;
