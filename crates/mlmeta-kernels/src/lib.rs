//! Numerical kernels of mlmeta: all of its unsafe code, SIMD chosen at run time, std only.
