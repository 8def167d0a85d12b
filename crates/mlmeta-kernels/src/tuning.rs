//! The numbers that were chosen by measurement, in one place.
//!
//! Record: Intel Xeon (Sapphire Rapids, 2 cores, 2 MiB L2 each), rustc 1.95, photograph of 273,280 x 3 with k = 16.

/// Rows side by side in a tile: two vectors of the widest kind (16 float32 lanes), so that each broadcast of a centre
/// serves two multiplications.
pub const TILE: usize = 32;

/// Centres that are scored together: 2 x 8 accumulators leave room in 32 registers, 1 x 8 in 16.
pub const PANEL: usize = 8;

/// Features from which on a row that moves is read where the caller has it, not in its tile.
pub const ROW_SUMS: usize = 16;

/// Multiplications of a row with all centres from which on float64 rows are screened in float32.
pub const NARROW: usize = 64;

/// One in so many rows may be left open by screening in float32 before it is given up for float64.
pub const OPEN: usize = 16;

/// Rows up to which labels are had sooner from the centres as they are than from panels that must be laid out first.
pub const FEW_ROWS: usize = 32;

/// Rows between two looks at the cancel flag, and the unit of work of a thread. It is also the block over which the
/// definition sums a k-means++ potential, so it is part of the answer and must not change.
pub const BLOCK: usize = 4096;

/// Rows that are packed at a time to be labelled once: they stay in the second-level cache up to some 500 features.
pub const SCRATCH: usize = 512;
