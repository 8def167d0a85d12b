//! Nanoseconds a row of native predictors, from one row at a time to many.
//!
//! `cargo run --profile dist -p mlmeta-predict --example nanoseconds` prints a table, with `-- --json` one JSON object.
//! Each figure is the median of 21 runs of about 10 ms; a call takes named arrays and gives named arrays, as a
//! program that embeds the crate calls it.
#![forbid(unsafe_code)]

mod models;

use mlmeta_predict::{Array, Predictor, Values, native};
use models::{Workload, numbers, workloads};
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

const BATCHES: [usize; 3] = [1, 64, 1024];
const RUNS: usize = 21;
const RUN: Duration = Duration::from_millis(10);

fn main() -> Result<(), Box<dyn Error>> {
    let json = std::env::args().skip(1).any(|argument| argument == "--json");
    let mut lines = Vec::new();
    for workload in workloads()? {
        let predictor = native(&workload.model)?;
        let mut figures = Vec::new();
        for rows in BATCHES {
            figures.push(nanoseconds(&workload, &*predictor, rows)?);
        }
        lines.push((workload.name, figures));
    }
    print(&lines, json);
    Ok(())
}

/// The median time of a row when so many `rows` are predicted by one call.
fn nanoseconds(workload: &Workload, predictor: &dyn Predictor, rows: usize) -> Result<f64, Box<dyn Error>> {
    let values = Values::Float64(numbers(rows * workload.n_features));
    let inputs = [Array::new("X", vec![rows, workload.n_features], values)];
    let outputs = [workload.output];
    let mut calls = 1_u32;
    let run = |calls: u32| {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(predictor.predict(black_box(&inputs), black_box(&outputs))?);
        }
        Ok::<_, mlmeta_predict::PredictError>(start.elapsed())
    };
    while run(calls)? < RUN {
        calls *= 2;
    }
    let mut times = (0..RUNS).map(|_| run(calls)).collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    Ok(times[RUNS / 2].as_secs_f64() * 1e9 / f64::from(calls) / rows as f64)
}

fn print(lines: &[(&str, Vec<f64>)], json: bool) {
    if json {
        let entries: Vec<String> = lines
            .iter()
            .map(|(name, figures)| {
                let figures =
                    BATCHES.iter().zip(figures).map(|(rows, figure)| format!("\"{rows}\": {figure:.2}"));
                format!("  \"{name}\": {{{}}}", figures.collect::<Vec<_>>().join(", "))
            })
            .collect();
        println!("{{\n{}\n}}", entries.join(",\n"));
        return;
    }
    println!("nanoseconds a row, {BATCHES:?} rows a call");
    for (name, figures) in lines {
        let figures: Vec<String> = figures.iter().map(|figure| format!("{figure:>10.1}")).collect();
        println!("{name:<52}{}", figures.join(""));
    }
}
