//! The golden files of every kind and version: each native predictor answers the sample in its file.

use mlmeta_model::{Limits, Model};
use mlmeta_predict::{NativeError, check_sample, kinds, native};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_native_kind_answers_its_golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let page = folder.join("../../docs/reference/model-file.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, promised) = page.split_once("\n## Kinds\n").unwrap();
    let mut answered = BTreeSet::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "mlm") {
            continue;
        }
        let model = Model::read(&path, &Limits::default()).unwrap();
        let (kind, sample) = (model.document().kind.clone(), &model.document().sample);
        let place = path.display();
        match native(&model) {
            Ok(predictor) => {
                assert!(!sample.inputs.is_empty() && !sample.outputs.is_empty(), "{place} has no sample");
                check_sample(&model, &*predictor).unwrap_or_else(|error| panic!("{place}: {error}"));
                answered.insert(kind);
            }
            Err(NativeError::UnknownKind { .. }) => {
                assert!(!kinds().contains(&kind.as_str()), "{place}");
                let name = kind.rsplit('.').next().unwrap();
                let named =
                    [format!("`{kind}`"), format!("`{name}`")].iter().any(|name| promised.contains(name));
                assert!(
                    !named,
                    "docs/reference/model-file.md says that {kind} is native, and no family has it"
                );
            }
            Err(error) => panic!("{place}: {error}"),
        }
    }
    let missing: Vec<_> = kinds().iter().filter(|kind| !answered.contains(**kind)).collect();
    assert!(missing.is_empty(), "no golden file of {missing:?}");
}
