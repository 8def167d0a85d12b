//! The rows of a fit, both ways: in tiles, minus the mean and rounded, and as the caller has them.

use crate::element::Element;
use crate::tiles::TileBlock;

/// Some rows of a fit.
///
/// The tiles hold `value - mean` rounded to the type of the data. What looks at single rows reads them as they were
/// given: they lie in memory in one piece, and their difference from the mean can be had in float64.
#[derive(Clone, Copy, Debug)]
pub struct CentredBlock<'a, T> {
    tiles: TileBlock<'a, T>,
    values: &'a [T],
    mean: &'a [f64],
}

impl<'a, T: Element> CentredBlock<'a, T> {
    /// Returns the rows of `tiles`, which were packed from `values`, `(n_rows, n_features)` in row-major order, with
    /// `mean`, `(n_features,)`.
    ///
    /// # Panics
    /// When the sizes do not match.
    #[must_use]
    pub fn new(tiles: TileBlock<'a, T>, values: &'a [T], mean: &'a [f64]) -> Self {
        assert_eq!(mean.len(), tiles.n_features(), "one mean a feature");
        assert_eq!(values.len(), tiles.n_rows() * mean.len(), "the rows in the tiles");
        Self { tiles, values, mean }
    }

    /// Returns the rows in tiles.
    #[must_use]
    pub fn tiles(&self) -> TileBlock<'a, T> {
        self.tiles
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.tiles.n_rows()
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.mean.len()
    }

    /// Returns the mean.
    #[must_use]
    pub fn mean(&self) -> &'a [f64] {
        self.mean
    }

    /// Returns the values of a row as they were given.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn given(&self, row: usize) -> &'a [T] {
        let d = self.mean.len();
        &self.values[row * d..][..d]
    }
}
