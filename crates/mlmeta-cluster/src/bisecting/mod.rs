//! Bisecting K-Means: one cluster after the other is split in two by Lloyd's algorithm, until there are enough.
//!
//! Source: Steinbach, Karypis and Kumar, "A comparison of document clustering techniques", KDD workshop on text mining, 2000.

mod fit;
mod model;
mod observer;
mod params;
mod part;
mod split;
mod tree;

pub use fit::BisectingKMeansFit;
pub use model::BisectingKMeansModel;
pub use observer::{BisectingObserver, Bisection};
pub use params::{
    BisectingKMeansParams, BisectingStrategy, SplitInit, SplitRequest, SplitStart, ValidBisectingKMeansParams,
};
