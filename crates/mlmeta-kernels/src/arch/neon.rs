//! aarch64 with NEON: 4 float32 or, in two registers, 4 float64 lanes, 32 registers. Behind the feature `neon`, for nobody has
//! run it yet.
#![allow(
    unused_unsafe,
    reason = "NEON belongs to the baseline of most aarch64 targets, where intrinsics without pointers are safe"
)]

use std::arch::aarch64::{
    float32x4_t, float64x2_t, uint32x4_t, uint64x2_t, vaddq_f32, vaddq_f64, vaddvq_u32, vandq_u32, vbslq_f32,
    vbslq_f64, vcltq_f32, vcltq_f64, vcvt_f32_f64, vcvt_f64_f32, vcvtnq_s64_f64, vcvtq_s32_f32,
    vcvtq_s64_f64, vdupq_n_f32, vdupq_n_f64, vfmaq_f32, vfmaq_f64, vgetq_lane_u64, vld1_f32, vld1q_f32,
    vld1q_f64, vld1q_u32, vmaxq_f32, vmaxq_f64, vminq_f32, vminq_f64, vmovn_s64, vmulq_f32, vmulq_f64,
    vst1_s32, vst1q_f32, vst1q_f64, vst1q_s32, vst1q_s64, vsubq_f32, vsubq_f64,
};

use crate::vector::{Isa, Kernel, Vector};

/// The NEON level.
pub(crate) struct Neon;

/// Compiles and runs `kernel` with NEON.
///
/// # Safety
/// The processor has it.
#[target_feature(enable = "neon")]
pub(crate) unsafe fn run<K: Kernel>(kernel: K) -> K::Output {
    // SAFETY: this function carries the feature of `Neon`; the caller promises that the processor has it.
    unsafe { kernel.run::<Neon>() }
}

/// Four lanes of float32.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct F32x4(float32x4_t);

/// Four lanes of float64.
#[derive(Clone, Copy)]
pub(crate) struct F64x4(float64x2_t, float64x2_t);

