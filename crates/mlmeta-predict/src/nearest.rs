//! Squared Euclidean distances of a row to a set of centres, in float64.

/// Centres stored by feature, so that one pass over a row's features serves all centres side by side: the sum of
/// each centre still runs over the features in order, and the compiler may put several centres into one register.
#[derive(Debug)]
pub(crate) struct Centres {
    by_feature: Vec<f64>,
    n_clusters: usize,
}

impl Centres {
    /// Centres from row-major `values` of shape `(n_clusters, n_features)`.
    pub(crate) fn new(values: &[f64], n_clusters: usize, n_features: usize) -> Self {
        let mut by_feature = Vec::with_capacity(values.len());
        for feature in 0..n_features {
            by_feature.extend(values.iter().skip(feature).step_by(n_features));
        }
        Self { by_feature, n_clusters }
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
pub(crate) fn lowest_minimum(squared: &[f64]) -> usize {
    let mut best = 0;
    for (index, value) in squared.iter().enumerate() {
        if *value < squared[best] {
            best = index;
        }
    }
    best
}
