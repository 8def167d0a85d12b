//! Parameters: stored as given, checked once.

use std::sync::Arc;

use mlmeta_kernels::Element;

use crate::KMeansError;
use crate::k_means::params::{check_counts, check_tolerance};
use crate::shared_function::Shared;

/// Where the runs of a split start.
#[derive(Clone, Debug, PartialEq)]
pub enum SplitInit<T> {
    /// Greedy k-means++ with scikit-learn's draws.
    KMeansPlusPlus,
    /// Two rows of the cluster drawn at random with scikit-learn's draws.
    Random,
    /// A function that is asked before each run.
    Function(SplitStart<T>),
}

/// Which cluster is split next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BisectingStrategy {
    /// The one with the largest (weighted) sum of squared distances to its centre.
    BiggestInertia,
    /// The one with the most rows.
    LargestCluster,
}

/// What a function that starts runs is given.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitRequest<T> {
    /// Which rows of the fit the cluster has, ascending.
    pub positions: Vec<usize>,
    /// These rows minus the mean of all rows, row-major; `None` of sparse rows, which are as they were given.
    pub rows: Option<Vec<T>>,
}

/// A function that returns the two start centres of a run, `(2, n_features)` in row-major order and in the coordinates of the
/// rows of the request.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitStart<T>(Shared<Start<T>>);

type Start<T> = dyn Fn(SplitRequest<T>) -> Result<Vec<T>, KMeansError> + Send + Sync;

impl<T> SplitStart<T> {
    /// Returns the function.
    ///
    /// ```
    /// use mlmeta_cluster::{BisectingKMeansParams, Control, Mt19937, Rows, SplitInit, SplitStart};
    /// let first_rows = SplitStart::new(|request| Ok(request.rows.unwrap_or_default()[..2].to_vec()));
    /// let params = BisectingKMeansParams::new(2).init(SplitInit::Function(first_rows)).check()?;
    /// let rows = Rows::new(&[0.0, 9.0, 1.0, 8.0], 1)?;
    /// let fit = params.fit(rows, None, &mut Mt19937::from_seed(0), &Control::default(), None)?;
    /// assert_eq!(fit.labels, [0, 1, 0, 1]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(
        function: impl Fn(SplitRequest<T>) -> Result<Vec<T>, KMeansError> + Send + Sync + 'static,
    ) -> Self {
        Self(Shared::new(Arc::new(function)))
    }

    pub(super) fn call(&self, request: SplitRequest<T>) -> Result<Vec<T>, KMeansError> {
        (self.0)(request)
    }
}

/// Parameters of bisecting K-Means, not yet checked. The defaults are scikit-learn's.
///
/// ```
/// use mlmeta_cluster::{BisectingKMeansParams, KMeansError};
/// assert!(BisectingKMeansParams::<f32>::new(8).n_init(3).check().is_ok());
/// assert_eq!(BisectingKMeansParams::<f32>::new(0).check(), Err(KMeansError::NClusters(0)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BisectingKMeansParams<T> {
    n_clusters: usize,
    init: SplitInit<T>,
    n_init: usize,
    max_iter: usize,
    tol: f64,
    strategy: BisectingStrategy,
}

impl<T: Element> BisectingKMeansParams<T> {
    /// Returns the default parameters for `n_clusters` clusters.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        let (init, strategy) = (SplitInit::Random, BisectingStrategy::BiggestInertia);
        Self { n_clusters, init, n_init: 1, max_iter: 300, tol: 1e-4, strategy }
    }

    /// Sets where the runs of a split start.
    #[must_use]
    pub fn init(mut self, init: SplitInit<T>) -> Self {
        self.init = init;
        self
    }

    /// Sets the number of runs of a split; one replaces the best so far when its inertia is lower by more than a millionth.
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

    /// Sets the squared shift of its two centres at which a run ends, in the units of the data.
    #[must_use]
    pub fn tol(mut self, tol: f64) -> Self {
        self.tol = tol;
        self
    }

    /// Sets which cluster is split next.
    #[must_use]
    pub fn strategy(mut self, strategy: BisectingStrategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// Returns the parameters, checked.
    ///
    /// # Errors
    /// [`KMeansError::NClusters`], [`KMeansError::NInit`], [`KMeansError::MaxIter`], [`KMeansError::Tolerance`].
    pub fn check(self) -> Result<ValidBisectingKMeansParams<T>, KMeansError> {
        check_counts(self.n_clusters, self.n_init, self.max_iter)?;
        check_tolerance(self.tol)?;
        Ok(ValidBisectingKMeansParams {
            n_clusters: self.n_clusters,
            init: self.init,
            n_init: self.n_init,
            max_iter: self.max_iter,
            tol: self.tol,
            strategy: self.strategy,
        })
    }
}

/// Parameters that were checked; made by [`BisectingKMeansParams::check`].
#[derive(Clone, Debug, PartialEq)]
pub struct ValidBisectingKMeansParams<T> {
    pub(super) n_clusters: usize,
    pub(super) init: SplitInit<T>,
    pub(super) n_init: usize,
    pub(super) max_iter: usize,
    pub(super) tol: f64,
    pub(super) strategy: BisectingStrategy,
}
