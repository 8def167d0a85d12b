//! Scaling of columns, with statistics that no number of threads changes, in safe Rust.
//!
//! # The definition of a column's moments
//!
//! Everything is float64, rounded to nearest, never fused; a product with a weight is formed before it is added.
//!
//! 1. *Sum.* Values are cut into blocks of 1024. In a block, value `i` belongs to chain `i mod 8`; each chain is added in
//!    order, the chains pairwise: `((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7))`. The sums of the blocks are summed by the
//!    same rule until one is left ([`mlmeta_kernels::ordered_sum`]).
//! 2. *Shift.* `k` is the first value that is there (not NaN) in a row of positive weight, 0 if none is. It is a value of
//!    the column, so `(k - mean)^2 <= n variance`: taking it away costs no digits of the variance, and saves those that the
//!    values have in common.
//! 3. *Block.* Count `c_b`, total `t_b = sum(x - k)`, mean `m_b = t_b / c_b`, and the squares of the corrected two-pass
//!    algorithm, `q_b = max(0, sum(((x - k) - m_b)^2) - sum((x - k) - m_b)^2 / c_b)`.
//! 4. *Column.* Count `c = sum(c_b)`, `m = sum(t_b) / c`, mean `k + m`, squares `sum(q_b + c_b (m_b - m)^2)`; the variance is
//!    squares over count.
//! 5. *Sparse rows* have one pass over the entries, column by column in the order of the rows, without shift, and what is not
//!    stored added as `(c - c_stored) mean^2`.
//! 6. *Parts* are put together by Chan's formula ([`Moments::merged`]).
//!
//! A block is read from memory once and again from the cache. Threads take blocks; what they write has one place for each
//! block. Columns of one value have that value as their mean and no variance, to the bit.
//!
//! ```
//! use mlmeta_preprocessing::{Control, Moments, Rows, StandardScaler};
//!
//! let rows = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
//! let control = Control::default();
//! let moments = Moments::of_rows(Rows::new(&rows, 2)?, None, true, &control)?;
//! let scaler = StandardScaler::from_moments(&moments);
//! assert_eq!(scaler.mean, [0.5, 0.5]);
//! let mut scaled = [0.0; 2];
//! scaler.scaling(true)?.apply(Rows::new(&[2.0, 2.0], 2)?, &mut scaled, &control)?;
//! assert_eq!(scaled, [3.0, 3.0]);
//! # Ok::<(), mlmeta_preprocessing::ScalerError>(())
//! ```
#![forbid(unsafe_code)]

mod buffer;
mod control;
mod dense;
mod error;
mod min_max_scaler;
mod moments;
mod rows;
mod sample_weight;
mod scaling;
mod sparse;
mod standard_scaler;

pub use control::Control;
pub use error::ScalerError;
pub use min_max_scaler::{FeatureRange, MinMaxScaler};
pub use mlmeta_kernels::{AllocationError, Element, Form, Level, LevelError, Simd};
pub use moments::Moments;
pub use rows::{Index, Rows, SparseRows};
pub use sample_weight::SampleWeight;
pub use scaling::{Scaling, scale_entries};
pub use standard_scaler::StandardScaler;
