//! Parameters: stored as given, checked once.

use mlmeta_kernels::Element;

use super::KMeansError;

/// Where a run starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Init<T> {
    /// Greedy k-means++ (Arthur and Vassilvitskii 2007) with scikit-learn's draws.
    KMeansPlusPlus,
    /// Start centres of each run, `(n_init, n_clusters, n_features)` in row-major order.
    Centres(Vec<T>),
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
        if self.n_clusters == 0 || self.n_clusters > i32::MAX as usize {
            return Err(KMeansError::NClusters(self.n_clusters));
        }
        if self.n_init == 0 {
            return Err(KMeansError::NInit);
        }
        if self.max_iter == 0 {
            return Err(KMeansError::MaxIter);
        }
        if !(self.tol >= 0.0 && self.tol.is_finite()) {
            return Err(KMeansError::Tolerance(self.tol));
        }
        if let Init::Centres(centres) = &self.init
            && !centres.iter().all(|value| value.is_finite())
        {
            return Err(KMeansError::NotFinite { name: "init" });
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
