//! What is written is what is read, byte for byte.

use crate::common::{chain, model, model_with_every_dtype, parts, read, sign};
use mlmeta_model::{Limits, Model, ModelFileError, Tensor, TensorData};

#[test]
fn a_model_survives_a_round_trip() {
    for model in [model(), model_with_every_dtype(), chain()] {
        let bytes = model.to_bytes();
        let again = read(&bytes).unwrap();
        assert_eq!(again, model);
        assert_eq!(again.to_bytes(), bytes);
    }
}

#[test]
fn the_layout_is_that_of_the_format() {
    let bytes = model().to_bytes();
    let (header, data) = parts(&bytes);
    assert_eq!((bytes.len() - data.len()) % 64, 0);
    assert!(header.starts_with(
        "{\"__metadata__\":{\"mlmeta\":\"{\\\"classes\\\":null,\\\"feature_names\\\":[\\\"länge\\\""
    ));
    assert!(header.contains("\"mlmeta.sha256\":\""));
    assert!(header.ends_with(
        "\"cluster_centers_\":{\"data_offsets\":[0,48],\"dtype\":\"F64\",\"shape\":[3,2]},\
         \"params.init\":{\"data_offsets\":[48,96],\"dtype\":\"F64\",\"shape\":[3,2]},\
         \"ranges.X.max\":{\"data_offsets\":[96,112],\"dtype\":\"F64\",\"shape\":[2]},\
         \"ranges.X.min\":{\"data_offsets\":[112,128],\"dtype\":\"F64\",\"shape\":[2]},\
         \"sample.X\":{\"data_offsets\":[128,160],\"dtype\":\"F64\",\"shape\":[2,2]},\
         \"sample.labels\":{\"data_offsets\":[160,168],\"dtype\":\"I32\",\"shape\":[2]}}"
    ));
    assert_eq!(data[16..24], 10.0_f64.to_le_bytes());
    for model in [model(), model_with_every_dtype(), chain()] {
        let bytes = model.to_bytes();
        let (header, data) = parts(&bytes);
        assert_eq!(sign(&header, &data), bytes, "the test's own checksums are those of the writer");
    }
}

#[test]
fn provenance_is_no_part_of_the_state() {
    let model = model();
    let mut provenance = model.provenance().clone();
    provenance.created = "2027-01-01T00:00:00Z".to_owned();
    let other = Model::new(model.document(), &provenance, model.tensors().to_vec()).unwrap();
    assert_eq!(other.state_sha256(), model.state_sha256());
    assert_ne!(other.to_bytes(), model.to_bytes());
}

#[test]
fn the_sample_is_no_part_of_the_state() {
    let model = model();
    let replaced = |name: &str, data: TensorData| {
        let mut tensors = model.tensors().to_vec();
        let tensor = tensors.iter_mut().find(|tensor| tensor.name() == name).unwrap();
        *tensor = Tensor::new(name, tensor.shape().to_vec(), data).unwrap();
        Model::new(model.document(), model.provenance(), tensors).unwrap()
    };
    let other = replaced("sample.labels", TensorData::I32(vec![1, 1]));
    assert_eq!(other.state_sha256(), model.state_sha256());
    assert_ne!(other.to_bytes(), model.to_bytes());
    let other = replaced("ranges.X.min", TensorData::F64(vec![0.0, -1.75]));
    assert_ne!(other.state_sha256(), model.state_sha256());
}

#[test]
fn the_order_in_which_tensors_are_given_does_not_matter() {
    let model = model();
    let reversed = model.tensors().iter().rev().cloned().collect();
    assert_eq!(
        Model::new(model.document(), model.provenance(), reversed).unwrap().to_bytes(),
        model.to_bytes()
    );
}

#[test]
fn a_written_file_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("segments.mlm");
    std::fs::write(&path, "an older file").unwrap();
    model().write(&path).unwrap();
    let again = Model::read(&path, &Limits::default()).unwrap();
    assert_eq!(again, model());
    assert!(
        matches!(again.tensor("sample.labels").unwrap().data(), TensorData::I32(labels) if labels == &[0, 1])
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let read =
        |path: &std::path::Path, limit| Model::read(path, &Limits { file_bytes: limit, ..Limits::default() });
    assert!(matches!(read(folder.path(), 1 << 20), Err(ModelFileError::NotAFile(_))));
    assert!(matches!(read(&folder.path().join("none.mlm"), 1 << 20), Err(ModelFileError::Io { .. })));
    let path = folder.path().join("segments.mlm");
    model().write(&path).unwrap();
    assert!(matches!(read(&path, 100), Err(ModelFileError::FileTooLarge { limit: 100, .. })));
}
