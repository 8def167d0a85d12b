//! Reads many changed model files under a limit of memory and says what became of them, as JSON.
//!
//! `cargo run --release --package mlmeta-model --example mutate -- --count 1000000 --seed 1 [--limit-mib 256] FOLDER..`
//!
//! Every file is a true one of the folders, changed in one way. A panic, a file that is read and written otherwise, or
//! more memory than the limit (an address-space limit, so the process is aborted) ends the run with an error.

mod mutations;

use mlmeta_model::{Limits, Model};
use mutations::{Chance, mutated};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What to do.
struct Arguments {
    count: usize,
    seed: u64,
    limit_mib: u64,
    folders: Vec<PathBuf>,
}

impl Arguments {
    fn parse() -> Result<Self, Box<dyn Error>> {
        let mut found = Self { count: 100_000, seed: 1, limit_mib: 256, folders: Vec::new() };
        let mut given = std::env::args().skip(1);
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--count" => found.count = value()?.parse()?,
                "--seed" => found.seed = value()?.parse()?,
                "--limit-mib" => found.limit_mib = value()?.parse()?,
                option if option.starts_with('-') => return Err(format!("unknown option {option}").into()),
                folder => found.folders.push(folder.into()),
            }
        }
        if found.folders.is_empty() {
            return Err("name at least one folder of model files".into());
        }
        Ok(found)
    }
}

/// The true files of the folders: those that the reader takes.
fn bases(folders: &[PathBuf]) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
    }
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "mlm"));
    let files = paths.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
    let true_files: Vec<_> =
        files.into_iter().filter(|bytes| Model::from_bytes(bytes, &Limits::default()).is_ok()).collect();
    if true_files.is_empty() { Err("no model file in these folders".into()) } else { Ok(true_files) }
}

/// The most memory that the process has had, in KiB, where the system tells.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse()?;
    let bases = bases(&arguments.folders)?;
    let limit = arguments.limit_mib << 20;
    rlimit::setrlimit(rlimit::Resource::AS, limit, limit)?;
    let mut chance = Chance::new(arguments.seed);
    let mut refusals: BTreeMap<String, usize> = BTreeMap::new();
    let (mut read, mut slowest, mut reading) = (0_usize, Duration::ZERO, Duration::ZERO);
    let start = Instant::now();
    for index in 0..arguments.count {
        let bytes = mutated(&mut chance, &bases);
        let before = Instant::now();
        let result = Model::from_bytes(&bytes, &Limits::default());
        let spent = before.elapsed();
        (slowest, reading) = (slowest.max(spent), reading + spent);
        match result {
            Ok(model) if model.to_bytes() == bytes => read += 1,
            Ok(_) => return Err(format!("file {index} is read, and written otherwise").into()),
            Err(error) => {
                let variant = format!("{error:?}");
                let name = variant.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
                *refusals.entry(name).or_default() += 1;
            }
        }
    }
    let folders: Vec<_> = arguments.folders.iter().map(|folder| folder.display().to_string()).collect();
    let command = format!(
        "cargo run --release --package mlmeta-model --example mutate -- --count {} --seed {} --limit-mib {} {}",
        arguments.count,
        arguments.seed,
        arguments.limit_mib,
        folders.join(" ")
    );
    let record = serde_json::json!({
        "command": command,
        "files": {"true": bases.len(), "changed": arguments.count, "read": read},
        "refusals": refusals,
        "seconds": start.elapsed().as_secs_f64().round(),
        "microseconds a read": {
            "mean": (reading.as_secs_f64() * 1e7 / arguments.count as f64).round() / 10.0,
            "most": slowest.as_micros() as u64
        },
        "memory": {"limit of the address space, MiB": arguments.limit_mib, "peak resident, KiB": peak_kib()},
    });
    println!("{record:#}");
    Ok(())
}
