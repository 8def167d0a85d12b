//! Numerical kernels of mlmeta: all of its unsafe code, SIMD chosen at run time, std only.
//!
//! # How a kernel is written
//!
//! Each kernel is one struct that implements `vector::Kernel`: the algorithm once, generic over an instruction set
//! (`vector::Isa`) whose vectors offer a dozen operations (`vector::Vector`). The files in `arch/` give those
//! operations for one instruction set each and nothing else. [`Simd`] is the proof that the processor has an
//! instruction set; a kernel takes it as its first argument, so a call is safe whatever the caller does.
//!
//! # What is promised
//!
//! Every kernel returns the same bits at every level, and the same bits as its naive definition in [`oracle`]. Two
//! techniques make that possible without giving up speed:
//!
//! * distances that reach a caller are formed by subtraction, multiplication and addition in the order of the
//!   features, in float64, never fused: lanes hold different rows (or centres), so SIMD changes nothing;
//! * faster, fused, narrower formulas only *exclude* centres, under an error bound that covers them and the rounding
//!   of the distance itself ([`assign()`], [`assign_in_fit`]).
//!
//! Rows live in [`Tiles`]: 32 rows side by side for each feature, so that one vector load brings one feature of as
//! many rows as the vector has lanes, at every level.
//!
//! ```
//! use mlmeta_kernels::{Centres, Simd, Tiles, assign};
//!
//! let simd = Simd::detect()?;
//! let rows = [0.0_f32, 0.0, 1.0, 1.0, 9.0, 9.0];
//! let tiles = Tiles::from_rows(&rows, 2)?;
//! let centres = Centres::new(&[0.5, 0.5, 9.0, 9.0], 2)?;
//! let mut labels = [-1; 3];
//! assign(simd, tiles.block(0, 3), &centres, &mut labels, None);
//! assert_eq!(labels, [0, 0, 1]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![expect(
    clippy::inline_always,
    reason = "intrinsics become instructions only when the whole kernel is inlined into a target_feature function"
)]

mod affine;
mod arch;
mod assign;
mod centred;
mod centres;
mod decide;
mod direct;
mod distances;
mod element;
mod level;
mod moments;
mod moves;
pub mod oracle;
mod pages;
mod ranges;
mod scale;
mod scan;
mod screen;
mod sums;
mod tiles;
pub mod tuning;
mod vector;
mod weights;

pub use affine::{Affine, Form};
pub use assign::{Move, assign, assign_in_fit};
pub use centred::CentredBlock;
pub use centres::Centres;
pub use direct::assign_few;
pub use distances::{distances_to_own, lower_closest, row_distances};
pub use element::Element;
pub use level::{Level, LevelError, Simd};
pub use moments::{BlockMoments, MOMENT_ROWS, MomentBlock, block_moments, ordered_sum};
pub use moves::{accumulate_moves, accumulate_weighted_moves};
pub use pages::AllocationError;
pub use ranges::column_ranges;
pub use scale::{Accumulator, Scale};
pub use scan::column_maxima;
pub use sums::{accumulate_columns, accumulate_squares, accumulate_values};
pub use tiles::{TileBlock, TileBlockMut, Tiles, pack};
pub use weights::{accumulate_moved_weights, multiply, weighted_maxima};
