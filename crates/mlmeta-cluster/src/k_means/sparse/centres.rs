//! Centres as sparse rows meet them: for each feature, the values of eight centres side by side.

use mlmeta_kernels::AllocationError;

use crate::k_means::buffer::filled;

/// Centres that are met together: one cache line for each entry of a row.
pub(super) const PANEL: usize = 8;

/// Centres `(k, n_features)` and their `N(c)`.
pub(crate) struct SparseCentres {
    k: usize,
    n_features: usize,
    /// `[panel][feature]`: the values of eight centres, zero past the end.
    panels: Vec<[f64; PANEL]>,
    /// `[panel]`: `N(c)`, infinite past the end, so that no padding is ever nearest.
    norms: Vec<[f64; PANEL]>,
}

impl SparseCentres {
    /// Returns the row-major `centres` of `n_features` columns.
    ///
    /// # Errors
    /// [`AllocationError`].
    pub(crate) fn new(centres: &[f64], n_features: usize) -> Result<Self, AllocationError> {
        let k = centres.len() / n_features;
        let n_panels = k.div_ceil(PANEL);
        let mut panels = filled([0.0; PANEL], n_panels.saturating_mul(n_features))?;
        let mut norms = filled([f64::INFINITY; PANEL], n_panels)?;
        let parts = centres.chunks(PANEL * n_features).zip(panels.chunks_exact_mut(n_features));
        for ((centres, panel), norms) in parts.zip(&mut norms) {
            for (centre, norm) in centres.chunks_exact(n_features).zip(norms) {
                *norm = squared_norm(centre);
            }
            for (t, values) in panel.iter_mut().enumerate() {
                for (value, centre) in values.iter_mut().zip(centres.chunks_exact(n_features)) {
                    *value = centre[t];
                }
            }
        }
        Ok(Self { k, n_features, panels, norms })
    }

    /// Number of centres.
    pub(crate) fn len(&self) -> usize {
        self.k
    }

    /// Returns eight centres at a time, feature by feature, with their norms.
    pub(super) fn panels(&self) -> impl Iterator<Item = (&[[f64; PANEL]], &[f64; PANEL])> {
        self.panels.chunks_exact(self.n_features).zip(&self.norms)
    }

    /// Returns the value of centre `j` in column `t`.
    pub(super) fn value(&self, j: usize, t: usize) -> f64 {
        self.panels[j / PANEL * self.n_features + t][j % PANEL]
    }

    /// Returns `N(c)` of centre `j`.
    pub(super) fn norm(&self, j: usize) -> f64 {
        self.norms[j / PANEL][j % PANEL]
    }
}

/// Returns `N(c)`: the squares added in two lanes, of every eight features the last pair first.
pub(super) fn squared_norm(centre: &[f64]) -> f64 {
    let (mut even, mut odd) = (0.0, 0.0);
    let blocks = centre.chunks_exact(8);
    let rest = blocks.remainder().chunks(2);
    for pair in blocks.flat_map(|block| block.chunks(2).rev()).chain(rest) {
        even += pair[0] * pair[0];
        if let Some(last) = pair.get(1) {
            odd += last * last;
        }
    }
    even + odd
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mt19937;

    #[test]
    fn a_norm_is_added_in_two_lanes() {
        // With 1 first, squares below half an ulp of it are lost; added before it they count.
        let small = 2.0_f64.powi(-27);
        let mut centre = vec![small; 8];
        centre[6] = 1.0;
        assert_eq!(squared_norm(&centre), 1.0 + 4.0 * small * small, "the odd lane keeps its four");
        centre.swap(6, 0);
        assert_eq!(squared_norm(&centre), (1.0 + 4.0 * small * small) + 4.0 * small * small);
        assert_eq!(squared_norm(&[3.0, 4.0, 12.0]), 169.0, "an odd last feature");
    }

    #[test]
    fn panels_hold_every_value_once_and_padding_is_far() {
        let mut stream = Mt19937::from_seed(1);
        for (k, d) in [(1, 1), (7, 3), (8, 5), (19, 11)] {
            let values: Vec<f64> = (0..k * d).map(|_| stream.next_double()).collect();
            let centres = SparseCentres::new(&values, d).unwrap();
            assert_eq!(centres.len(), k);
            for (cell, value) in values.iter().enumerate() {
                assert_eq!(centres.value(cell / d, cell % d), *value);
            }
            let norms: Vec<f64> = centres.panels().flat_map(|(_, norms)| *norms).collect();
            assert_eq!(norms.len(), k.next_multiple_of(PANEL));
            assert_eq!(norms.iter().filter(|norm| norm.is_finite()).count(), k);
        }
    }
}
