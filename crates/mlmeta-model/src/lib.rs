//! Reader and writer of the `.mlm` model file: a strict profile of safetensors that holds one fitted model, or a chain of
//! them, as data.
//!
//! A file holds named [`Tensor`]s, one [`Document`] (kind, versions, parameters, steps of a chain, schema, sample) and
//! one [`Provenance`]. Reading proves every size before it allocates, checks both checksums and refuses whatever is not
//! exactly as the format says with one [`ModelFileError`] that names the field. Nothing in a file is executed or used
//! as a path. Equal state and equal provenance give equal bytes, here and in Python, and a file that was read is
//! written again byte for byte.
//!
//! ```
//! use mlmeta_model::{Document, Limits, Model, Provenance, Tensor, TensorData};
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("segments.mlm");
//! let centres = TensorData::F64(vec![0.0, 0.0, 9.0, 9.0]);
//! let tensors = vec![Tensor::new("cluster_centers_", vec![2, 2], centres)?];
//! let provenance = Provenance { created: "2026-11-23T17:00:00Z".to_owned(), ..Provenance::default() };
//! Model::new(&Document::new("cluster.KMeans", 2), &provenance, tensors)?.write(&path)?;
//!
//! let model = Model::read(&path, &Limits::default())?;
//! for state in model.states() {
//!     println!("{} takes {} columns", state.kind, state.n_features);
//!     assert_eq!(state.tensor("cluster_centers_").map(Tensor::shape), Some(&[2, 2][..]));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The rules of a model's own kind (which tensors, of which shape) belong to the kind's predictor.
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
mod parse;
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
