//! Reader and writer of the `.mlm` model file: a strict profile of safetensors that holds one fitted model as data.
//!
//! A file holds named [`Tensor`]s, one [`Document`] (kind, versions, parameters, steps of a chain, schema, sample) and one
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
mod classes;
mod document;
mod error;
mod fields;
mod header;
mod json;
mod kind;
mod limits;
mod model;
mod provenance;
mod read;
mod real;
mod references;
mod sample;
mod save;
mod schema;
mod step;
mod tensor;
mod value;
mod view;

pub use classes::Classes;
pub use document::Document;
pub use error::ModelFileError;
pub use limits::Limits;
pub use model::Model;
pub use provenance::{Provenance, Provider};
pub use sample::Sample;
pub use schema::{Field, FieldType, Schema};
pub use step::Step;
pub use tensor::{DataType, Tensor, TensorData};
pub use value::Value;
pub use view::StateView;

/// The format number that this crate writes and reads.
pub const FORMAT: i64 = 1;
