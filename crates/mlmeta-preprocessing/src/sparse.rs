//! The moments of sparse rows: passes over the entries in their order, and the zeros that are not stored at once.

use mlmeta_kernels::{Element, ordered_sum};

use crate::buffer::filled;
use crate::{Control, Index, Moments, SampleWeight, ScalerError, SparseRows};

/// Entries between two looks at the cancel flag.
const ENTRIES: usize = 1 << 16;

impl Moments {
    /// Returns the moments of the columns of sparse `rows`, where nothing is stored there is a zero; otherwise as
    /// [`Moments::of_rows`]. The memory beside the rows is a few numbers a column.
    ///
    /// # Errors
    /// As there, and [`ScalerError::Sparse`].
    pub fn of_sparse<T: Element, I: Index>(
        rows: SparseRows<'_, T, I>,
        weights: Option<&SampleWeight>,
        squares: bool,
        control: &Control<'_>,
    ) -> Result<Self, ScalerError> {
        let (n, d) = (rows.n_rows(), rows.n_features());
        weights.map_or(Ok(()), |weights| weights.check(n))?;
        let weight = |row: usize| weights.map_or(1.0, |weights| weights.values()[row]);
        let mut columns = filled(Column::default(), d)?;
        let mut passed = 0;
        let mut pass = |entry: &mut dyn FnMut(&mut Column, f64, f64), columns: &mut [Column]| {
            rows.for_each(|row, column, value| {
                passed += 1;
                if passed % ENTRIES == 0 {
                    control.check()?;
                }
                if value.is_infinite() {
                    return Err(ScalerError::Infinite { column });
                }
                entry(&mut columns[column], value, weight(row));
                Ok(())
            })
        };
        pass(&mut Column::add, &mut columns)?;
        let whole = weights.map_or(n as f64, |weights| ordered_sum(n, |row| weights.values()[row]));
        for column in &mut columns {
            column.average(n, whole);
        }
        if squares {
            pass(&mut Column::add_deviation, &mut columns)?;
        }
        let mut moments = Moments {
            count: filled(0.0, d)?,
            mean: filled(0.0, d)?,
            squares: squares.then(|| filled(0.0, d)).transpose()?,
        };
        for (t, column) in columns.iter().enumerate() {
            (moments.count[t], moments.mean[t]) = (column.count, column.mean);
            if let Some(squares) = &mut moments.squares {
                squares[t] = column.squares();
            }
        }
        moments.checked()
    }
}

/// The sums of one column. Those of weights are numbers of entries when there are no weights.
#[derive(Clone, Copy, Default)]
struct Column {
    n_missing: usize,
    n_stored: usize,
    weight_missing: f64,
    weight_stored: f64,
    total: f64,
    count: f64,
    zeros: f64,
    mean: f64,
    deviations: f64,
    squares: f64,
}

impl Column {
    fn add(&mut self, value: f64, weight: f64) {
        if value.is_nan() {
            self.n_missing += 1;
            self.weight_missing += weight;
        } else {
            self.n_stored += 1;
            self.weight_stored += weight;
            self.total += value * weight;
        }
    }

    /// Finds the count and the mean once all entries of `n` rows, of the weight `whole`, have been added.
    fn average(&mut self, n: usize, whole: f64) {
        self.count = whole - self.weight_missing;
        // Decided by whole numbers: a difference of sums of weights is rarely exactly 0.
        self.zeros = if n > self.n_missing + self.n_stored { self.count - self.weight_stored } else { 0.0 };
        self.mean = if self.count > 0.0 { self.total / self.count } else { 0.0 };
    }

    fn add_deviation(&mut self, value: f64, weight: f64) {
        if !value.is_nan() {
            let deviation = value - self.mean;
            self.deviations += deviation * weight;
            self.squares += (deviation * deviation) * weight;
        }
    }

    fn squares(&self) -> f64 {
        let deviations = self.deviations - self.zeros * self.mean;
        let squares = self.squares + self.zeros * (self.mean * self.mean);
        let rounding = if self.count > 0.0 { deviations * deviations / self.count } else { 0.0 };
        let squares = squares - rounding;
        if squares < 0.0 { 0.0 } else { squares }
    }
}
