//! What a fit leaves: a tree that rows go down, and the centres of its clusters.

use mlmeta_kernels::Element;

use super::part::Parts;
use super::tree::check;
use crate::control::Control;
use crate::k_means::buffer::filled;
use crate::{KMeansError, KMeansModel, Matrix, Rows, nearest_centres};

/// Clusters and the splits that made them.
#[derive(Clone, Debug, PartialEq)]
pub struct BisectingKMeansModel<T> {
    clusters: KMeansModel<T>,
    children: Vec<[usize; 2]>,
    inner_centres: Vec<T>,
}

impl<T: Element> BisectingKMeansModel<T> {
    /// Returns a model.
    ///
    /// `clusters` are the centres of the clusters, from the left of the tree to the right. Row `i` of `children` has the left and the
    /// right child of the inner node `i`: a number below `n_clusters` is a cluster, `n_clusters + j` the inner node `j`. Row 0 is
    /// the root; a left child and all below it come before the right one. `inner_centres` are those of the inner nodes, row-major.
    ///
    /// # Errors
    /// [`KMeansError::NoTree`].
    ///
    /// ```
    /// use mlmeta_cluster::{BisectingKMeansModel, Control, KMeansModel, Rows};
    /// let clusters = KMeansModel::new(vec![0.5, 9.5, 90.0], 1)?;
    /// let model = BisectingKMeansModel::new(clusters, vec![[4, 2], [0, 1]], vec![22.0, 5.0])?;
    /// let rows = Rows::new(&[3.0, 47.0, 49.0], 1)?;
    /// assert_eq!(model.predict(rows, &Control::default())?, [0, 1, 2]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(
        clusters: KMeansModel<T>,
        children: Vec<[usize; 2]>,
        inner_centres: Vec<T>,
    ) -> Result<Self, KMeansError> {
        let n_clusters = clusters.n_clusters();
        check(&children, n_clusters)?;
        if inner_centres.len() != children.len() * clusters.n_features() {
            return Err(KMeansError::NoTree { row: None, n_clusters });
        }
        Ok(Self { clusters, children, inner_centres })
    }

    /// Returns the clusters as a model of their centres, which labels rows by the nearest of all and measures distances.
    #[must_use]
    pub fn clusters(&self) -> &KMeansModel<T> {
        &self.clusters
    }

    /// Returns the children of the inner nodes.
    #[must_use]
    pub fn children(&self) -> &[[usize; 2]] {
        &self.children
    }

    /// Returns the centres of the inner nodes in row-major order.
    #[must_use]
    pub fn inner_centres(&self) -> &[T] {
        &self.inner_centres
    }

    /// Returns the cluster at which each row arrives: at each split it goes to the nearer centre, to the left one of equals.
    ///
    /// # Errors
    /// [`KMeansError::Features`], [`KMeansError::Allocation`], [`KMeansError::Level`], [`KMeansError::Cancelled`].
    pub fn predict<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        control: &Control<'_>,
    ) -> Result<Vec<i32>, KMeansError> {
        let rows = rows.into();
        let (given, expected) = (rows.n_features(), self.clusters.n_features());
        if given != expected {
            return Err(KMeansError::Features { given, expected });
        }
        match rows {
            Matrix::Dense(part) => self.descend(part, rows.n_rows(), control),
            Matrix::Sparse(part) => self.descend(part, rows.n_rows(), control),
            Matrix::WideSparse(part) => self.descend(part, rows.n_rows(), control),
        }
    }

    fn descend<P: Parts<Element = T>>(
        &self,
        rows: P,
        n_rows: usize,
        control: &Control<'_>,
    ) -> Result<Vec<i32>, KMeansError> {
        let (d, n_clusters) = (self.clusters.n_features(), self.clusters.n_clusters());
        let mut labels = filled(0_i32, n_rows)?;
        let root = if self.children.is_empty() { 0 } else { n_clusters };
        let mut waiting = vec![(root, (0..n_rows).collect::<Vec<_>>())];
        while let Some((node, members)) = waiting.pop() {
            if node < n_clusters {
                for row in members {
                    labels[row] = node as i32;
                }
                continue;
            }
            if members.is_empty() {
                continue;
            }
            let pair = self.children[node - n_clusters];
            let centres: Vec<T> = pair.iter().flat_map(|&child| self.centre(child)).copied().collect();
            let part = rows.gather(&members)?;
            let sides = nearest_centres(P::matrix(&part, d)?, Rows::new(&centres, d)?, control)?;
            for (side, child) in (0..).zip(pair) {
                let of_side = members.iter().zip(&sides).filter(|(_, of)| **of == side).map(|(&row, _)| row);
                waiting.push((child, of_side.collect()));
            }
        }
        Ok(labels)
    }

    /// Returns the centre of a node.
    fn centre(&self, node: usize) -> &[T] {
        let (d, n_clusters) = (self.clusters.n_features(), self.clusters.n_clusters());
        match node.checked_sub(n_clusters) {
            None => &self.clusters.centres()[node * d..][..d],
            Some(row) => &self.inner_centres[row * d..][..d],
        }
    }
}
