//! Large buffers whose allocation may fail.

use mlmeta_kernels::AllocationError;

/// Returns `length` copies of `value`.
///
/// # Errors
/// [`AllocationError`].
pub(crate) fn filled<T: Clone>(value: T, length: usize) -> Result<Vec<T>, AllocationError> {
    let mut values = reserved(length)?;
    values.resize(length, value);
    Ok(values)
}

/// Returns an empty vector with room for `length` values.
///
/// # Errors
/// [`AllocationError`].
pub(crate) fn reserved<T>(length: usize) -> Result<Vec<T>, AllocationError> {
    let mut values = Vec::new();
    values
        .try_reserve_exact(length)
        .map_err(|_| AllocationError { bytes: length.saturating_mul(size_of::<T>()) })?;
    Ok(values)
}
