//! Files that were changed at random: refused with an error, or read and written again byte for byte.

#[path = "../examples/mutate/mutations.rs"]
mod mutations;

use mlmeta_model::{Limits, Model};
use mutations::{Chance, mutated};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

static BASES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let folders = [root.join("attacks"), root.join("vectors")];
    let mut paths: Vec<_> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "mlm"))
        .collect();
    paths.sort();
    let files = paths.iter().map(|path| std::fs::read(path).unwrap());
    files.filter(|bytes| Model::from_bytes(bytes, &Limits::default()).is_ok()).collect()
});

/// Whether the file is read; a file that is read must be written as it was.
fn is_read(bytes: &[u8]) -> bool {
    match Model::from_bytes(bytes, &Limits::default()) {
        Ok(model) => {
            assert!(model.to_bytes() == bytes, "read, and written otherwise");
            assert!(
                model
                    .states()
                    .iter()
                    .all(|state| state.tensor_names().all(|name| state.tensor(name).is_some()))
            );
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

/// A change of bytes at a place, given as a fraction of the file.
#[derive(Debug, Clone)]
enum Change {
    Flip(f64, u8),
    Cut(f64),
    Insert(f64, Vec<u8>),
    Remove(f64, usize),
    Repeat(f64, usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |fraction: f64| ((bytes.len() as f64 * fraction) as usize).min(bytes.len());
        match self {
            Self::Flip(at, mask) => {
                let at = place(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= mask;
                }
            }
            Self::Cut(at) => bytes.truncate(place(*at)),
            Self::Insert(at, new) => {
                let at = place(*at);
                bytes.splice(at..at, new.iter().copied());
            }
            Self::Remove(at, length) => {
                let (at, end) = (place(*at), (place(*at) + length).min(bytes.len()));
                bytes.drain(at..end);
            }
            Self::Repeat(at, length) => {
                let (at, end) = (place(*at), (place(*at) + length).min(bytes.len()));
                let part = bytes[at..end].to_vec();
                bytes.splice(end..end, part);
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0.0..1.0_f64;
    prop_oneof![
        (at.clone(), 1_u8..).prop_map(|(at, mask)| Change::Flip(at, mask)),
        at.clone().prop_map(Change::Cut),
        (at.clone(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, new)| Change::Insert(at, new)),
        (at.clone(), 1_usize..200).prop_map(|(at, length)| Change::Remove(at, length)),
        (at, 1_usize..200).prop_map(|(at, length)| Change::Repeat(at, length)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_whose_bytes_changed_is_refused(
        base in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let base = &BASES[base.index(BASES.len())];
        let mut bytes = base.clone();
        for change in changes {
            change.apply(&mut bytes);
        }
        prop_assert!(bytes == *base || !is_read(&bytes), "accepted");
    }

    #[test]
    fn a_lie_with_right_checksums_is_refused_or_a_true_file(seed in any::<u64>()) {
        is_read(&mutated(&mut Chance::new(seed), &BASES));
    }
}

#[test]
fn the_changes_reach_the_checks_behind_the_checksums() {
    let mut chance = Chance::new(1);
    let files: Vec<_> = (0..4_000).map(|_| mutated(&mut chance, &BASES)).collect();
    let read = files.iter().filter(|bytes| is_read(bytes)).count();
    assert!(read > 100, "{read} of {} changed files are true", files.len());
    let variants: std::collections::BTreeSet<String> = files
        .iter()
        .filter_map(|bytes| Model::from_bytes(bytes, &Limits::default()).err())
        .map(|error| format!("{error:?}").split(['(', ' ', '{']).next().unwrap_or_default().to_owned())
        .collect();
    assert!(variants.len() > 20, "refused for {variants:?}");
}
