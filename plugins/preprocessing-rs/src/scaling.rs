//! Scaling of rows, for Python.

use mlmeta_preprocessing::{Element, Form, Index, Rows, Scaling, Simd, scale_entries};
use numpy::{PyArray1, PyArray2, PyReadonlyArray1, PyUntypedArrayMethods};
use pyo3::exceptions::PyRuntimeError;
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, PyAny, PyResult, pyfunction};

use crate::arrays::{Indices, Matrix, Vector, matrix_of, readonly, readwrite, slice, slice_mut, vector_of};
use crate::error::exception;
use crate::work::run;

/// The map of each column, and how it is run.
struct Settings<'a, 'py> {
    form: Form,
    offset: Option<&'a Bound<'py, PyAny>>,
    factor: Option<&'a Bound<'py, PyAny>>,
    clip: Option<(f64, f64)>,
    n_threads: usize,
}

/// Write `(X - offset) / factor` to `out`, which may be `X`; None leaves an operation out.
#[pyfunction]
#[pyo3(signature = (X, out, *, offset, factor, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn divide<'py>(
    X: &Bound<'py, PyAny>,
    out: &Bound<'py, PyAny>,
    offset: Option<&Bound<'py, PyAny>>,
    factor: Option<&Bound<'py, PyAny>>,
    n_threads: usize,
) -> PyResult<()> {
    scale(X, out, &Settings { form: Form::Divide, offset, factor, clip: None, n_threads })
}

/// Write `X * factor + offset` to `out`, which may be `X`; None leaves an operation out. Results outside of `clip` are moved
/// to its ends.
#[pyfunction]
#[pyo3(signature = (X, out, *, factor, offset, n_threads, clip=None))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn multiply<'py>(
    X: &Bound<'py, PyAny>,
    out: &Bound<'py, PyAny>,
    factor: Option<&Bound<'py, PyAny>>,
    offset: Option<&Bound<'py, PyAny>>,
    n_threads: usize,
    clip: Option<(f64, f64)>,
) -> PyResult<()> {
    scale(X, out, &Settings { form: Form::Multiply, offset, factor, clip, n_threads })
}

fn scale<'py>(x: &Bound<'py, PyAny>, out: &Bound<'py, PyAny>, settings: &Settings<'_, 'py>) -> PyResult<()> {
    match Matrix::typed(x)? {
        Matrix::Single(rows) => {
            // Parameters learnt from float64 are not rounded before they are used.
            let given = [settings.offset, settings.factor].into_iter().flatten();
            if given.into_iter().all(|parameter| parameter.cast::<PyArray1<f32>>().is_ok()) {
                scale_typed::<f32, f32>(&rows, out, settings)
            } else {
                scale_typed::<f64, f32>(&rows, out, settings)
            }
        }
        Matrix::Double(rows) => scale_typed::<f64, f64>(&rows, out, settings),
    }
}

fn scale_typed<'py, P, T>(
    rows: &Bound<'py, PyArray2<T>>,
    out: &Bound<'py, PyAny>,
    settings: &Settings<'_, 'py>,
) -> PyResult<()>
where
    P: Element + numpy::Element,
    T: Element + numpy::Element,
{
    let py = rows.py();
    let n_features = rows.shape()[1];
    let parameter =
        |array: Option<&Bound<'py, PyAny>>, name: &str| -> PyResult<Option<PyReadonlyArray1<'py, P>>> {
            array.map(|array| vector_of::<P>(array, name, "the other parameters")).transpose()
        };
    let offset = parameter(settings.offset, "offset")?;
    let factor = parameter(settings.factor, "factor")?;
    let offset = offset.as_ref().map(|offset| slice(offset, "offset")).transpose()?;
    let factor = factor.as_ref().map(|factor| slice(factor, "factor")).transpose()?;
    let clip = settings.clip.map(|(low, high)| (T::rounded(low), T::rounded(high)));
    let map = Scaling::<P, T>::new(settings.form, n_features, offset, factor, clip);
    let map = map.map_err(|error| exception(&error))?;
    let target = matrix_of::<T>(out, "out", "X")?;
    let mut target = readwrite(&target, "out")?;
    let n_values = target.len();
    let target = slice_mut(&mut target, "out")?;
    if rows.is(out) {
        return run(py, n_values, settings.n_threads, move |control| map.apply_in_place(target, control));
    }
    let borrowed = readonly(rows, "X")?;
    let values = slice(&borrowed, "X")?;
    if values.is_empty() && target.is_empty() {
        return Ok(());
    }
    let data = Rows::new(values, n_features).map_err(|error| exception(&error))?;
    run(py, n_values, settings.n_threads, move |control| map.apply(data, target, control))
}

/// Multiply the entries `data` of sparse rows, in place, by the factors of their columns.
#[pyfunction]
#[pyo3(signature = (data, indices, *, factor, n_threads))]
pub(crate) fn multiply_entries<'py>(
    data: &Bound<'py, PyAny>,
    indices: &Bound<'py, PyAny>,
    factor: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<()> {
    let indices = Indices::typed(indices, "indices")?;
    let factor = vector_of::<f64>(factor, "factor", "all statistics")?;
    match Vector::typed(data, "data")? {
        Vector::Single(data) => entries_typed(&data, &indices, &factor, n_threads),
        Vector::Double(data) => entries_typed(&data, &indices, &factor, n_threads),
    }
}

fn entries_typed<T: Element + numpy::Element>(
    data: &Bound<'_, PyArray1<T>>,
    indices: &Indices<'_>,
    factor: &PyReadonlyArray1<'_, f64>,
    n_threads: usize,
) -> PyResult<()> {
    match indices {
        Indices::Short(indices) => entries_indexed(data, slice(indices, "indices")?, factor, n_threads),
        Indices::Long(indices) => entries_indexed(data, slice(indices, "indices")?, factor, n_threads),
    }
}

fn entries_indexed<T: Element + numpy::Element, I: Index>(
    data: &Bound<'_, PyArray1<T>>,
    indices: &[I],
    factor: &PyReadonlyArray1<'_, f64>,
    n_threads: usize,
) -> PyResult<()> {
    let factors = slice(factor, "factor")?;
    let mut borrowed = readwrite(data, "data")?;
    let values = slice_mut(&mut borrowed, "data")?;
    let n_values = values.len();
    run(data.py(), n_values, n_threads, move |control| scale_entries(values, indices, factors, control))
}

/// Return the name of the SIMD level of this process.
#[pyfunction]
pub(crate) fn simd_level() -> PyResult<&'static str> {
    match Simd::detect() {
        Ok(simd) => Ok(simd.level().name()),
        Err(error) => Err(PyRuntimeError::new_err(error.to_string())),
    }
}
