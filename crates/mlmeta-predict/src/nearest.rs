//! Squared Euclidean distances of rows to a set of centres, in float64, and the nearest centre.

use mlmeta_kernels::{LevelError, Simd, Tiles, assign};

/// From so many rows on, the kernel beats the plain loop: it lays the rows out anew first, which makes it take 1.5 to
/// 2 times as long for a single row, and 4 to 10 times less for thousands.
const KERNEL_ROWS: usize = 16;

/// Centres stored by feature, so that one pass over a row's features serves all centres side by side: the sum of
/// each centre still runs over the features in order, and the compiler may put several centres into one register.
#[derive(Debug)]
pub(crate) struct Centres {
    by_feature: Vec<f64>,
    n_clusters: usize,
    n_features: usize,
    simd: Simd,
    /// The same in the layout of the kernel; nothing if there is no memory for it.
    for_kernel: Option<mlmeta_kernels::Centres<f64>>,
}

impl Centres {
    /// Centres from row-major `values` of shape `(n_clusters, n_features)`, neither of them zero.
    pub(crate) fn new(values: &[f64], n_clusters: usize, n_features: usize) -> Result<Self, LevelError> {
        let mut by_feature = Vec::with_capacity(values.len());
        for feature in 0..n_features {
            by_feature.extend(values.iter().skip(feature).step_by(n_features));
        }
        let for_kernel = mlmeta_kernels::Centres::new(values, n_features).ok();
        Ok(Self { by_feature, n_clusters, n_features, simd: Simd::detect()?, for_kernel })
    }

    /// Append the label of each of the row-major `rows`: the lowest index of the smallest squared distance;
    /// `squared` is memory for the distances of one row.
    ///
    /// The kernel and the plain loop keep the same definition, so the number of rows does not change a label.
    pub(crate) fn push_labels(&self, rows: &[f64], labels: &mut Vec<i32>, squared: &mut Vec<f64>) {
        let n_rows = rows.len() / self.n_features;
        if n_rows >= KERNEL_ROWS
            && let Some(centres) = &self.for_kernel
            && let Ok(tiles) = Tiles::from_rows(rows, self.n_features)
        {
            let start = labels.len();
            labels.resize(start + n_rows, -1);
            assign(self.simd, tiles.block(0, n_rows), centres, &mut labels[start..], None);
            return;
        }
        squared.resize(self.n_clusters, 0.0);
        for row in rows.chunks_exact(self.n_features) {
            self.squared_distances(row, squared);
            labels.push(lowest_minimum(squared));
        }
    }

    /// The number of features.
    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    /// The number of centres.
    pub(crate) fn len(&self) -> usize {
        self.n_clusters
    }

    /// Put the squared distance of `row` to every centre into `squared`, of one element a centre.
    ///
    /// The sum adds one feature after the other and rounds each product and each addition, so that every
    /// implementation of the definition gives the same bits.
    pub(crate) fn squared_distances(&self, row: &[f64], squared: &mut [f64]) {
        squared.fill(0.0);
        for (value, coordinates) in row.iter().zip(self.by_feature.chunks_exact(self.n_clusters)) {
            for (sum, coordinate) in squared.iter_mut().zip(coordinates) {
                let difference = value - coordinate;
                *sum += difference * difference;
            }
        }
    }
}

/// The lowest index of the smallest number; 0 if all are infinite.
fn lowest_minimum(squared: &[f64]) -> i32 {
    let mut best = 0;
    for (index, value) in squared.iter().enumerate() {
        if *value < squared[best] {
            best = index;
        }
    }
    best as i32
}
