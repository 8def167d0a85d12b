//! Every file of `tests/attacks` is refused for its lie, here as in Python; the honest ones are read.

use mlmeta_model::{Limits, Model};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/attacks")
}

/// What is known of the files.
fn known() -> serde_json::Value {
    let text = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The files of one layer with the word of each refusal.
fn expected(layer: &str) -> Vec<(String, String)> {
    let known = known();
    let words = known[layer].as_object().unwrap();
    words
        .iter()
        .flat_map(|(word, files)| files.as_array().unwrap().iter().map(move |file| (file, word)))
        .map(|(file, word)| (file.as_str().unwrap().to_owned(), word.clone()))
        .collect()
}

fn read(name: &str) -> Result<Model, String> {
    let path = folder().join(format!("{name}.mlm"));
    Model::read(&path, &Limits::default()).map_err(|error| error.to_string())
}

#[test]
fn every_lie_in_the_format_is_refused_with_its_word() {
    let lies = expected("format");
    assert!(lies.len() > 100, "{} files", lies.len());
    let mut wrong = Vec::new();
    for (name, word) in lies {
        match read(&name) {
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
fn what_breaks_only_the_rules_of_its_kind_keeps_the_format() {
    for (name, _) in expected("kind").into_iter().chain(expected("spec")) {
        assert_eq!(read(&name).map(|_| ()), Ok(()), "{name}");
    }
}

#[test]
fn the_honest_files_are_read_and_written_again_byte_for_byte() {
    let known = known();
    let honest = known["honest"].as_object().unwrap().values().flat_map(|names| names.as_array().unwrap());
    for name in honest.map(|name| name.as_str().unwrap()) {
        let path = folder().join(format!("honest-{name}.mlm"));
        let bytes = std::fs::read(&path).unwrap();
        let model =
            Model::from_bytes(&bytes, &Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(model.to_bytes() == bytes, "{name}");
    }
}

#[test]
fn no_file_of_the_folder_is_forgotten() {
    let listed: BTreeSet<String> =
        ["format", "kind", "spec"].iter().flat_map(|layer| expected(layer)).map(|(name, _)| name).collect();
    let present: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".mlm").map(str::to_owned))
        .filter(|name| !name.starts_with("honest-"))
        .collect();
    assert_eq!(listed, present);
}
