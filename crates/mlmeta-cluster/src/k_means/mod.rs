//! K-Means: Lloyd's algorithm from greedy k-means++ starts, with exact sums, for dense and for sparse rows.

pub(crate) mod buffer;
mod dense;
mod error;
mod fit;
mod init;
mod labels;
mod lloyd;
mod model;
mod nearest;
mod observed;
mod params;
mod prepare;
mod random_rows;
mod relocate;
mod sparse;
mod storage;
mod sums;

pub use error::KMeansError;
pub use fit::KMeansFit;
pub use model::KMeansModel;
pub use nearest::nearest_centres;
pub use params::{Init, KMeansParams, StartFunction, StartRequest, ValidKMeansParams};
pub use sums::PartialSums;
