//! A save replaces a file whole or not at all, whatever happens to the process.
#![cfg(unix)]

use mlmeta_model::{Document, Limits, Model, ModelFileError, Provenance, Tensor, TensorData};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The child process saves to this path until it is killed.
const PATH: &str = "MLMETA_TEST_SAVE_TO";

/// A model of 512 KiB whose numbers are all `value`.
fn model(value: f64) -> Model {
    let document = Document::new("some-dist/cluster.Thing", 64);
    let provenance = Provenance { created: "2026-11-23T17:00:00Z".to_owned(), ..Provenance::default() };
    let values = TensorData::F64(vec![value; 1024 * 64]);
    Model::new(&document, &provenance, vec![Tensor::new("values_", vec![1024, 64], values).unwrap()]).unwrap()
}

fn read(path: &Path) -> Model {
    Model::read(path, &Limits::default()).unwrap()
}

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_child_saves_until_it_is_killed() {
    // Not a test by itself: the next one starts this program with the variable set.
    let Some(path) = std::env::var_os(PATH) else { return };
    let models = [model(1.0), model(2.0)];
    for (round, model) in models.iter().cycle().enumerate() {
        model.write(Path::new(&path)).unwrap();
        if round == 0 {
            println!("ready");
        }
    }
}

#[test]
fn a_save_that_is_killed_leaves_the_old_or_the_new_file_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.mlm");
    let (first, second) = (model(1.0), model(2.0));
    let mut seen = [0, 0];
    for moment in 0..100_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_child_saves_until_it_is_killed", "--nocapture"])
            .env(PATH, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().ends_with("ready")), "the child ended");
        // Spread over some saves, at distances that share no factor with the time of one.
        std::thread::sleep(Duration::from_micros(moment * 7_919 % 12_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = read(&path);
        assert!(found == first || found == second, "moment {moment}");
        seen[usize::from(found == second)] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0), "both files are found now and then: {seen:?}");
    let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> =
        names.map(|name| name.into_string().unwrap()).filter(|name| name != "model.mlm").collect();
    assert!(left.len() > 10, "some moments lie within a save: {left:?}");
    let is_ours = |name: &String| name.starts_with(".mlmeta-") && name.strip_suffix(".tmp").is_some();
    assert!(left.iter().all(is_ours), "{left:?}");
}

#[test]
fn the_mode_of_the_old_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.mlm");
    model(1.0).write(&path).unwrap();
    let usual = folder.path().join("usual");
    std::fs::write(&usual, "").unwrap();
    assert_eq!(mode(&path), mode(&usual), "a new file has the mode of new files");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    model(2.0).write(&path).unwrap();
    assert_eq!((mode(&path), read(&path)), (0o640, model(2.0)));
}

#[test]
fn a_link_stays_and_its_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (inner, file) = (folder.path().join("inner"), folder.path().join("inner/model.mlm"));
    std::fs::create_dir(&inner).unwrap();
    let (relative, twice) = (folder.path().join("link.mlm"), folder.path().join("twice.mlm"));
    symlink("inner/model.mlm", &relative).unwrap();
    symlink(&relative, &twice).unwrap();
    model(1.0).write(&relative).unwrap();
    assert_eq!(read(&file), model(1.0), "a link to nothing yet makes the file");
    model(2.0).write(&twice).unwrap();
    assert_eq!(read(&file), model(2.0));
    assert!(relative.is_symlink() && twice.is_symlink() && !file.is_symlink());
    let endless = folder.path().join("endless.mlm");
    symlink(&endless, &endless).unwrap();
    assert!(matches!(model(1.0).write(&endless), Err(ModelFileError::Io { .. })));
}

#[test]
fn what_is_no_regular_file_is_neither_read_nor_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.mlm");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let link = folder.path().join("link.mlm");
    symlink(&pipe, &link).unwrap();
    for path in [folder.path(), &pipe, &link] {
        assert!(matches!(Model::read(path, &Limits::default()), Err(ModelFileError::NotAFile(_))));
        assert!(matches!(model(1.0).write(path), Err(ModelFileError::NotAFile(_))), "{}", path.display());
    }
    let gone = folder.path().join("no-folder/model.mlm");
    assert!(matches!(model(1.0).write(&gone), Err(ModelFileError::Io { .. })));
    assert!(matches!(Model::read(&gone, &Limits::default()), Err(ModelFileError::Io { .. })));
}
