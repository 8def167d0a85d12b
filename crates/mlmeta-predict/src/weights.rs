//! Rows times weights: the sums `x_0 w_0 + x_1 w_1 + ...` behind linear models and projections.
//!
//! Every sum is float64 and adds the features in order, each product and each addition rounded. Several rows and
//! several sums are computed side by side, which changes the order of no sum: the answer for a row does not depend on
//! the rows beside it.

/// The most sums side by side: with two rows they fill the registers of the smallest vector unit.
const PANEL: usize = 8;

/// Weights of `n_sums` sums over `n_features` features.
#[derive(Debug)]
pub(crate) struct Weights {
    n_features: usize,
    n_sums: usize,
    /// What is subtracted from each feature first.
    centre: Option<Vec<f64>>,
    panels: Vec<Panel>,
}

/// The weights of some neighbouring sums, feature by feature.
#[derive(Debug)]
struct Panel {
    /// The index of its first sum.
    first: usize,
    /// The number of sums, of which those beyond the last one are zeros: 1, 2, 4 or [`PANEL`].
    width: usize,
    weights: Vec<f64>,
    /// What is added to each sum at the end.
    offsets: [f64; PANEL],
}

impl Weights {
    /// Weights from row-major `values` of shape `(n_sums, n_features)`, one row a sum, and what is added to each sum:
    /// one number a sum, or one for all, or none.
    pub(crate) fn new(values: &[f64], n_features: usize, offsets: &[f64]) -> Self {
        let n_sums = values.len() / n_features;
        let mut panels = Vec::new();
        let mut first = 0;
        while first < n_sums {
            let width = (n_sums - first).next_power_of_two().min(PANEL);
            let used = width.min(n_sums - first);
            let mut panel =
                Panel { first, width, weights: vec![0.0; n_features * width], offsets: [0.0; PANEL] };
            for sum in 0..used {
                let row = &values[(first + sum) * n_features..][..n_features];
                for (feature, weight) in row.iter().enumerate() {
                    panel.weights[feature * width + sum] = *weight;
                }
                panel.offsets[sum] = match offsets {
                    [] => 0.0,
                    [offset] => *offset,
                    offsets => offsets[first + sum],
                };
            }
            panels.push(panel);
            first += used;
        }
        Self { n_features, n_sums, centre: None, panels }
    }

    /// The same on rows from which `centre` is subtracted first.
    pub(crate) fn centred(self, centre: Vec<f64>) -> Self {
        Self { centre: Some(centre), ..self }
    }

    /// The columns of a row.
    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    /// The number of sums.
    pub(crate) fn len(&self) -> usize {
        self.n_sums
    }

    /// Overwrite `sums`, of shape `(n_rows, n_sums)`, with those of the `rows`.
    pub(crate) fn apply(&self, rows: &[f64], sums: &mut [f64]) {
        match &self.centre {
            None => self.apply_to(rows, sums, |value, _| value),
            Some(centre) => self.apply_to(rows, sums, |value, feature| value - centre[feature]),
        }
    }

    fn apply_to(&self, rows: &[f64], sums: &mut [f64], centred: impl Fn(f64, usize) -> f64 + Copy) {
        for panel in &self.panels {
            match panel.width {
                1 => self.panel::<1, 8>(panel, rows, sums, centred),
                2 => self.panel::<2, 4>(panel, rows, sums, centred),
                4 => self.panel::<4, 2>(panel, rows, sums, centred),
                _ => self.panel::<PANEL, 2>(panel, rows, sums, centred),
            }
        }
    }

    /// The sums of one panel, of `WIDTH`, for all rows: `TOGETHER` at a time, the rest one by one.
    fn panel<const WIDTH: usize, const TOGETHER: usize>(
        &self,
        panel: &Panel,
        rows: &[f64],
        sums: &mut [f64],
        centred: impl Fn(f64, usize) -> f64 + Copy,
    ) {
        let mut groups = rows.chunks_exact(self.n_features * TOGETHER);
        let mut targets = sums.chunks_exact_mut(self.n_sums * TOGETHER);
        for (group, target) in groups.by_ref().zip(targets.by_ref()) {
            self.group::<WIDTH, TOGETHER>(panel, group, target, centred);
        }
        let rest = groups.remainder().chunks_exact(self.n_features);
        for (row, target) in rest.zip(targets.into_remainder().chunks_exact_mut(self.n_sums)) {
            self.group::<WIDTH, 1>(panel, row, target, centred);
        }
    }

    fn group<const WIDTH: usize, const TOGETHER: usize>(
        &self,
        panel: &Panel,
        rows: &[f64],
        sums: &mut [f64],
        centred: impl Fn(f64, usize) -> f64,
    ) {
        let (weights, _) = panel.weights.as_chunks::<WIDTH>();
        let rows: [&[f64]; TOGETHER] =
            std::array::from_fn(|row| &rows[row * self.n_features..][..self.n_features]);
        let mut running = [[0.0; WIDTH]; TOGETHER];
        for (feature, weights) in weights.iter().enumerate() {
            for (row, running) in rows.iter().zip(&mut running) {
                let value = centred(row[feature], feature);
                for (sum, weight) in running.iter_mut().zip(weights) {
                    *sum += value * weight;
                }
            }
        }
        for (row, running) in running.iter().enumerate() {
            let target = &mut sums[row * self.n_sums + panel.first..];
            for ((target, sum), offset) in
                target.iter_mut().take(self.n_sums - panel.first).zip(running).zip(panel.offsets)
            {
                *target = sum + offset;
            }
        }
    }

    /// About how many nanoseconds a row takes.
    pub(crate) fn nanoseconds(&self) -> usize {
        let padded: usize = self.panels.iter().map(|panel| panel.width).sum();
        self.n_features * padded / 4 + 5
    }
}
