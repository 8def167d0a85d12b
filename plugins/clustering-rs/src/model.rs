//! What fitted centres answer, for Python.

use mlmeta_cluster::{Control, Element, KMeansError, KMeansModel, Matrix, Rows, Simd, nearest_centres};
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::{Bound, PyAny, PyResult, pyfunction};

use crate::arrays::{Borrowed, Data, like_x, matrix, slice};
use crate::error::exception;
use crate::work::run;

/// Return the label of each row, int32.
#[pyfunction]
#[pyo3(signature = (X, centres, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn predict<'py>(
    X: &Bound<'py, PyAny>,
    centres: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<Bound<'py, PyArray1<i32>>> {
    let py = X.py();
    let labels = match Data::borrow(X)? {
        Data::Single(rows) => asked(&rows, &centres_like(centres)?, n_threads, nearest_centres),
        Data::Double(rows) => asked(&rows, &centres_like(centres)?, n_threads, nearest_centres),
    }?;
    Ok(PyArray1::from_vec(py, labels))
}

/// Return the squared distance of each row to its nearest centre, float64.
#[pyfunction]
#[pyo3(signature = (X, centres, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn squared_distances<'py>(
    X: &Bound<'py, PyAny>,
    centres: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let py = X.py();
    let squared = match Data::borrow(X)? {
        Data::Single(rows) => asked(&rows, &centres_like(centres)?, n_threads, squared_typed),
        Data::Double(rows) => asked(&rows, &centres_like(centres)?, n_threads, squared_typed),
    }?;
    Ok(PyArray1::from_vec(py, squared))
}

/// Return the distance of each row to each centre, in the type of `X`.
#[pyfunction]
#[pyo3(signature = (X, centres, n_threads))]
#[expect(non_snake_case, reason = "scikit-learn's name of the argument")]
pub(crate) fn transform<'py>(
    X: &Bound<'py, PyAny>,
    centres: &Bound<'py, PyAny>,
    n_threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let py = X.py();
    Ok(match Data::borrow(X)? {
        Data::Single(rows) => {
            let centres = centres_like(centres)?;
            let distances = asked(&rows, &centres, n_threads, transform_typed)?;
            matrix(py, distances, centres.shape()[0])?.into_any()
        }
        Data::Double(rows) => {
            let centres = centres_like(centres)?;
            let distances = asked(&rows, &centres, n_threads, transform_typed)?;
            matrix(py, distances, centres.shape()[0])?.into_any()
        }
    })
}

fn squared_typed<T: Element>(
    rows: Matrix<'_, T>,
    centres: Rows<'_, T>,
    control: &Control<'_>,
) -> Result<Vec<f64>, KMeansError> {
    model(centres)?.squared_distances(rows, control)
}

fn transform_typed<T: Element>(
    rows: Matrix<'_, T>,
    centres: Rows<'_, T>,
    control: &Control<'_>,
) -> Result<Vec<T>, KMeansError> {
    model(centres)?.transform(rows, control)
}

fn model<T: Element>(centres: Rows<'_, T>) -> Result<KMeansModel<T>, KMeansError> {
    KMeansModel::new(centres.values().to_vec(), centres.n_features())
}

/// Return the name of the SIMD level of this process.
#[pyfunction]
pub(crate) fn simd_level() -> PyResult<&'static str> {
    match Simd::detect() {
        Ok(simd) => Ok(simd.level().name()),
        Err(error) => Err(PyRuntimeError::new_err(error.to_string())),
    }
}

/// Returns what `ask` tells of the rows and the centres, nothing when there are no rows.
fn asked<'a, T: Element + numpy::Element, R: Send>(
    data: &'a Borrowed<'_, T>,
    centres: &'a PyReadonlyArray2<'_, T>,
    n_threads: usize,
    ask: impl FnOnce(Matrix<'a, T>, Rows<'a, T>, &Control<'_>) -> Result<Vec<R>, KMeansError> + Send,
) -> PyResult<Vec<R>> {
    let py = centres.py();
    let centres =
        Rows::new(slice(centres, "centres")?, centres.shape()[1]).map_err(|error| exception(py, &error))?;
    if data.shape() == (0, centres.n_features()) {
        return Ok(Vec::new());
    }
    let rows = data.rows(py)?;
    let size = rows.n_values().saturating_mul(centres.n_rows());
    run(py, size, n_threads, None, |control| ask(rows, centres, control))
}

fn centres_like<'py, T: Element + numpy::Element>(
    centres: &Bound<'py, PyAny>,
) -> PyResult<PyReadonlyArray2<'py, T>> {
    let centres = like_x::<T>(centres, "centres")?;
    let n_dimensions = centres.shape().len();
    centres.cast::<PyArray2<T>>().map(PyArrayMethods::readonly).map_err(|_| {
        PyValueError::new_err(format!("centres must be two-dimensional, got {n_dimensions} dimensions"))
    })
}
