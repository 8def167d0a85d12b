//! The little language that kernels are written in: vectors, instruction sets, kernels.

use std::ops::Add;

/// A register of lanes. Every method compiles to one or two instructions of its instruction set.
///
/// # Safety of the methods
/// The caller runs inside [`Kernel::run`] of an instruction set that the processor has; pointers are valid for
/// `LANES` elements. No alignment is asked for.
pub trait Vector: Copy {
    /// What a lane holds.
    type Element: Copy + Default + Add<Output = Self::Element>;
    /// One truth value a lane.
    type Mask: Copy;
    /// Lanes in the register.
    const LANES: usize;
    /// Whether `mul_add` rounds once.
    const FUSED: bool;

    /// All lanes hold `value`.
    unsafe fn splat(value: Self::Element) -> Self;
    /// Lanes from memory.
    unsafe fn load(source: *const Self::Element) -> Self;
    /// Asks for memory that will be loaded soon; any address is allowed.
    #[inline(always)]
    unsafe fn prefetch(_source: *const Self::Element) {}
    /// Lanes to memory.
    unsafe fn store(self, target: *mut Self::Element);
    /// `self + other`.
    unsafe fn add(self, other: Self) -> Self;
    /// `self - other`.
    unsafe fn sub(self, other: Self) -> Self;
    /// `self * other`.
    unsafe fn mul(self, other: Self) -> Self;
    /// `self * factor + term`, rounded once or twice (see `FUSED`): for screening only.
    unsafe fn mul_add(self, factor: Self, term: Self) -> Self;
    /// The smaller of each lane; for NaN either.
    unsafe fn min(self, other: Self) -> Self;
    /// The larger of each lane; for NaN either.
    unsafe fn max(self, other: Self) -> Self;
    /// Lanes where `self < other`; false for NaN.
    unsafe fn less(self, other: Self) -> Self::Mask;
    /// `yes` where the mask is true, `no` elsewhere.
    unsafe fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// The mask with lane 0 in the lowest bit.
    unsafe fn bits(mask: Self::Mask) -> u32;
    /// The sum of all lanes, by halves.
    #[inline(always)]
    unsafe fn total(self) -> Self::Element {
        let mut lanes = [Self::Element::default(); 16];
        // SAFETY: no register has more than 16 lanes.
        unsafe { self.store(lanes.as_mut_ptr()) };
        let mut width = Self::LANES;
        while width > 1 {
            width /= 2;
            for lane in 0..width {
                lanes[lane] = lanes[lane] + lanes[lane + width];
            }
        }
        lanes[0]
    }
    /// Truncates lanes to `i32` and stores them; they hold small whole numbers.
    unsafe fn store_i32(self, target: *mut i32);
}

/// An instruction set: its vectors.
pub trait Isa {
    /// Lanes of float32.
    type F32: Vector<Element = f32>;
    /// Lanes of float64.
    type F64: Vector<Element = f64>;
    /// Vectors of rows that the assignment holds in registers at once: 1 or 2.
    const ROW_VECTORS: usize;
    /// As many float32 from memory as `F64` has lanes, widened.
    ///
    /// # Safety
    /// As for the methods of [`Vector`].
    unsafe fn widen(source: *const f32) -> Self::F64;
    /// The values of `table` at as many `indices` as `F64` has lanes.
    ///
    /// # Safety
    /// As for the methods of [`Vector`]; the indices are valid, and none is negative.
    unsafe fn gather(table: *const f64, indices: *const i32) -> Self::F64;
    /// Lanes rounded to float32.
    ///
    /// # Safety
    /// As for the methods of [`Vector`].
    unsafe fn round_to_f32(values: Self::F64) -> Self::F64;
    /// Rounds lanes of magnitude below `2^63` to whole numbers, ties to even, and stores them.
    ///
    /// # Safety
    /// As for the methods of [`Vector`].
    unsafe fn store_rounded(values: Self::F64, target: *mut i64);
}

/// An algorithm, compiled once for each instruction set.
pub(crate) trait Kernel {
    /// What it returns.
    type Output;
    /// Runs it. Implementations are `#[inline(always)]`, so that they are compiled with the features of the caller.
    ///
    /// # Safety
    /// The processor has `I`, and the caller carries its target features.
    unsafe fn run<I: Isa>(self) -> Self::Output;
}
