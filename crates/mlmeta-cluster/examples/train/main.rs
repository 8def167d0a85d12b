//! Trains K-Means on a CSV file and saves the model: Rust alone.
//!
//! ```text
//! cargo run --release -p mlmeta-cluster --example train -- DATA.csv --clusters 3 --out segments.mlm
//! ```
//!
//! The first line of the CSV names the columns, all others hold numbers. The file that is written is the one that Python
//! writes after `cluster.KMeans(3, random_state=0).fit(frame)`: every provider, the server and the example `predict` of
//! `mlmeta-predict` read it.
#![forbid(unsafe_code)]

mod clock;
mod segments;
mod table;

use mlmeta_cluster::{Control, KMeansParams, Mt19937, Rows};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use table::Table;

const USAGE: &str = "usage: train DATA.csv --clusters NUMBER --out MODEL.mlm [--seed NUMBER]";

/// What the command line says.
struct Options {
    data: PathBuf,
    out: PathBuf,
    n_clusters: usize,
    seed: u32,
}

impl Options {
    fn parse(mut given: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut data, mut out, mut n_clusters, mut seed) = (None, None, None, 0);
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or(USAGE);
            match argument.as_str() {
                "--clusters" => n_clusters = Some(value()?.parse()?),
                "--out" => out = Some(value()?.into()),
                "--seed" => seed = value()?.parse()?,
                _ if data.is_none() && !argument.starts_with('-') => data = Some(argument.into()),
                _ => return Err(USAGE.into()),
            }
        }
        match (data, out, n_clusters) {
            (Some(data), Some(out), Some(n_clusters)) => Ok(Self { data, out, n_clusters, seed }),
            _ => Err(USAGE.into()),
        }
    }
}

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(|options| train(&options)) {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("train: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Train and save; a line about how it went.
fn train(options: &Options) -> Result<String, Box<dyn Error>> {
    let table = Table::read(&options.data)?;
    let rows = Rows::new(&table.values, table.names.len())?;
    let params = KMeansParams::new(options.n_clusters).check()?;
    let fit = params.fit(rows, None, &mut Mt19937::from_seed(options.seed), &Control::default())?;
    segments::model(&table, &fit, options.seed)?.write(&options.out)?;
    let (out, rows) = (options.out.display(), rows.n_rows());
    Ok(format!("{out}: {rows} rows, {} iterations, inertia {:.6}", fit.n_iter, fit.inertia))
}