// SAFETY of every block below: a `Vector` method is called inside `run`, so NEON is there, and pointers are valid for all
// lanes; loads and stores ask for no alignment beyond that of an element.
impl Vector for F32x4 {
    type Element = f32;
    type Mask = uint32x4_t;
    const LANES: usize = 4;
    const FUSED: bool = true;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vdupq_n_f32(value) })
    }
    #[inline(always)]
    unsafe fn load(source: *const f32) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vld1q_f32(source) })
    }
    #[inline(always)]
    unsafe fn store(self, target: *mut f32) {
        // SAFETY: see the head of this impl.
        unsafe { vst1q_f32(target, self.0) }
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vaddq_f32(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vsubq_f32(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vmulq_f32(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vfmaq_f32(term.0, self.0, factor.0) })
    }
    #[inline(always)]
    unsafe fn min(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vminq_f32(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vmaxq_f32(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn less(self, other: Self) -> Self::Mask {
        // SAFETY: see the head of this impl.
        unsafe { vcltq_f32(self.0, other.0) }
    }
    #[inline(always)]
    unsafe fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        // SAFETY: see the head of this impl.
        Self(unsafe { vbslq_f32(mask, yes.0, no.0) })
    }
    #[inline(always)]
    unsafe fn bits(mask: Self::Mask) -> u32 {
        const PLACES: [u32; 4] = [1, 2, 4, 8];
        // SAFETY: see the head of this impl.
        unsafe { vaddvq_u32(vandq_u32(mask, vld1q_u32(PLACES.as_ptr()))) }
    }
    #[inline(always)]
    unsafe fn store_i32(self, target: *mut i32) {
        // SAFETY: see the head of this impl.
        unsafe { vst1q_s32(target, vcvtq_s32_f32(self.0)) }
    }
}

// SAFETY of every block below: as for float32.
impl Vector for F64x4 {
    type Element = f64;
    type Mask = (uint64x2_t, uint64x2_t);
    const LANES: usize = 4;
    const FUSED: bool = true;

    #[inline(always)]
    unsafe fn splat(value: f64) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vdupq_n_f64(value), vdupq_n_f64(value)) }
    }
    #[inline(always)]
    unsafe fn load(source: *const f64) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vld1q_f64(source), vld1q_f64(source.add(2))) }
    }
    #[inline(always)]
    unsafe fn store(self, target: *mut f64) {
        // SAFETY: see the head of this impl.
        unsafe {
            vst1q_f64(target, self.0);
            vst1q_f64(target.add(2), self.1);
        }
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vaddq_f64(self.0, other.0), vaddq_f64(self.1, other.1)) }
    }
    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vsubq_f64(self.0, other.0), vsubq_f64(self.1, other.1)) }
    }
    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vmulq_f64(self.0, other.0), vmulq_f64(self.1, other.1)) }
    }
    #[inline(always)]
    unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vfmaq_f64(term.0, self.0, factor.0), vfmaq_f64(term.1, self.1, factor.1)) }
    }
    #[inline(always)]
    unsafe fn min(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vminq_f64(self.0, other.0), vminq_f64(self.1, other.1)) }
    }
    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vmaxq_f64(self.0, other.0), vmaxq_f64(self.1, other.1)) }
    }
    #[inline(always)]
    unsafe fn less(self, other: Self) -> Self::Mask {
        // SAFETY: see the head of this impl.
        unsafe { (vcltq_f64(self.0, other.0), vcltq_f64(self.1, other.1)) }
    }
    #[inline(always)]
    unsafe fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        // SAFETY: see the head of this impl.
        unsafe { Self(vbslq_f64(mask.0, yes.0, no.0), vbslq_f64(mask.1, yes.1, no.1)) }
    }
    #[inline(always)]
    unsafe fn bits(mask: Self::Mask) -> u32 {
        // SAFETY: see the head of this impl.
        let lanes = unsafe {
            [
                vgetq_lane_u64::<0>(mask.0),
                vgetq_lane_u64::<1>(mask.0),
                vgetq_lane_u64::<0>(mask.1),
                vgetq_lane_u64::<1>(mask.1),
            ]
        };
        (0..4).fold(0, |bits, lane| bits | (u32::from(lanes[lane] != 0) << lane))
    }
    #[inline(always)]
    unsafe fn store_i32(self, target: *mut i32) {
        // SAFETY: see the head of this impl.
        unsafe {
            vst1_s32(target, vmovn_s64(vcvtq_s64_f64(self.0)));
            vst1_s32(target.add(2), vmovn_s64(vcvtq_s64_f64(self.1)));
        }
    }
}

impl Isa for Neon {
    type F32 = F32x4;
    type F64 = F64x4;
    const ROW_VECTORS: usize = 1;

    #[inline(always)]
    unsafe fn widen(source: *const f32) -> F64x4 {
        // SAFETY: called inside `run`; the caller promises four readable elements.
        unsafe { F64x4(vcvt_f64_f32(vld1_f32(source)), vcvt_f64_f32(vld1_f32(source.add(2)))) }
    }

    #[inline(always)]
    unsafe fn gather(table: *const f64, indices: *const i32) -> F64x4 {
        // SAFETY: the caller promises four indices of readable values; `lanes` holds four.
        unsafe {
            let lanes: [f64; 4] = std::array::from_fn(|lane| *table.add(*indices.add(lane) as usize));
            F64x4::load(lanes.as_ptr())
        }
    }

    #[inline(always)]
    unsafe fn round_to_f32(values: F64x4) -> F64x4 {
        // SAFETY: called inside `run`.
        unsafe { F64x4(vcvt_f64_f32(vcvt_f32_f64(values.0)), vcvt_f64_f32(vcvt_f32_f64(values.1))) }
    }

    #[inline(always)]
    unsafe fn store_rounded(values: F64x4, target: *mut i64) {
        // SAFETY: called inside `run`; the caller promises four writable integers.
        unsafe {
            vst1q_s64(target, vcvtnq_s64_f64(values.0));
            vst1q_s64(target.add(2), vcvtnq_s64_f64(values.1));
        }
    }
}
