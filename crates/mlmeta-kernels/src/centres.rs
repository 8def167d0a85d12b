//! Centres, laid out for the kernels.

use crate::element::Element;
use crate::pages::AllocationError;
use crate::tuning::PANEL;

/// Centres `(k, n_features)` in the two layouts that the kernels read.
#[derive(Clone, Debug)]
pub struct Centres<T> {
    k: usize,
    n_features: usize,
    /// `[panel][feature][8]`: `-2 c`, zero past the end.
    pub(crate) panels: Vec<T>,
    /// `[panel][8]`: `|c|^2`, infinite past the end, so that no padding is ever nearest.
    pub(crate) squares: Vec<T>,
    /// `[feature][padded k]`: `c` in float64, infinite past the end.
    pub(crate) columns: Vec<f64>,
    /// An upper bound of all `|c|`.
    pub(crate) largest_norm: f64,
}

impl<T: Element> Centres<T> {
    /// Returns the row-major `centres` of `n_features` columns, laid out for kernels on rows of type `T`.
    ///
    /// Decisions and distances use the centres as given; only screening rounds them to `T`.
    ///
    /// # Errors
    /// [`AllocationError`].
    ///
    /// # Panics
    /// When there is no centre or no feature, or the length is no multiple of `n_features`.
    pub fn new<C: Element>(centres: &[C], n_features: usize) -> Result<Self, AllocationError> {
        let d = n_features;
        assert!(d > 0 && !centres.is_empty() && centres.len().is_multiple_of(d), "centres are no matrix");
        let k = centres.len() / d;
        let padded = k.next_multiple_of(PANEL);
        let mut panels = filled(T::default(), padded * d)?;
        let mut squares = filled(T::INFINITY, padded)?;
        let mut columns = filled(f64::INFINITY, padded * d)?;
        let mut largest_square = 0.0_f64;
        for (j, centre) in centres.chunks_exact(d).enumerate() {
            let mut square = 0.0;
            for (t, &c) in centre.iter().enumerate() {
                panels[(j / PANEL * d + t) * PANEL + j % PANEL] = T::rounded(-2.0 * c.widened());
                columns[t * padded + j] = c.widened();
                square += c.widened() * c.widened();
            }
            squares[j] = T::rounded(square);
            largest_square = largest_square.max(square);
        }
        let largest_norm = largest_square.sqrt() * (1.0 + (d + 8) as f64 * f64::EPSILON);
        Ok(Self { k, n_features, panels, squares, columns, largest_norm })
    }

    /// Number of centres.
    #[must_use]
    pub fn len(&self) -> usize {
        self.k
    }

    /// Whether there are none; never.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.k == 0
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Number of centres with padding, a multiple of 8.
    pub(crate) fn padded(&self) -> usize {
        self.squares.len()
    }
}

fn filled<T: Copy>(value: T, length: usize) -> Result<Vec<T>, AllocationError> {
    let mut values = Vec::new();
    values
        .try_reserve_exact(length)
        .map_err(|_| AllocationError { bytes: length.saturating_mul(size_of::<T>()) })?;
    values.resize(length, value);
    Ok(values)
}
