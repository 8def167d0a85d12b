//! Files that keep the format and break the rules of their kind: no predictor is made of them, here as in Python.

use mlmeta_model::{Limits, Model};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/attacks")
}

fn model(name: &str) -> Model {
    let path = folder().join(format!("{name}.mlm"));
    Model::read(&path, &Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What is known of the files.
fn expected() -> serde_json::Value {
    let text = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The files that break the rules of their kind, with the word of each refusal.
fn lies() -> Vec<(String, String)> {
    let expected = expected();
    let words = expected["kind"].as_object().unwrap();
    words
        .iter()
        .flat_map(|(word, files)| files.as_array().unwrap().iter().map(move |file| (file, word)))
        .map(|(file, word)| (file.as_str().unwrap().to_owned(), word.clone()))
        .collect()
}

#[test]
fn every_lie_about_a_kind_is_refused_with_its_word() {
    let lies = lies();
    assert!(lies.len() > 15, "{} files", lies.len());
    let mut wrong = Vec::new();
    for (name, word) in lies {
        match mlmeta_predict::native(&model(&name)).map_err(|error| error.to_string()) {
            Ok(_) => wrong.push(format!("{name} is accepted")),
            Err(message) if !message.to_lowercase().contains(&word.to_lowercase()) => {
                wrong.push(format!("{name} is refused without {word:?}: {message}"));
            }
            Err(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_honest_files_have_predictors() {
    for name in expected()["honest"]["kind"].as_array().unwrap() {
        let name = format!("honest-{}", name.as_str().unwrap());
        mlmeta_predict::native(&model(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
