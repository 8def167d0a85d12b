//! The numbers that were chosen by measurement, in one place.
//!
//! Record: Intel Xeon (Sapphire Rapids, 2 cores, 2 MiB L2 each), rustc 1.95, photograph of 273,280 x 3 with k = 16; where a
//! number has a record of its own, it stands beside it (n, d, k; one thread).

/// Rows side by side in a tile: two vectors of the widest kind (16 float32 lanes), so that each broadcast of a centre
/// serves two multiplications.
pub const TILE: usize = 32;

/// Centres that are scored together: 2 x 8 accumulators leave room in 32 registers, 1 x 8 in 16.
pub const PANEL: usize = 8;

/// Features from which on a row that moves is read where the caller has it, not in its tile. Whole fits of 8 to 12 features
/// gain 1.0 to 1.2 times; at 7e4, 784, 10 sums take 7 % of a fit, from tiles 25 %.
pub const ROW_SUMS: usize = 8;

/// Multiplications of a row with all centres from which on float64 rows are screened in float32. Whole fits gain 1.2 times
/// on the photograph, 1.7 at 1e6, 16, 64, and 1.8 to 2.0 at 1e5, 128, 1000 and 7e4, 784, 10.
pub const NARROW: usize = 32;

/// One in so many rows may be left open by screening in float32 before it is given up for float64.
pub const OPEN: usize = 16;

/// Rows up to which labels are had sooner from the centres as they are than from panels that must be laid out first: 16 rows
/// at k = 64 take 5 us against 3, at k = 1000 and d = 128 150 against 250.
pub const FEW_ROWS: usize = 16;

/// The most centres, and the fewest features, with which any number of rows is labelled as if they were few: to lay rows of
/// 784 features out takes 1.6 us each, to compare them with 10 centres 0.4 us.
pub const FEW_CENTRES: usize = 32;

/// See [`FEW_CENTRES`].
pub const LONG_ROWS: usize = 64;

/// Rows between two looks at the cancel flag, and the unit of work of a thread. It is also the block over which the
/// definition sums a k-means++ potential, so it is part of the answer and must not change.
pub const BLOCK: usize = 4096;

/// Rows that are packed at a time to be labelled once: they stay in the second-level cache up to some 500 features.
pub const SCRATCH: usize = 512;

/// Features ahead of which rows are asked for from memory while they meet their last centres: an iteration at 7e4, 784, 10 in
/// float32 takes 21 ms, 28 without.
pub const AHEAD: usize = 16;
