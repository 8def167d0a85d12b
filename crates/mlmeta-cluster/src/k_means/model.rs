//! What a fit leaves: centres that label rows and measure distances.

use mlmeta_kernels::Element;

use super::KMeansError;
use super::buffer::filled;
use super::nearest::{checked, nearest_centres, squared_distances};
use super::storage::Queries;
use crate::control::Control;
use crate::{Matrix, Rows};

/// Centres `(n_clusters, n_features)`.
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansModel<T> {
    pub(crate) centres: Vec<T>,
    pub(crate) n_features: usize,
}

impl<T: Element> KMeansModel<T> {
    /// Returns a model of row-major `centres`.
    ///
    /// # Errors
    /// [`KMeansError::Empty`] or [`KMeansError::Ragged`] when they are no matrix, [`KMeansError::NClusters`] when there
    /// are too many for a label.
    ///
    /// ```
    /// use mlmeta_cluster::{Control, KMeansModel, Rows};
    /// let model = KMeansModel::new(vec![0.0_f32, 0.0, 3.0, 4.0], 2)?;
    /// let origin = Rows::new(&[0.0, 0.0], 2)?;
    /// assert_eq!(model.predict(origin, &Control::default())?, [0]);
    /// assert_eq!(model.transform(origin, &Control::default())?, [0.0, 5.0]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(centres: Vec<T>, n_features: usize) -> Result<Self, KMeansError> {
        let n_clusters = Rows::new(&centres, n_features)?.n_rows();
        if n_clusters > i32::MAX as usize {
            return Err(KMeansError::NClusters(n_clusters));
        }
        Ok(Self { centres, n_features })
    }

    /// Returns the centres in row-major order.
    #[must_use]
    pub fn centres(&self) -> &[T] {
        &self.centres
    }

    /// Returns the centres in row-major order, by value.
    #[must_use]
    pub fn into_centres(self) -> Vec<T> {
        self.centres
    }

    /// Number of clusters.
    #[must_use]
    pub fn n_clusters(&self) -> usize {
        self.centres.len() / self.n_features
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Returns the label of each row: the lowest index among the nearest centres.
    ///
    /// # Errors
    /// [`KMeansError::Features`], [`KMeansError::Allocation`], [`KMeansError::Level`], [`KMeansError::Cancelled`].
    pub fn predict<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        control: &Control<'_>,
    ) -> Result<Vec<i32>, KMeansError> {
        nearest_centres(rows, self.rows()?, control)
    }

    /// Returns the squared distance of each row to its nearest centre.
    ///
    /// # Errors
    /// As for [`Self::predict`].
    pub fn squared_distances<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        control: &Control<'_>,
    ) -> Result<Vec<f64>, KMeansError> {
        squared_distances(rows.into(), self.rows()?, control)
    }

    /// Returns the distances of each row to all centres, `(n_rows, n_clusters)` in row-major order.
    ///
    /// # Errors
    /// As for [`Self::predict`].
    pub fn transform<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        control: &Control<'_>,
    ) -> Result<Vec<T>, KMeansError> {
        match checked(rows.into(), self.n_features)? {
            Matrix::Dense(rows) => self.measure(rows, rows.n_rows(), control),
            Matrix::Sparse(rows) => self.measure(rows, rows.n_rows(), control),
            Matrix::WideSparse(rows) => self.measure(rows, rows.n_rows(), control),
        }
    }

    fn measure<Q: Queries<Element = T>>(
        &self,
        rows: Q,
        n_rows: usize,
        control: &Control<'_>,
    ) -> Result<Vec<T>, KMeansError> {
        let k = self.n_clusters();
        let centres = rows.lay_out(&self.centres)?;
        let mut distances = filled(T::default(), n_rows.saturating_mul(k))?;
        let size = rows.block_rows(k);
        control.with_team(rows.work(k), |team| {
            team.share(
                distances.chunks_mut(size * k).enumerate(),
                || Ok(()),
                |(), (index, distances)| rows.distances(team.simd, index * size, &centres, distances),
            )
        })?;
        Ok(distances)
    }

    /// Returns the centres as rows.
    fn rows(&self) -> Result<Rows<'_, T>, KMeansError> {
        Rows::new(&self.centres, self.n_features)
    }
}
