//! K-Means: Lloyd's algorithm from greedy k-means++ starts, with exact sums.

pub(crate) mod buffer;
mod error;
mod init;
mod labels;
mod lloyd;
mod model;
mod nearest;
mod params;
mod prepare;
mod relocate;
mod sums;

pub use error::KMeansError;
pub use model::{KMeansFit, KMeansModel};
pub use nearest::nearest_centres;
pub use params::{Init, KMeansParams, ValidKMeansParams};
pub use sums::PartialSums;
