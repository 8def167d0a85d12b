//! x86-64 with AVX-512 F, BW, DQ and VL: 16 float32 or 8 float64 lanes, 32 registers.

use std::arch::x86_64::{
    __m256i, __m512, __m512d, __m512i, __mmask8, __mmask16, _CMP_LT_OQ, _MM_HINT_T0, _mm_prefetch,
    _mm256_loadu_ps, _mm256_loadu_si256, _mm256_storeu_si256, _mm512_add_pd, _mm512_add_ps,
    _mm512_cmp_pd_mask, _mm512_cmp_ps_mask, _mm512_cvtpd_epi64, _mm512_cvtpd_ps, _mm512_cvtps_pd,
    _mm512_cvttpd_epi32, _mm512_cvttps_epi32, _mm512_fmadd_pd, _mm512_fmadd_ps, _mm512_i32gather_pd,
    _mm512_loadu_pd, _mm512_loadu_ps, _mm512_mask_blend_pd, _mm512_mask_blend_ps, _mm512_max_pd,
    _mm512_max_ps, _mm512_min_pd, _mm512_min_ps, _mm512_mul_pd, _mm512_mul_ps, _mm512_set1_pd,
    _mm512_set1_ps, _mm512_storeu_pd, _mm512_storeu_ps, _mm512_storeu_si512, _mm512_sub_pd, _mm512_sub_ps,
};

use crate::vector::{Isa, Kernel, Vector};

/// The AVX-512 level.
pub(crate) struct Avx512;

/// Compiles and runs `kernel` with AVX-512 F, BW, DQ and VL.
///
/// # Safety
/// The processor has them all.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma")]
pub(crate) unsafe fn run<K: Kernel>(kernel: K) -> K::Output {
    // SAFETY: this function carries the features of `Avx512`; the caller promises that the processor has them.
    unsafe { kernel.run::<Avx512>() }
}

macro_rules! vector {
    ($name:ident, $type:ident, $register:ident, $mask:ident, $lanes:literal, $splat:ident, $load:ident, $store:ident, $add:ident,
     $sub:ident, $mul:ident, $fma:ident, $min:ident, $max:ident, $cmp:ident, $blend:ident,
     $to_i32:ident, $store_i32:ident, $int:ident) => {
        #[doc = concat!(stringify!($lanes), " lanes of ", stringify!($type), ".")]
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        pub(crate) struct $name($register);

        // SAFETY of every block below: a `Vector` method is called inside `run`, so AVX-512 F, BW, DQ and VL are there, and
        // pointers are valid for all lanes; the unaligned forms of load and store are used.
        impl Vector for $name {
            type Element = $type;
            type Mask = $mask;
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
                Self(unsafe { $blend(mask, no.0, yes.0) })
            }
            #[inline(always)]
            unsafe fn bits(mask: Self::Mask) -> u32 {
                u32::from(mask)
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
    F32x16,
    f32,
    __m512,
    __mmask16,
    16,
    _mm512_set1_ps,
    _mm512_loadu_ps,
    _mm512_storeu_ps,
    _mm512_add_ps,
    _mm512_sub_ps,
    _mm512_mul_ps,
    _mm512_fmadd_ps,
    _mm512_min_ps,
    _mm512_max_ps,
    _mm512_cmp_ps_mask,
    _mm512_mask_blend_ps,
    _mm512_cvttps_epi32,
    _mm512_storeu_si512,
    __m512i
);
vector!(
    F64x8,
    f64,
    __m512d,
    __mmask8,
    8,
    _mm512_set1_pd,
    _mm512_loadu_pd,
    _mm512_storeu_pd,
    _mm512_add_pd,
    _mm512_sub_pd,
    _mm512_mul_pd,
    _mm512_fmadd_pd,
    _mm512_min_pd,
    _mm512_max_pd,
    _mm512_cmp_pd_mask,
    _mm512_mask_blend_pd,
    _mm512_cvttpd_epi32,
    _mm256_storeu_si256,
    __m256i
);

impl Isa for Avx512 {
    type F32 = F32x16;
    type F64 = F64x8;
    const ROW_VECTORS: usize = 2;

    #[inline(always)]
    unsafe fn widen(source: *const f32) -> F64x8 {
        // SAFETY: called inside `run`; the caller promises eight readable elements.
        F64x8(unsafe { _mm512_cvtps_pd(_mm256_loadu_ps(source)) })
    }

    #[inline(always)]
    unsafe fn gather(table: *const f64, indices: *const i32) -> F64x8 {
        // SAFETY: called inside `run`; the caller promises eight indices of readable values.
        F64x8(unsafe { _mm512_i32gather_pd::<8>(_mm256_loadu_si256(indices.cast()), table) })
    }

    #[inline(always)]
    unsafe fn round_to_f32(values: F64x8) -> F64x8 {
        // SAFETY: called inside `run`.
        F64x8(unsafe { _mm512_cvtps_pd(_mm512_cvtpd_ps(values.0)) })
    }

    // Conversions round as the process does: to nearest, ties to even.
    #[expect(clippy::cast_ptr_alignment, reason = "the unaligned form of the store is used")]
    #[inline(always)]
    unsafe fn store_rounded(values: F64x8, target: *mut i64) {
        // SAFETY: called inside `run`; the caller promises eight writable integers.
        unsafe { _mm512_storeu_si512(target.cast::<__m512i>(), _mm512_cvtpd_epi64(values.0)) }
    }
}
