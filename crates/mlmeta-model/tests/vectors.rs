//! Every golden file is read, written again byte for byte, and has the checksum that its list says.

use mlmeta_model::{Limits, Model};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// The kind and the state's checksum of each file, by its name.
fn index() -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(folder().join("index.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_golden_file_is_read_and_written_again_byte_for_byte() {
    let index = index();
    assert!(index.len() > 50, "{} files", index.len());
    for (name, told) in &index {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        let model =
            Model::from_bytes(&bytes, &Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(model.to_bytes() == bytes, "{name} is written otherwise");
        assert_eq!(Some(model.state_sha256()), told["state_sha256"].as_str(), "{name}");
        assert_eq!(Some(model.document().kind.as_str()), told["kind"].as_str(), "{name}");
    }
}

#[test]
fn a_golden_file_is_put_together_again_from_its_parts() {
    for name in index().keys() {
        let model = Model::read(&folder().join(name), &Limits::default()).unwrap();
        let again = Model::new(model.document(), model.provenance(), model.tensors().to_vec());
        assert!(again.unwrap_or_else(|error| panic!("{name}: {error}")) == model, "{name}");
    }
}

#[test]
fn no_golden_file_is_forgotten() {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<String> = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "mlm"))
        .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
        .collect();
    assert_eq!(files, index().into_iter().map(|(name, _)| name).collect());
}
