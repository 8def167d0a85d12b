//! Rows, 32 side by side for each feature.

use crate::element::{Element, Lanes};
use crate::level::Simd;
use crate::pages::{AllocationError, Pages};
use crate::tuning::TILE;
use crate::vector::{Isa, Kernel, Vector};

/// A matrix `(n_rows, n_features)` in tiles, with an upper bound of each row's Euclidean norm.
///
/// Tile `i` holds the rows `32 i ..`; in a tile the 32 values of feature 0 come first, then those of feature 1, ...
/// Rows past the end are zeros.
#[derive(Debug)]
pub struct Tiles<T> {
    values: Pages<T>,
    norms: Pages<T>,
    n_rows: usize,
    n_features: usize,
}

/// Some whole tiles of [`Tiles`], to read.
#[derive(Clone, Copy, Debug)]
pub struct TileBlock<'a, T> {
    values: &'a [T],
    norms: &'a [T],
    n_rows: usize,
    n_features: usize,
}

/// Some whole tiles of [`Tiles`], to fill with [`pack`].
#[derive(Debug)]
pub struct TileBlockMut<'a, T> {
    values: &'a mut [T],
    norms: &'a mut [T],
    n_rows: usize,
    n_features: usize,
}

impl<T: Element> Tiles<T> {
    /// Returns tiles of zeros.
    ///
    /// # Errors
    /// [`AllocationError`].
    pub fn zeros(n_rows: usize, n_features: usize) -> Result<Self, AllocationError> {
        let n_tiles = n_rows.div_ceil(TILE);
        let n_values = n_tiles.checked_mul(TILE).and_then(|rows| rows.checked_mul(n_features));
        let values = Pages::zeros(n_values.ok_or(AllocationError { bytes: usize::MAX })?)?;
        let norms = Pages::zeros(n_tiles * TILE)?;
        Ok(Self { values, norms, n_rows, n_features })
    }

    /// Returns the tiles of the row-major matrix `rows` of `n_features` columns.
    ///
    /// # Errors
    /// [`AllocationError`].
    ///
    /// # Panics
    /// When the length of `rows` is no multiple of `n_features`.
    pub fn from_rows(rows: &[T], n_features: usize) -> Result<Self, AllocationError> {
        let mut tiles = Self::zeros(rows.len() / n_features, n_features)?;
        if let Ok(scalar) = Simd::with(crate::Level::Scalar) {
            let n_rows = tiles.n_rows;
            for block in tiles.blocks_mut(n_rows.next_multiple_of(TILE).max(TILE)) {
                pack(scalar, block, rows, None, &mut vec![T::default(); n_features]);
            }
        }
        Ok(tiles)
    }

    /// Makes this a matrix of `n_rows` rows, to be packed anew; there must be room for them.
    ///
    /// # Panics
    /// When there were fewer tiles to begin with.
    pub fn resize(&mut self, n_rows: usize) {
        assert!(n_rows <= self.norms.len(), "{n_rows} rows need more tiles");
        self.n_rows = n_rows;
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Returns the `n_rows` rows from `first` on.
    ///
    /// # Panics
    /// When `first` is no multiple of 32, or rows lie past the end.
    #[must_use]
    pub fn block(&self, first: usize, n_rows: usize) -> TileBlock<'_, T> {
        assert!(first.is_multiple_of(TILE) && first + n_rows <= self.n_rows, "no block of whole tiles");
        let (begin, end) = (first / TILE, (first + n_rows).div_ceil(TILE));
        TileBlock {
            values: &self.values[begin * TILE * self.n_features..end * TILE * self.n_features],
            norms: &self.norms[begin * TILE..end * TILE],
            n_rows,
            n_features: self.n_features,
        }
    }

    /// Returns blocks of `rows_per_block` rows (a multiple of 32; the last may be shorter), to be packed by threads.
    ///
    /// # Panics
    /// When `rows_per_block` is no positive multiple of 32.
    pub fn blocks_mut(&mut self, rows_per_block: usize) -> impl Iterator<Item = TileBlockMut<'_, T>> + Send {
        assert!(rows_per_block > 0 && rows_per_block.is_multiple_of(TILE), "no block of whole tiles");
        let (n_rows, n_features) = (self.n_rows, self.n_features);
        let n_tiles = n_rows.div_ceil(TILE);
        let values = &mut self.values[..n_tiles * TILE * n_features];
        let values = values.chunks_mut((rows_per_block * n_features).max(1));
        values.zip(self.norms[..n_tiles * TILE].chunks_mut(rows_per_block)).enumerate().map(
            move |(index, (values, norms))| {
                let n_rows = rows_per_block.min(n_rows - index * rows_per_block);
                TileBlockMut { values, norms, n_rows, n_features }
            },
        )
    }
}

