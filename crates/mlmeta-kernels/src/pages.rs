//! Memory of a buffer that every iteration of a fit walks through.

use std::alloc::{Layout, alloc_zeroed};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::ptr::slice_from_raw_parts_mut;

use crate::element::Element;

/// Memory for a buffer could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocationError {
    /// Size of the buffer; `usize::MAX` when it does not fit the address space.
    pub bytes: usize,
}

impl fmt::Display for AllocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not allocate {} bytes", self.bytes)
    }
}

impl std::error::Error for AllocationError {}

/// Zeros that begin on a cache line, in huge pages where the system has them to give. The pages are first touched by
/// whoever fills them.
#[derive(Debug)]
pub(crate) struct Pages<T> {
    /// The zeros, and as many more as may lie before the first cache line.
    values: Vec<T>,
    begin: usize,
    length: usize,
}

/// Bytes of a cache line, and of the widest vector.
const LINE: usize = 64;

impl<T: Element> Pages<T> {
    /// Returns `length` zeros.
    ///
    /// # Errors
    /// [`AllocationError`].
    pub(crate) fn zeros(length: usize) -> Result<Self, AllocationError> {
        let spare = LINE / size_of::<T>();
        let with_spare = length.checked_add(spare).ok_or(AllocationError { bytes: usize::MAX })?;
        let mut values = zeroed::<T>(with_spare)?;
        huge::ask_for(&mut values);
        let begin = values.as_ptr().align_offset(LINE).min(spare);
        Ok(Self { values, begin, length })
    }
}

impl<T> Deref for Pages<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values[self.begin..self.begin + self.length]
    }
}

impl<T> DerefMut for Pages<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.values[self.begin..self.begin + self.length]
    }
}

/// Returns zeros straight from the allocator. A type that is aligned to cache lines would not do: the standard library
/// writes such zeros itself, on one thread.
fn zeroed<T: Element>(length: usize) -> Result<Vec<T>, AllocationError> {
    let layout = Layout::array::<T>(length).map_err(|_| AllocationError { bytes: usize::MAX })?;
    if layout.size() == 0 {
        return Ok(Vec::new());
    }
    // SAFETY: the size is not zero.
    let pointer = unsafe { alloc_zeroed(layout) }.cast::<T>();
    if pointer.is_null() {
        return Err(AllocationError { bytes: layout.size() });
    }
    // SAFETY: the global allocator gave this memory for exactly `length` values of `T`; zero bits are the number zero.
    Ok(unsafe { Box::from_raw(slice_from_raw_parts_mut(pointer, length)) }.into_vec())
}

#[cfg(all(target_os = "linux", not(miri)))]
mod huge {
    use std::ffi::{c_int, c_void};

    /// Bytes of a huge page on x86-64 and, mostly, aarch64; a multiple of the size of every small page.
    const HUGE: usize = 2 << 20;
    const MADV_HUGEPAGE: c_int = 14;

    unsafe extern "C" {
        /// Of the C library, which the standard library links.
        fn madvise(address: *mut c_void, length: usize, advice: c_int) -> c_int;
    }

    /// Asks for huge pages: a fault costs as much as the rest of the way through a small page.
    pub(super) fn ask_for<T>(values: &mut [T]) {
        let address = values.as_mut_ptr() as usize;
        let (begin, end) = (address.next_multiple_of(HUGE), (address + size_of_val(values)) / HUGE * HUGE);
        if begin < end {
            let inside = values.as_mut_ptr().cast::<u8>().wrapping_add(begin - address);
            // SAFETY: the range lies in memory that is borrowed exclusively, begins on a page and changes no value; where
            // the system refuses, small pages remain.
            unsafe { madvise(inside.cast(), end - begin, MADV_HUGEPAGE) };
        }
    }
}

#[cfg(any(not(target_os = "linux"), miri))]
mod huge {
    /// Other systems choose by themselves.
    pub(super) fn ask_for<T>(_values: &mut [T]) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_zeros_from_a_cache_line_on() {
        for length in [0, 1, 15, 16, 1000, 3 << 20] {
            let mut pages = Pages::<f64>::zeros(length).unwrap();
            assert_eq!(pages.len(), length);
            assert_eq!(pages.as_ptr() as usize % LINE, 0, "{length}");
            assert!(pages.iter().all(|value| value.to_bits() == 0));
            pages.fill(1.0);
            assert_eq!(pages.iter().sum::<f64>(), length as f64);
        }
    }

    #[test]
    fn more_than_there_is_is_an_error() {
        for length in [usize::MAX, usize::MAX / 4, usize::MAX / 8 - 16] {
            assert!(Pages::<f32>::zeros(length).is_err(), "{length}");
        }
    }
}
