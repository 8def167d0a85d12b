//! The loops of the leader algorithm: borrow NumPy's memory, leave the interpreter, compute, return fresh arrays.
#![forbid(unsafe_code)]

use numpy::{Element, PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// The numbers that mlmeta hands to a provider: float32 or float64.
trait Number: Element + Copy + Into<f64> {}
impl Number for f32 {}
impl Number for f64 {}

type Leading<'py> = (Bound<'py, PyArray1<i64>>, Bound<'py, PyArray1<i32>>);

/// Returns the numbers of the rows of `x` that lead a cluster, and the cluster of each row.
#[pyfunction]
fn lead<'py>(py: Python<'py>, x: &Bound<'py, PyAny>, radius: f64) -> PyResult<Leading<'py>> {
    if let Ok(rows) = x.cast::<PyArray2<f32>>() {
        return lead_typed(py, &rows.readonly(), radius);
    }
    lead_typed(py, &doubles(x)?.readonly(), radius)
}

/// Returns the nearest of `leaders` for each row of `x`, both of one type.
#[pyfunction]
fn nearest<'py>(
    py: Python<'py>,
    x: &Bound<'py, PyAny>,
    leaders: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyArray1<i32>>> {
    if let (Ok(rows), Ok(leaders)) = (x.cast::<PyArray2<f32>>(), leaders.cast::<PyArray2<f32>>()) {
        return nearest_typed(py, &rows.readonly(), &leaders.readonly());
    }
    nearest_typed(py, &doubles(x)?.readonly(), &doubles(leaders)?.readonly())
}

fn doubles<'a, 'py>(x: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyArray2<f64>>> {
    x.cast().map_err(|_| PyTypeError::new_err("expected two-dimensional arrays of float32, or of float64"))
}

fn lead_typed<'py, T: Number>(
    py: Python<'py>,
    x: &PyReadonlyArray2<'py, T>,
    radius: f64,
) -> PyResult<Leading<'py>> {
    let (rows, width) = (x.as_slice()?, x.shape()[1]);
    let (leading, labels) = py.detach(|| {
        let mut leading: Vec<&[T]> = Vec::new();
        let mut numbers = Vec::new();
        let labels: Vec<i32> = (0_i64..)
            .zip(rows.chunks_exact(width))
            .map(|(number, row)| {
                let joined =
                    leading.iter().position(|leader| squared_distance(row, leader) <= radius * radius);
                joined.unwrap_or_else(|| {
                    leading.push(row);
                    numbers.push(number);
                    leading.len() - 1
                }) as i32
            })
            .collect();
        (numbers, labels)
    });
    Ok((PyArray1::from_vec(py, leading), PyArray1::from_vec(py, labels)))
}

fn nearest_typed<'py, T: Number>(
    py: Python<'py>,
    x: &PyReadonlyArray2<'py, T>,
    leaders: &PyReadonlyArray2<'py, T>,
) -> PyResult<Bound<'py, PyArray1<i32>>> {
    let width = x.shape()[1];
    if leaders.shape()[1] != width {
        return Err(PyValueError::new_err(format!(
            "x has {width} columns, the leaders have {}",
            leaders.shape()[1]
        )));
    }
    let (rows, leaders) = (x.as_slice()?, leaders.as_slice()?);
    let labels = py.detach(|| {
        rows.chunks_exact(width)
            .map(|row| {
                let distances = leaders.chunks_exact(width).map(|leader| squared_distance(row, leader));
                let best = distances.enumerate().min_by(|(_, one), (_, other)| one.total_cmp(other));
                best.expect("a fitted model has a leader; this is a bug").0 as i32
            })
            .collect()
    });
    Ok(PyArray1::from_vec(py, labels))
}

fn squared_distance<T: Number>(one: &[T], other: &[T]) -> f64 {
    one.iter().zip(other).map(|(&a, &b)| (a.into() - b.into()).powi(2)).sum()
}

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::{lead, nearest};
}
