//! A whole fit: the rows are centred once, then one cluster after the other is split.

use mlmeta_kernels::Element;

use super::part::Parts;
use super::split::Splitting;
use super::tree::{Node, Tree};
use super::{BisectingKMeansModel, BisectingObserver, Bisection, ValidBisectingKMeansParams};
use crate::control::{Control, Team};
use crate::k_means::buffer::filled;
use crate::k_means::lloyd::inertia;
use crate::k_means::prepare::{Prepared, prepare};
use crate::k_means::storage::{Storage, Stored};
use crate::k_means::{dense, sparse};
use crate::{KMeansError, KMeansModel, Matrix, Mt19937, SampleWeight};

/// The outcome of a fit.
#[derive(Clone, Debug, PartialEq)]
pub struct BisectingKMeansFit<T> {
    /// The fitted model.
    pub model: BisectingKMeansModel<T>,
    /// The label of each row.
    pub labels: Vec<i32>,
    /// The (weighted) sum of squared distances of the rows to the centres of their clusters.
    pub inertia: f64,
}

/// What a fit has besides its rows.
struct Course<'a, T> {
    sample_weight: Option<&'a SampleWeight>,
    team: &'a Team<'a>,
    control: &'a Control<'a>,
    observer: Option<&'a dyn BisectingObserver<T>>,
}

impl<T: Element> ValidBisectingKMeansParams<T> {
    /// Fits the model to `rows`, each counted once or by its weight; draws come from `stream`.
    ///
    /// The answer is a function of the rows, their weights, the parameters and the state of the stream alone: threads, instruction
    /// sets and blocks do not change a bit of it.
    ///
    /// # Errors
    /// [`KMeansError::TooFewRows`], [`KMeansError::FewRowsToSplit`], [`KMeansError::Starts`], [`KMeansError::NotFinite`],
    /// [`KMeansError::TooLarge`], [`KMeansError::Weights`], [`KMeansError::TooHeavy`], [`KMeansError::Allocation`],
    /// [`KMeansError::Level`], [`KMeansError::Cancelled`], and what observers or the function that starts runs return.
    pub fn fit<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        sample_weight: Option<&SampleWeight>,
        stream: &mut Mt19937,
        control: &Control<'_>,
        observer: Option<&dyn BisectingObserver<T>>,
    ) -> Result<BisectingKMeansFit<T>, KMeansError> {
        let rows = rows.into();
        let (n_rows, n_clusters) = (rows.n_rows(), self.n_clusters);
        if n_rows < n_clusters {
            return Err(KMeansError::TooFewRows { n_rows, n_clusters });
        }
        if let Some(weights) = sample_weight
            && weights.values().len() != n_rows
        {
            return Err(KMeansError::Weights { given: weights.values().len(), expected: n_rows });
        }
        control.with_team(rows.n_values().saturating_mul(2), |team| {
            let course = Course { sample_weight, team, control, observer };
            match rows {
                Matrix::Dense(rows) => {
                    let stored = dense::centred(rows, 1, team)?;
                    let root = vec![0.0; stored.mean.len()];
                    self.fit_stored(rows, stored, root, stream, &course)
                }
                Matrix::Sparse(rows) => {
                    let stored = sparse::stored(rows, team)?;
                    let root = sparse::means(&rows, &stored.maxima, team)?;
                    self.fit_stored(rows, stored, root, stream, &course)
                }
                Matrix::WideSparse(rows) => {
                    let stored = sparse::stored(rows, team)?;
                    let root = sparse::means(&rows, &stored.maxima, team)?;
                    self.fit_stored(rows, stored, root, stream, &course)
                }
            }
        })
    }

    fn fit_stored<P: Parts<Element = T>, S: Storage<Element = T>>(
        &self,
        rows: P,
        stored: Stored<S>,
        root: Vec<f64>,
        stream: &mut Mt19937,
        course: &Course<'_, T>,
    ) -> Result<BisectingKMeansFit<T>, KMeansError> {
        let Course { sample_weight, team, .. } = *course;
        let data = prepare(stored, sample_weight, 0.0, team)?;
        let mut tree = Tree::new(Node::new(root, (0..data.rows.n_rows()).collect(), 0.0));
        let mut watched = course.observer;
        while tree.clusters().len() < self.n_clusters {
            if let Some(observer) = watched {
                observer.split_begins()?;
            }
            let hurried = course.observer.is_some() && watched.is_none();
            let (index, positions) = tree.next();
            let parts = self.parts(rows, &data.mean, positions, hurried, stream, course)?;
            let centres = [parts[0].centre.as_slice(), &parts[1].centre].concat();
            tree.split(index, parts);
            if let Some(observer) = watched {
                let model = observer.wants_model().then(|| model(&tree, &data)).transpose()?;
                if observer.split_ends(&Bisection { centres: &centres, model: model.as_ref() })? {
                    watched = None;
                }
            }
        }
        let mut labels = filled(0_i32, data.rows.n_rows())?;
        for (label, cluster) in (0..).zip(tree.clusters()) {
            for &row in &cluster.rows {
                labels[row] = label;
            }
        }
        let centres: Vec<f64> = tree.clusters().flat_map(|cluster| cluster.centre.iter().copied()).collect();
        let inertia = inertia(&data, &data.rows.lay_out(&centres, None)?, &labels, team)?;
        Ok(BisectingKMeansFit { model: model(&tree, &data)?, labels, inertia })
    }

    /// Returns the two parts of the cluster that has the rows at `positions`.
    fn parts<P: Parts<Element = T>>(
        &self,
        rows: P,
        mean: &[f64],
        positions: Vec<usize>,
        hurried: bool,
        stream: &mut Mt19937,
        course: &Course<'_, T>,
    ) -> Result<[Node; 2], KMeansError> {
        let Course { sample_weight, team, control, .. } = *course;
        let weights = sample_weight.map(|weights| weights.part(&positions)).transpose()?;
        self.check_rows(positions.len(), weights.as_ref())?;
        let owned = rows.gather(&positions)?;
        let stored = P::store(&owned, mean, team)?;
        let splitting = Splitting::new(stored, weights.as_ref(), positions, self.tol, team)?;
        self.split(&splitting, hurried, stream, team, control)
    }
}

/// Returns the tree as it is now, in the coordinates and the type of the data.
fn model<T: Element, S: Storage<Element = T>>(
    tree: &Tree,
    data: &Prepared<'_, S>,
) -> Result<BisectingKMeansModel<T>, KMeansError> {
    let (inner, children) = tree.inner();
    let centres = tree.clusters().flat_map(|cluster| data.uncentred(&cluster.centre).collect::<Vec<_>>());
    let clusters = KMeansModel::new(centres.collect(), data.mean.len())?;
    let inner_centres = inner.into_iter().flat_map(|node| data.uncentred(&node.centre).collect::<Vec<_>>());
    BisectingKMeansModel::new(clusters, children, inner_centres.collect())
}
