//! The two types of data, float32 and float64.

use std::fmt::Debug;

use crate::scale::Accumulator;
use crate::vector::{Isa, Vector};

mod sealed {
    use super::{Isa, Vector};

    /// How a type of data maps to vectors.
    pub trait Lanes: Copy {
        /// Its vector in an instruction set.
        type Of<I: Isa>: Vector<Element = Self>;

        /// As many values as a float64 vector has lanes, widened.
        ///
        /// # Safety
        /// As for [`Vector::load`].
        unsafe fn widen<I: Isa>(source: *const Self) -> I::F64;

        /// Lanes rounded to this type.
        ///
        /// # Safety
        /// As for the methods of [`Vector`].
        #[inline(always)]
        unsafe fn round<I: Isa>(values: I::F64) -> I::F64 {
            if size_of::<Self>() == size_of::<f32>() {
                // SAFETY: the caller's promise, handed on.
                unsafe { I::round_to_f32(values) }
            } else {
                values
            }
        }
    }
}

pub(crate) use sealed::Lanes;

/// float32 or float64: what `X` and the centres hold. Sealed.
pub trait Element:
    sealed::Lanes + Copy + Default + PartialEq + PartialOrd + Debug + Send + Sync + 'static
{
    /// The integer that sums columns of this type exactly: one word for float32, two for float64.
    type Sum: Accumulator;
    /// The unit roundoff `2^-24` or `2^-53`.
    const ROUNDOFF: f64;
    /// The smallest normal number.
    const TINY: Self;
    /// Positive infinity.
    const INFINITY: Self;
    /// Whole numbers up to this one are exact.
    const LARGEST_INDEX: usize;
    /// The name of the type in `NumPy`.
    const NAME: &'static str;

    /// Returns the value in float64, exactly.
    fn widened(self) -> f64;
    /// Returns the nearest value of this type, ties to even.
    fn rounded(value: f64) -> Self;
    /// Returns the magnitude.
    #[must_use]
    fn absolute(self) -> Self;
    /// Whether the value is neither NaN nor infinite.
    fn is_finite(self) -> bool;
}

macro_rules! element {
    ($type:ident, $name:literal, $sum:ty, $vector:ident, $roundoff:expr, $largest:expr, $widen:expr) => {
        impl sealed::Lanes for $type {
            type Of<I: Isa> = I::$vector;

            #[inline(always)]
            unsafe fn widen<I: Isa>(source: *const Self) -> I::F64 {
                // SAFETY: the caller's promise, handed on.
                unsafe { $widen(source) }
            }
        }

        impl Element for $type {
            type Sum = $sum;
            const ROUNDOFF: f64 = $roundoff;
            const TINY: Self = $type::MIN_POSITIVE;
            const INFINITY: Self = $type::INFINITY;
            const LARGEST_INDEX: usize = $largest;
            const NAME: &'static str = $name;

            #[inline(always)]
            fn widened(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn rounded(value: f64) -> Self {
                value as Self
            }
            #[inline(always)]
            fn absolute(self) -> Self {
                self.abs()
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                $type::is_finite(self)
            }
        }
    };
}

element!(f32, "float32", i64, F32, 1.0 / 16_777_216.0, 1 << 24, I::widen);
element!(f64, "float64", i128, F64, f64::EPSILON / 2.0, i32::MAX as usize, I::F64::load);
