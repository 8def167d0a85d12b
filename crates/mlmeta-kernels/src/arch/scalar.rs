//! Portable vectors: arrays of four lanes, which compilers turn into whatever the target's baseline has.

use crate::vector::{Isa, Vector};

/// The portable level.
pub(crate) struct Scalar;

/// Four lanes.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Four<T>([T; 4]);

macro_rules! vector {
    ($type:ident) => {
        impl Vector for Four<$type> {
            type Element = $type;
            type Mask = [bool; 4];
            const LANES: usize = 4;
            const FUSED: bool = false;

            #[inline(always)]
            unsafe fn splat(value: $type) -> Self {
                Self([value; 4])
            }
            #[inline(always)]
            unsafe fn load(source: *const $type) -> Self {
                // SAFETY: the caller promises four readable elements; no alignment is assumed.
                Self(unsafe { source.cast::<[$type; 4]>().read_unaligned() })
            }
            #[inline(always)]
            unsafe fn store(self, target: *mut $type) {
                // SAFETY: the caller promises four writable elements; no alignment is assumed.
                unsafe { target.cast::<[$type; 4]>().write_unaligned(self.0) }
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                Self(std::array::from_fn(|lane| self.0[lane] + other.0[lane]))
            }
            #[inline(always)]
            unsafe fn sub(self, other: Self) -> Self {
                Self(std::array::from_fn(|lane| self.0[lane] - other.0[lane]))
            }
            #[inline(always)]
            unsafe fn mul(self, other: Self) -> Self {
                Self(std::array::from_fn(|lane| self.0[lane] * other.0[lane]))
            }
            // Not `f64::mul_add`: without the instruction that is a library call a hundred times slower.
            #[inline(always)]
            unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
                Self(std::array::from_fn(|lane| self.0[lane] * factor.0[lane] + term.0[lane]))
            }
            #[inline(always)]
            unsafe fn min(self, other: Self) -> Self {
                Self(std::array::from_fn(|lane| {
                    if self.0[lane] < other.0[lane] { self.0[lane] } else { other.0[lane] }
                }))
            }
            #[inline(always)]
            unsafe fn max(self, other: Self) -> Self {
                Self(std::array::from_fn(|lane| {
                    if self.0[lane] > other.0[lane] { self.0[lane] } else { other.0[lane] }
                }))
            }
            #[inline(always)]
            unsafe fn less(self, other: Self) -> Self::Mask {
                std::array::from_fn(|lane| self.0[lane] < other.0[lane])
            }
            #[inline(always)]
            unsafe fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
                Self(std::array::from_fn(|lane| if mask[lane] { yes.0[lane] } else { no.0[lane] }))
            }
            #[inline(always)]
            unsafe fn bits(mask: Self::Mask) -> u32 {
                (0..4).fold(0, |bits, lane| bits | (u32::from(mask[lane]) << lane))
            }
            #[inline(always)]
            unsafe fn store_i32(self, target: *mut i32) {
                // SAFETY: the caller promises four writable integers; no alignment is assumed.
                unsafe { target.cast::<[i32; 4]>().write_unaligned(self.0.map(|value| value as i32)) }
            }
        }
    };
}

vector!(f32);
vector!(f64);

impl Isa for Scalar {
    type F32 = Four<f32>;
    type F64 = Four<f64>;
    const ROW_VECTORS: usize = 1;

    #[inline(always)]
    unsafe fn widen(source: *const f32) -> Four<f64> {
        // SAFETY: the caller promises four readable elements.
        Four(unsafe { Four::<f32>::load(source) }.0.map(f64::from))
    }

    #[inline(always)]
    unsafe fn gather(table: *const f64, indices: *const i32) -> Four<f64> {
        // SAFETY: the caller promises four indices of readable values.
        Four(std::array::from_fn(|lane| unsafe { *table.add(*indices.add(lane) as usize) }))
    }

    #[inline(always)]
    unsafe fn round_to_f32(values: Four<f64>) -> Four<f64> {
        Four(values.0.map(|value| f64::from(value as f32)))
    }

    #[inline(always)]
    unsafe fn store_rounded(values: Four<f64>, target: *mut i64) {
        let wholes = values.0.map(|value| value.round_ties_even() as i64);
        // SAFETY: the caller promises four writable integers; no alignment is assumed.
        unsafe { target.cast::<[i64; 4]>().write_unaligned(wholes) }
    }
}
