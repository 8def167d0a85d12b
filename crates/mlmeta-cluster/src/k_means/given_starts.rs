//! Start centres that a caller gives, or a function of the caller's.

use mlmeta_kernels::Element;

use super::KMeansError;

/// Returns the start centres of a run in float64, once they are known to be `n_clusters` of `n_features` and finite.
///
/// # Errors
/// [`KMeansError::Starts`], [`KMeansError::NotFinite`].
pub(crate) fn checked_start<T: Element>(
    start: &[T],
    n_clusters: usize,
    n_features: usize,
) -> Result<Vec<f64>, KMeansError> {
    if n_clusters.checked_mul(n_features) != Some(start.len()) {
        return Err(KMeansError::Starts { n_values: start.len(), expected: [1, n_clusters, n_features] });
    }
    check_finite(start)?;
    Ok(start.iter().map(|value| value.widened()).collect())
}

/// Checks the values of start centres.
///
/// # Errors
/// [`KMeansError::NotFinite`].
pub(crate) fn check_finite<T: Element>(centres: &[T]) -> Result<(), KMeansError> {
    if centres.iter().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(KMeansError::NotFinite { name: "init" })
    }
}
