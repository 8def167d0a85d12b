//! Parameters: stored as given, checked once.

use std::sync::Arc;

use mlmeta_kernels::Element;

use crate::k_means::given_starts::check_finite;
use crate::k_means::params::{check_counts, check_tolerance};
use crate::shared_function::Shared;
use crate::{KMeansError, Mt19937};

/// Where a fit starts.
#[derive(Clone, Debug, PartialEq)]
pub enum BatchInit<T> {
    /// Greedy k-means++ with scikit-learn's draws.
    KMeansPlusPlus,
    /// Rows drawn at random with scikit-learn's draws.
    Random,
    /// Start centres `(n_clusters, n_features)` in row-major order.
    Centres(Vec<T>),
    /// A function that is asked for each start.
    Function(BatchStart<T>),
}

/// A function that returns start centres `(n_clusters, n_features)` in row-major order.
///
/// It is given the positions of the rows that were drawn for the start, or `None` when it may see all of them, and the stream, of
/// which it may draw.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchStart<T>(Shared<Start<T>>);

type Start<T> = dyn Fn(Option<&[usize]>, &mut Mt19937) -> Result<Vec<T>, KMeansError> + Send + Sync;

impl<T> BatchStart<T> {
    /// Returns the function.
    ///
    /// ```
    /// use mlmeta_cluster::{BatchInit, BatchStart, Control, MiniBatchParams, Mt19937, Rows};
    /// let fixed = BatchStart::new(|_, _| Ok(vec![0.0, 9.0]));
    /// let params = MiniBatchParams::new(2).init(BatchInit::Function(fixed)).check()?;
    /// let rows = Rows::new(&[0.0, 9.0, 1.0, 8.0], 1)?;
    /// let state = params.start(rows, None, &mut Mt19937::from_seed(0), &Control::default())?;
    /// assert_eq!(state.centres(), [0.0, 9.0]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(
        function: impl Fn(Option<&[usize]>, &mut Mt19937) -> Result<Vec<T>, KMeansError> + Send + Sync + 'static,
    ) -> Self {
        Self(Shared::new(Arc::new(function)))
    }

    pub(super) fn call(&self, drawn: Option<&[usize]>, stream: &mut Mt19937) -> Result<Vec<T>, KMeansError> {
        (self.0)(drawn, stream)
    }
}

/// Parameters of mini-batch K-Means, not yet checked. The defaults are scikit-learn's.
///
/// ```
/// use mlmeta_cluster::{KMeansError, MiniBatchParams};
/// assert!(MiniBatchParams::<f32>::new(8).batch_size(256).max_no_improvement(None).check().is_ok());
/// assert_eq!(MiniBatchParams::<f32>::new(8).tol(-1.0).check(), Err(KMeansError::Tolerance(-1.0)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MiniBatchParams<T> {
    valid: ValidMiniBatchParams<T>,
}

/// Parameters that were checked; made by [`MiniBatchParams::check`].
#[derive(Clone, Debug, PartialEq)]
pub struct ValidMiniBatchParams<T> {
    pub(super) n_clusters: usize,
    pub(super) init: BatchInit<T>,
    pub(super) n_init: usize,
    pub(super) init_size: Option<usize>,
    pub(super) batch_size: usize,
    pub(super) max_iter: usize,
    pub(super) tol: f64,
    pub(super) max_no_improvement: Option<usize>,
    pub(super) reassignment_ratio: f64,
}

impl<T: Element> MiniBatchParams<T> {
    /// Returns the default parameters for `n_clusters` clusters.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        Self {
            valid: ValidMiniBatchParams {
                n_clusters,
                init: BatchInit::KMeansPlusPlus,
                n_init: 1,
                init_size: None,
                batch_size: 1024,
                max_iter: 100,
                tol: 0.0,
                max_no_improvement: Some(10),
                reassignment_ratio: 0.01,
            },
        }
    }

    /// Sets where a fit starts.
    #[must_use]
    pub fn init(mut self, init: BatchInit<T>) -> Self {
        self.valid.init = init;
        self
    }

    /// Sets the number of starts that are tried.
    #[must_use]
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.valid.n_init = n_init;
        self
    }

    /// Sets the number of rows that are drawn for a start, and to judge starts; `None` for three batches. Where it is less than
    /// `n_clusters` it is three times that.
    #[must_use]
    pub fn init_size(mut self, init_size: Option<usize>) -> Self {
        self.valid.init_size = init_size;
        self
    }

    /// Sets the number of rows of a batch.
    #[must_use]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.valid.batch_size = batch_size;
        self
    }

    /// Sets the largest number of passes: of steps, in batches that make up the rows.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.valid.max_iter = max_iter;
        self
    }

    /// Sets the tolerance: a fit ends when a step moves the centres, squared, by at most `tol` times the mean variance of the
    /// columns. 0 never ends it.
    #[must_use]
    pub fn tol(mut self, tol: f64) -> Self {
        self.valid.tol = tol;
        self
    }

    /// Sets after how many steps without a new minimum of the smoothed inertia a fit ends; `None` for never.
    #[must_use]
    pub fn max_no_improvement(mut self, max_no_improvement: Option<usize>) -> Self {
        self.valid.max_no_improvement = max_no_improvement;
        self
    }

    /// Sets which centres become rows of the batch: those with less than this share of the rows of the fullest one.
    #[must_use]
    pub fn reassignment_ratio(mut self, reassignment_ratio: f64) -> Self {
        self.valid.reassignment_ratio = reassignment_ratio;
        self
    }

    /// Returns the parameters, checked.
    ///
    /// # Errors
    /// [`KMeansError::NClusters`], [`KMeansError::NInit`], [`KMeansError::MaxIter`], [`KMeansError::Tolerance`],
    /// [`KMeansError::Parameter`] or, for start centres, [`KMeansError::NotFinite`].
    pub fn check(self) -> Result<ValidMiniBatchParams<T>, KMeansError> {
        let valid = self.valid;
        check_counts(valid.n_clusters, valid.n_init, valid.max_iter)?;
        let positive = |name| Err(KMeansError::Parameter { name, given: 0.0, expected: "at least 1" });
        if valid.batch_size == 0 {
            return positive("batch_size");
        }
        if valid.init_size == Some(0) {
            return positive("init_size");
        }
        check_tolerance(valid.tol)?;
        let ratio = valid.reassignment_ratio;
        if !(ratio >= 0.0 && ratio.is_finite()) {
            let expected = "a finite number that is not negative";
            return Err(KMeansError::Parameter { name: "reassignment_ratio", given: ratio, expected });
        }
        if let BatchInit::Centres(centres) = &valid.init {
            check_finite(centres)?;
        }
        Ok(valid)
    }
}

impl<T> ValidMiniBatchParams<T> {
    /// Returns how many rows of `n` make a batch.
    pub(super) fn rows_of_a_batch(&self, n: usize) -> usize {
        self.batch_size.min(n)
    }

    /// Returns how many rows of `n` are drawn for a start.
    pub(super) fn rows_of_a_start(&self, n: usize) -> usize {
        let rows = self.init_size.unwrap_or_else(|| self.rows_of_a_batch(n).saturating_mul(3));
        let enough = if rows < self.n_clusters { self.n_clusters.saturating_mul(3) } else { rows };
        enough.min(n)
    }
}
