//! Answers of a model file for the rows of a CSV file, as CSV: Rust alone.
//!
//! ```text
//! cargo run --release -p mlmeta-predict --example predict -- segments.mlm DATA.csv
//! ```
//!
//! The first line of the CSV names the columns. Where the model knows the names of its features, they are found by
//! name, in any order and among others; otherwise the columns are taken as they come.
#![forbid(unsafe_code)]

use mlmeta_model::{Limits, Model};
use mlmeta_predict::{Array, Values, check_sample, native};
use std::error::Error;
use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, data] = &arguments[..] else {
        eprintln!("usage: predict MODEL.mlm DATA.csv");
        return ExitCode::from(2);
    };
    match predict(model.as_ref(), data.as_ref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("predict: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Print what the model answers, one line a row.
fn predict(model: &Path, data: &Path) -> Result<(), Box<dyn Error>> {
    let model = Model::read(model, &Limits::default())?;
    let predictor = native(&model)?;
    check_sample(&model, &*predictor)?;
    let document = model.document();
    let rows = rows(data, document.feature_names.as_deref())?;
    let asked = document.schema.outputs.iter().filter(|output| !output.on_request);
    let names: Vec<&str> = asked.map(|output| output.name.as_str()).collect();
    print(&predictor.predict(&[rows], &names)?)
}

/// The columns called `features`, or all.
fn rows(path: &Path, features: Option<&[String]>) -> Result<Array, Box<dyn Error>> {
    let place = path.display();
    let mut reader = csv::Reader::from_path(path).map_err(|error| format!("{place}: {error}"))?;
    let header = reader.headers()?.clone();
    let columns: Vec<usize> = match features {
        None => (0..header.len()).collect(),
        Some(features) => features
            .iter()
            .map(|feature| {
                let column = header.iter().position(|name| name == feature);
                column.ok_or_else(|| format!("{place}: no column {feature:?}, which the model needs"))
            })
            .collect::<Result<_, _>>()?,
    };
    let (mut values, mut n_rows) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| format!("{place}: {error}"))?;
        for column in &columns {
            let cell = record.get(*column).unwrap_or_default();
            values.push(cell.trim().parse::<f64>().map_err(|_| {
                format!(
                    "{place}: row {n_rows}, column {:?}: {cell:?} given, expected a number",
                    &header[*column]
                )
            })?);
        }
        n_rows += 1;
    }
    Ok(Array::new("X", vec![n_rows, columns.len()], Values::Float64(values)))
}

/// One column an output, or as many as it has.
fn print(answer: &[Array]) -> Result<(), Box<dyn Error>> {
    let mut columns = Vec::new();
    for array in answer {
        match array.shape[..] {
            [_, width] => columns
                .extend((0..width).map(|column| (format!("{}.{column}", array.name), array, width, column))),
            _ => columns.push((array.name.to_string(), array, 1, 0)),
        }
    }
    let mut writer = csv::Writer::from_writer(stdout().lock());
    writer.write_record(columns.iter().map(|(name, ..)| name))?;
    for row in 0..answer.first().map_or(0, Array::rows) {
        writer.write_record(
            columns.iter().map(|(_, array, width, column)| text(&array.values, row * width + column)),
        )?;
    }
    writer.flush()?;
    Ok(stdout().flush()?)
}

fn text(values: &Values, element: usize) -> String {
    match values {
        Values::Float64(values) => values[element].to_string(),
        Values::Float32(values) => values[element].to_string(),
        Values::Int64(values) => values[element].to_string(),
        Values::Int32(values) => values[element].to_string(),
        Values::UInt8(values) => values[element].to_string(),
        Values::Bool(values) => values[element].to_string(),
        Values::Text(values) => values[element].to_string(),
    }
}
