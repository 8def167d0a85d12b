//! Some of the rows, gathered into rows of their own.

use mlmeta_kernels::Element;

use crate::control::Team;
use crate::csr::{Csr, Index, OwnedCsr};
use crate::k_means::dense::{CentredRows, centred_about};
use crate::k_means::sparse::stored;
use crate::k_means::storage::{Storage, Stored};
use crate::{KMeansError, Matrix, Rows};

/// Rows of which parts become rows of their own.
pub(super) trait Parts: Copy {
    /// The type of the values.
    type Element: Element;
    /// The memory of a part.
    type Owned;
    /// A part as a fit keeps it.
    type Stored<'a>: Storage<Element = Self::Element>
    where
        Self: 'a;

    /// Returns the rows at `positions`, of which there is one at least.
    fn gather(self, positions: &[usize]) -> Result<Self::Owned, KMeansError>;

    /// Returns a part as rows to ask a model about.
    fn matrix(owned: &Self::Owned, n_features: usize) -> Result<Matrix<'_, Self::Element>, KMeansError>;

    /// Returns a part as rows of a fit with two centres, centred like all rows: about their `mean`.
    fn store<'a>(
        owned: &'a Self::Owned,
        mean: &[f64],
        team: &Team<'_>,
    ) -> Result<Stored<Self::Stored<'a>>, KMeansError>
    where
        Self: 'a;
}

impl<T: Element> Parts for Rows<'_, T> {
    type Element = T;
    type Owned = Vec<T>;
    type Stored<'a>
        = CentredRows<'a, T>
    where
        Self: 'a;

    fn gather(self, positions: &[usize]) -> Result<Vec<T>, KMeansError> {
        self.gathered(positions)
    }

    fn matrix(owned: &Vec<T>, n_features: usize) -> Result<Matrix<'_, T>, KMeansError> {
        Ok(Rows::new(owned, n_features)?.into())
    }

    fn store<'a>(
        owned: &'a Vec<T>,
        mean: &[f64],
        team: &Team<'_>,
    ) -> Result<Stored<CentredRows<'a, T>>, KMeansError>
    where
        Self: 'a,
    {
        centred_about(mean.to_vec(), Rows::new(owned, mean.len())?, 2, team)
    }
}

impl<'r, T: Element, I: Index> Parts for Csr<'r, T, I>
where
    for<'a> Matrix<'a, T>: From<Csr<'a, T, I>>,
{
    type Element = T;
    type Owned = OwnedCsr<T, I>;
    type Stored<'a>
        = Csr<'a, T, I>
    where
        Self: 'a;

    fn gather(self, positions: &[usize]) -> Result<Self::Owned, KMeansError> {
        self.gathered(positions)
    }

    fn matrix(
        (values, columns, starts): &Self::Owned,
        n_features: usize,
    ) -> Result<Matrix<'_, T>, KMeansError> {
        Ok(Csr::new(values, columns, starts, n_features)?.into())
    }

    fn store<'a>(
        (values, columns, starts): &'a Self::Owned,
        mean: &[f64],
        team: &Team<'_>,
    ) -> Result<Stored<Csr<'a, T, I>>, KMeansError>
    where
        'r: 'a,
    {
        stored(Csr::new(values, columns, starts, mean.len())?, team)
    }
}
