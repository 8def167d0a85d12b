//! x86-64 with AVX2 and FMA: 8 float32 or 4 float64 lanes, 16 registers.

use std::arch::x86_64::{
    __m128i, __m256, __m256d, __m256i, _CMP_LT_OQ, _MM_HINT_T0, _mm_cvtsd_si64, _mm_loadu_ps,
    _mm_loadu_si128, _mm_prefetch, _mm_set_sd, _mm_storeu_si128, _mm256_add_pd, _mm256_add_ps,
    _mm256_blendv_pd, _mm256_blendv_ps, _mm256_cmp_pd, _mm256_cmp_ps, _mm256_cvtpd_ps, _mm256_cvtps_pd,
    _mm256_cvttpd_epi32, _mm256_cvttps_epi32, _mm256_fmadd_pd, _mm256_fmadd_ps, _mm256_i32gather_pd,
    _mm256_loadu_pd, _mm256_loadu_ps, _mm256_max_pd, _mm256_max_ps, _mm256_min_pd, _mm256_min_ps,
    _mm256_movemask_pd, _mm256_movemask_ps, _mm256_mul_pd, _mm256_mul_ps, _mm256_set1_pd, _mm256_set1_ps,
    _mm256_storeu_pd, _mm256_storeu_ps, _mm256_storeu_si256, _mm256_sub_pd, _mm256_sub_ps,
};

use crate::vector::{Isa, Kernel, Vector};

/// The AVX2 level.
pub(crate) struct Avx2;

/// Compiles and runs `kernel` with AVX2 and FMA.
///
/// # Safety
/// The processor has both.
#[target_feature(enable = "avx2,fma")]
pub(crate) unsafe fn run<K: Kernel>(kernel: K) -> K::Output {
    // SAFETY: this function carries the features of `Avx2`; the caller promises that the processor has them.
    unsafe { kernel.run::<Avx2>() }
}

macro_rules! vector {
    ($name:ident, $type:ident, $register:ident, $lanes:literal, $splat:ident, $load:ident, $store:ident, $add:ident,
     $sub:ident, $mul:ident, $fma:ident, $min:ident, $max:ident, $cmp:ident, $blend:ident, $bits:ident,
     $to_i32:ident, $store_i32:ident, $int:ident) => {
        #[doc = concat!(stringify!($lanes), " lanes of ", stringify!($type), ".")]
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        pub(crate) struct $name($register);

        // SAFETY of every block below: a `Vector` method is called inside `run`, so AVX2 and FMA are there, and
        // pointers are valid for all lanes; the unaligned forms of load and store are used.
        impl Vector for $name {
            type Element = $type;
            type Mask = $register;
            const LANES: usize = $lanes;
            const FUSED: bool = true;

            #[inline(always)]
            unsafe fn splat(value: $type) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $splat(value) })
            }
            #[inline(always)]
            unsafe fn load(source: *const $type) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $load(source) })
            }
            #[inline(always)]
            unsafe fn prefetch(source: *const $type) {
                // SAFETY: a prefetch reads nothing.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(source.cast()) }
            }
            #[inline(always)]
            unsafe fn store(self, target: *mut $type) {
                // SAFETY: see the head of this impl.
                unsafe { $store(target, self.0) }
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $add(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn sub(self, other: Self) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $sub(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn mul(self, other: Self) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $mul(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $fma(self.0, factor.0, term.0) })
            }
            #[inline(always)]
            unsafe fn min(self, other: Self) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $min(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn max(self, other: Self) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $max(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn less(self, other: Self) -> Self::Mask {
                // SAFETY: see the head of this impl.
                unsafe { $cmp::<_CMP_LT_OQ>(self.0, other.0) }
            }
            #[inline(always)]
            unsafe fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
                // SAFETY: see the head of this impl.
                Self(unsafe { $blend(no.0, yes.0, mask) })
            }
            #[inline(always)]
            unsafe fn bits(mask: Self::Mask) -> u32 {
                // SAFETY: see the head of this impl.
                (unsafe { $bits(mask) }) as u32
            }
            #[expect(clippy::cast_ptr_alignment, reason = "the unaligned form of the store is used")]
            #[inline(always)]
            unsafe fn store_i32(self, target: *mut i32) {
                // SAFETY: see the head of this impl.
                unsafe { $store_i32(target.cast::<$int>(), $to_i32(self.0)) }
            }
        }
    };
}

vector!(
    F32x8,
    f32,
    __m256,
    8,
    _mm256_set1_ps,
    _mm256_loadu_ps,
    _mm256_storeu_ps,
    _mm256_add_ps,
    _mm256_sub_ps,
    _mm256_mul_ps,
    _mm256_fmadd_ps,
    _mm256_min_ps,
    _mm256_max_ps,
    _mm256_cmp_ps,
    _mm256_blendv_ps,
    _mm256_movemask_ps,
    _mm256_cvttps_epi32,
    _mm256_storeu_si256,
    __m256i
);
vector!(
    F64x4,
    f64,
    __m256d,
    4,
    _mm256_set1_pd,
    _mm256_loadu_pd,
    _mm256_storeu_pd,
    _mm256_add_pd,
    _mm256_sub_pd,
    _mm256_mul_pd,
    _mm256_fmadd_pd,
    _mm256_min_pd,
    _mm256_max_pd,
    _mm256_cmp_pd,
    _mm256_blendv_pd,
    _mm256_movemask_pd,
    _mm256_cvttpd_epi32,
    _mm_storeu_si128,
    __m128i
);

impl Isa for Avx2 {
    type F32 = F32x8;
    type F64 = F64x4;
    const ROW_VECTORS: usize = 1;

    #[inline(always)]
    unsafe fn widen(source: *const f32) -> F64x4 {
        // SAFETY: called inside `run`; the caller promises four readable elements.
        F64x4(unsafe { _mm256_cvtps_pd(_mm_loadu_ps(source)) })
    }

    #[inline(always)]
    unsafe fn gather(table: *const f64, indices: *const i32) -> F64x4 {
        // SAFETY: called inside `run`; the caller promises four indices of readable values.
        F64x4(unsafe { _mm256_i32gather_pd::<8>(table, _mm_loadu_si128(indices.cast())) })
    }

    #[inline(always)]
    unsafe fn round_to_f32(values: F64x4) -> F64x4 {
        // SAFETY: called inside `run`.
        F64x4(unsafe { _mm256_cvtps_pd(_mm256_cvtpd_ps(values.0)) })
    }

    // AVX2 converts to 64-bit integers one lane at a time only.
    #[inline(always)]
    unsafe fn store_rounded(values: F64x4, target: *mut i64) {
        let mut lanes = [0.0; 4];
        // SAFETY: called inside `run`; `lanes` holds four values, and the caller promises four writable integers.
        unsafe {
            values.store(lanes.as_mut_ptr());
            target.cast::<[i64; 4]>().write_unaligned(lanes.map(|lane| _mm_cvtsd_si64(_mm_set_sd(lane))));
        }
    }
}
