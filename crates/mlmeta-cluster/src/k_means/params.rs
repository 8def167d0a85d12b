//! Parameters: stored as given, checked once.

use std::sync::Arc;

use mlmeta_kernels::Element;

use super::KMeansError;
use super::given_starts::check_finite;
use crate::shared_function::Shared;

/// Where a run starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Init<T> {
    /// Greedy k-means++ (Arthur and Vassilvitskii 2007) with scikit-learn's draws.
    KMeansPlusPlus,
    /// Rows drawn at random with scikit-learn's draws.
    Random,
    /// Start centres of each run, `(n_init, n_clusters, n_features)` in row-major order.
    Centres(Vec<T>),
    /// A function that is asked before each run.
    Function(StartFunction<T>),
}

/// What a function that starts runs is given.
#[derive(Clone, Debug, PartialEq)]
pub struct StartRequest<T> {
    /// Which of the `n_init` runs, from 0.
    pub run: usize,
    /// The rows minus their mean in row-major order; `None` of sparse rows, which are as they were given.
    pub rows: Option<Vec<T>>,
}

/// A function that returns the start centres of a run, `(n_clusters, n_features)` in row-major order and in the coordinates of
/// the rows of the request.
#[derive(Clone, Debug, PartialEq)]
pub struct StartFunction<T>(Shared<Start<T>>);

type Start<T> = dyn Fn(StartRequest<T>) -> Result<Vec<T>, KMeansError> + Send + Sync;

impl<T> StartFunction<T> {
    /// Returns the function.
    ///
    /// ```
    /// use mlmeta_cluster::{Control, Init, KMeansParams, Mt19937, Rows, StartFunction};
    /// let first_rows = StartFunction::new(|request| Ok(request.rows.unwrap_or_default()[..2].to_vec()));
    /// let params = KMeansParams::new(2).init(Init::Function(first_rows)).check()?;
    /// let rows = Rows::new(&[0.0, 9.0, 1.0, 8.0], 1)?;
    /// let fit = params.fit(rows, None, &mut Mt19937::from_seed(0), &Control::default())?;
    /// assert_eq!(fit.labels, [0, 1, 0, 1]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(
        function: impl Fn(StartRequest<T>) -> Result<Vec<T>, KMeansError> + Send + Sync + 'static,
    ) -> Self {
        Self(Shared::new(Arc::new(function)))
    }

    pub(crate) fn call(&self, request: StartRequest<T>) -> Result<Vec<T>, KMeansError> {
        (self.0)(request)
    }
}

/// Parameters of K-Means, not yet checked. The defaults are scikit-learn's.
///
/// ```
/// use mlmeta_cluster::{KMeansError, KMeansParams};
/// assert!(KMeansParams::<f32>::new(8).max_iter(10).check().is_ok());
/// assert_eq!(KMeansParams::<f32>::new(8).tol(-1.0).check(), Err(KMeansError::Tolerance(-1.0)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansParams<T> {
    n_clusters: usize,
    init: Init<T>,
    n_init: usize,
    max_iter: usize,
    tol: f64,
}

impl<T: Element> KMeansParams<T> {
    /// Returns the default parameters for `n_clusters` clusters.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        Self { n_clusters, init: Init::KMeansPlusPlus, n_init: 1, max_iter: 300, tol: 1e-4 }
    }

    /// Sets where the runs start.
    #[must_use]
    pub fn init(mut self, init: Init<T>) -> Self {
        self.init = init;
        self
    }

    /// Sets the number of runs; the best one is kept.
    #[must_use]
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.n_init = n_init;
        self
    }

    /// Sets the largest number of iterations of a run.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// Sets the tolerance: a run ends when the squared shift of the centres is at most `tol` times the mean variance
    /// of the columns.
    #[must_use]
    pub fn tol(mut self, tol: f64) -> Self {
        self.tol = tol;
        self
    }

    /// Returns the parameters, checked.
    ///
    /// # Errors
    /// [`KMeansError::NClusters`], [`KMeansError::NInit`], [`KMeansError::MaxIter`], [`KMeansError::Tolerance`] or,
    /// for start centres, [`KMeansError::NotFinite`].
    pub fn check(self) -> Result<ValidKMeansParams<T>, KMeansError> {
        check_counts(self.n_clusters, self.n_init, self.max_iter)?;
        check_tolerance(self.tol)?;
        if let Init::Centres(centres) = &self.init {
            check_finite(centres)?;
        }
        Ok(ValidKMeansParams {
            n_clusters: self.n_clusters,
            init: self.init,
            n_init: self.n_init,
            max_iter: self.max_iter,
            tol: self.tol,
        })
    }
}

/// Parameters that were checked; made by [`KMeansParams::check`].
#[derive(Clone, Debug, PartialEq)]
pub struct ValidKMeansParams<T> {
    pub(crate) n_clusters: usize,
    pub(crate) init: Init<T>,
    pub(crate) n_init: usize,
    pub(crate) max_iter: usize,
    pub(crate) tol: f64,
}

/// Checks the counts that every kind of K-Means has.
///
/// # Errors
/// [`KMeansError::NClusters`], [`KMeansError::NInit`], [`KMeansError::MaxIter`].
pub(crate) fn check_counts(n_clusters: usize, n_init: usize, max_iter: usize) -> Result<(), KMeansError> {
    if n_clusters == 0 || n_clusters > i32::MAX as usize {
        return Err(KMeansError::NClusters(n_clusters));
    }
    if n_init == 0 {
        return Err(KMeansError::NInit);
    }
    if max_iter == 0 {
        return Err(KMeansError::MaxIter);
    }
    Ok(())
}

/// Checks a tolerance.
///
/// # Errors
/// [`KMeansError::Tolerance`].
pub(crate) fn check_tolerance(tol: f64) -> Result<(), KMeansError> {
    if tol >= 0.0 && tol.is_finite() { Ok(()) } else { Err(KMeansError::Tolerance(tol)) }
}