impl<'a, T: Element> TileBlock<'a, T> {
    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Returns all values, padding included: `[tile][feature][32]`.
    #[must_use]
    pub fn values(&self) -> &'a [T] {
        self.values
    }

    /// Returns an upper bound of each row's norm, padding included.
    #[must_use]
    pub fn norms(&self) -> &'a [T] {
        self.norms
    }

    /// Returns the values of one row, in the order of the features.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = T> + use<'a, T> {
        assert!(row < self.n_rows, "row {row} of {}", self.n_rows);
        let tile = row / TILE * TILE * self.n_features;
        let values = &self.values()[tile..tile + TILE * self.n_features];
        values.chunks_exact(TILE).map(move |feature| feature[row % TILE])
    }
}

/// Fills `block` with `rows - mean` (`rows` alone without a mean) and raises `maxima`, `(n_features,)`, to the largest
/// magnitude of each column. The difference is formed in float64 and rounded to the type of the tiles.
///
/// # Panics
/// When the sizes do not match.
pub fn pack<S: Element, T: Element>(
    simd: Simd,
    block: TileBlockMut<'_, S>,
    rows: &[T],
    mean: Option<&[f64]>,
    maxima: &mut [S],
) {
    let d = block.n_features;
    assert!(d > 0 && rows.len() == block.n_rows * d, "rows do not fill the block");
    assert!(
        maxima.len() == d && mean.is_none_or(|mean| mean.len() == d),
        "one mean and one maximum a feature"
    );
    simd.run(Pack { block, rows, mean, maxima });
}

struct Pack<'a, S, T> {
    block: TileBlockMut<'a, S>,
    rows: &'a [T],
    mean: Option<&'a [f64]>,
    maxima: &'a mut [S],
}

impl<S: Element, T: Element> Kernel for Pack<'_, S, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let d = self.block.n_features;
        let lanes = <S as Lanes>::Of::<I>::LANES;
        let mut maxima = vec![S::default(); d * lanes];
        let tiles = self.block.values.chunks_exact_mut(TILE * d);
        let norms = self.block.norms.chunks_exact_mut(TILE);
        for ((tile, norms), rows) in tiles.zip(norms).zip(self.rows.chunks(TILE * d)) {
            transpose(tile, rows, self.mean, d);
            // SAFETY: `tile` has 32 values for each feature, `norms` 32, `maxima` a vector for each feature, and
            // 32 is a multiple of every LANES; the instruction set is the caller's promise.
            unsafe { measure::<I, S>(tile, norms, &mut maxima) };
            // Squares are summed with at most 2 roundings a feature; doubled and more for safety.
            let inflate = 1.0 + (4 * d + 16) as f64 * S::ROUNDOFF;
            for norm in norms {
                *norm = S::rounded(norm.widened().sqrt() * inflate);
            }
        }
        for (largest, lanes) in self.maxima.iter_mut().zip(maxima.chunks_exact(lanes)) {
            *largest = lanes.iter().fold(*largest, |a, &b| if b > a { b } else { a });
        }
    }
}

/// Features that are transposed at a time: so few that their part of a tile stays in the first-level cache.
const COLUMNS: usize = 16;

#[inline(always)]
fn transpose<S: Element, T: Element>(tile: &mut [S], rows: &[T], mean: Option<&[f64]>, d: usize) {
    let mut buffer = [[S::default(); COLUMNS]; TILE];
    for (first, features) in (0..d).step_by(COLUMNS).zip(tile.chunks_mut(COLUMNS * TILE)) {
        let width = features.len() / TILE;
        for (row, buffer) in rows.chunks_exact(d).zip(&mut buffer) {
            let cells = buffer.iter_mut().zip(&row[first..first + width]);
            match mean {
                Some(mean) => {
                    for ((cell, value), mean) in cells.zip(&mean[first..first + width]) {
                        *cell = S::rounded(value.widened() - mean);
                    }
                }
                None => {
                    for (cell, value) in cells {
                        *cell = S::rounded(value.widened());
                    }
                }
            }
        }
        let n_rows = rows.len() / d;
        for (t, feature) in features.chunks_exact_mut(TILE).enumerate() {
            for (cell, buffer) in feature[..n_rows].iter_mut().zip(&buffer) {
                *cell = buffer[t];
            }
        }
    }
}

/// Writes squared norms and raises the maxima.
///
/// # Safety
/// As for [`Kernel::run`]; `tile` holds whole features, `maxima` a vector for each, `norms` 32 values.
#[inline(always)]
unsafe fn measure<I: Isa, T: Element>(tile: &[T], norms: &mut [T], maxima: &mut [T]) {
    type V<T, I> = <T as Lanes>::Of<I>;
    let lanes = V::<T, I>::LANES;
    for begin in (0..TILE).step_by(lanes) {
        // SAFETY: `begin + lanes <= 32`, and every feature of the tile holds 32 values.
        unsafe {
            let mut squares = V::<T, I>::splat(T::default());
            for (feature, maxima) in tile.chunks_exact(TILE).zip(maxima.chunks_exact_mut(lanes)) {
                let x = V::<T, I>::load(feature.as_ptr().add(begin));
                squares = x.mul_add(x, squares);
                let magnitude = x.max(V::<T, I>::splat(T::default()).sub(x));
                magnitude.max(V::<T, I>::load(maxima.as_ptr())).store(maxima.as_mut_ptr());
            }
            squares.store(norms.as_mut_ptr().add(begin));
        }
    }
}
