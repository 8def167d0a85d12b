//! The operations of each instruction set, and nothing else.

#[cfg(target_arch = "x86_64")]
pub(crate) mod avx2;
#[cfg(target_arch = "x86_64")]
pub(crate) mod avx512;
#[cfg(all(target_arch = "aarch64", feature = "neon"))]
pub(crate) mod neon;
pub(crate) mod scalar;
