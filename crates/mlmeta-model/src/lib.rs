//! Reader and writer of the `.mlm` model file: a strict profile of safetensors that holds one fitted model as data.
//!
//! A file holds named [`Tensor`]s, one [`Document`] (kind, versions, parameters, schema, sample) and one
//! [`Provenance`]. Reading proves every size before it allocates, checks both checksums and refuses whatever is not
//! exactly as the format says with one [`ModelFileError`] that names the field. Nothing in a file is executed or
//! used as a path. Equal state and equal provenance give equal bytes.
//!
//! ```no_run
//! use mlmeta_model::{Limits, Model};
//!
//! let model = Model::read("segments.mlm".as_ref(), &Limits::default())?;
//! println!("{} with {} features", model.document().kind, model.document().n_features);
//! # Ok::<(), mlmeta_model::ModelFileError>(())
//! ```
#![forbid(unsafe_code)]

mod checksum;
mod document;
mod error;
mod fields;
mod header;
mod json;
mod model;
mod provenance;
mod real;
mod save;
mod schema;
mod tensor;
mod value;

pub use document::{Classes, Document, Sample};
pub use error::ModelFileError;
pub use model::{Limits, Model};
pub use provenance::{Provenance, Provider};
pub use schema::{Field, FieldType, Schema};
pub use tensor::{DataType, Tensor, TensorData};
pub use value::Value;

/// The format number that this crate writes and reads.
pub const FORMAT: i64 = 0;
