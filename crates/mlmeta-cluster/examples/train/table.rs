//! A CSV file of numbers.

use std::error::Error;
use std::path::Path;

/// Named columns of numbers.
pub(crate) struct Table {
    pub(crate) names: Vec<String>,
    /// Row-major.
    pub(crate) values: Vec<f64>,
}

impl Table {
    /// Read the file at `path`.
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let place = path.display();
        let mut reader = csv::Reader::from_path(path).map_err(|error| format!("{place}: {error}"))?;
        let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let mut values = Vec::new();
        for (row, record) in reader.records().enumerate() {
            for (name, cell) in names.iter().zip(&record.map_err(|error| format!("{place}: {error}"))?) {
                let number = cell.trim().parse().ok().filter(|number: &f64| number.is_finite());
                let expected =
                    || format!("{place}: row {row}, column {name:?}: {cell:?} given, expected a number");
                values.push(number.ok_or_else(expected)?);
            }
        }
        Ok(Self { names, values })
    }

    /// The least and the greatest value of each column.
    pub(crate) fn ranges(&self) -> (Vec<f64>, Vec<f64>) {
        let columns = self.names.len();
        let mut ranges = (vec![f64::INFINITY; columns], vec![f64::NEG_INFINITY; columns]);
        for row in self.values.chunks_exact(columns) {
            for (column, value) in row.iter().enumerate() {
                ranges.0[column] = ranges.0[column].min(*value);
                ranges.1[column] = ranges.1[column].max(*value);
            }
        }
        ranges
    }
}
