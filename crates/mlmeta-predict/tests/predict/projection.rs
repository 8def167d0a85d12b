//! Projections on components.

use crate::common::{State, reals, state, sums, take};
use mlmeta_model::{TensorData, Value};
use proptest::prelude::*;

pub(crate) fn pca(components: &[f64], mean: &[f64], variances: &[f64]) -> State {
    let (n_features, n_components) = (mean.len(), variances.len());
    state("decomposition.PCA", n_features)
        .floats("components_", &[n_components, n_features], components)
        .floats("explained_variance_", &[n_components], variances)
        .floats("explained_variance_ratio_", &[n_components], variances)
        .floats("singular_values_", &[n_components], variances)
        .floats("mean_", &[n_features], mean)
        .floats("noise_variance_", &[], &[0.0])
        .count("n_components_", n_components as i64)
        .count("n_samples_", 10)
        .transformed(n_components)
}

proptest! {
    #[test]
    fn projections_have_the_bits_of_their_definition(
        n_features in 1_usize..20, n_components in 1_usize..20, n_rows in 0_usize..40, seed: u64,
    ) {
        let rows = take(seed, n_rows * n_features);
        let components = take(seed ^ 1, n_components * n_features);
        let (mean, zeros) = (take(seed ^ 2, n_features), vec![0.0; n_components]);
        let variances: Vec<f64> = take(seed ^ 3, n_components).iter().map(|x| x.abs() + 0.1).collect();
        let centred: Vec<f64> = rows.iter().enumerate().map(|(index, x)| x - mean[index % n_features]).collect();
        let plain = sums(&rows, &components, n_features, &zeros);
        let expected = sums(&centred, &components, n_features, &zeros);
        let whitened: Vec<f64> = expected.iter().enumerate()
            .map(|(index, x)| x / variances[index % n_components].sqrt()).collect();
        let made = |state: State| reals(&*state.predictor(), n_features, &rows, "transformed");
        let honest = pca(&components, &mean, &variances);
        prop_assert_eq!(made(honest.clone()), expected.clone());
        prop_assert_eq!(made(honest.clone().flag("whiten", true)), whitened);
        let incremental = State { kind: "decomposition.IncrementalPCA", ..honest.clone().without("n_samples_") }
            .floats("var_", &[n_features], &mean).count("n_samples_seen_", 10).count("batch_size_", 5);
        prop_assert_eq!(made(incremental), expected.clone());
        let svd = State { kind: "decomposition.TruncatedSVD", ..honest.clone() };
        let svd = ["mean_", "noise_variance_", "n_components_", "n_samples_"].iter().fold(svd, |svd, name| svd.without(name));
        prop_assert_eq!(made(svd), plain.clone());
        let shape = [n_components, n_features];
        let bare = |kind| state(kind, n_features).floats("components_", &shape, &components).transformed(n_components);
        let random = bare("random_projection.GaussianRandomProjection").count("n_components_", n_components as i64);
        prop_assert_eq!(made(random), plain.clone());
        let ica = bare("decomposition.FastICA").floats("mixing_", &[n_features, n_components], &components);
        let whitening = ica.clone().floats("mean_", &[n_features], &mean).param("whiten", Value::Text("unit-variance".to_owned()));
        prop_assert_eq!(made(whitening), expected);
        prop_assert_eq!(made(ica.flag("whiten", false)), plain);
    }
}

#[test]
fn a_component_without_variance_is_whitened_by_epsilon() {
    let honest = || pca(&[1.0], &[0.0], &[0.0]).flag("whiten", true);
    assert_eq!(reals(&*honest().predictor(), 1, &[1.0], "transformed"), [1.0 / f64::EPSILON]);
    let narrow = honest().tensor("explained_variance_", &[1], TensorData::F32(vec![0.0]));
    assert_eq!(reals(&*narrow.predictor(), 1, &[1.0], "transformed"), [1.0 / f64::from(f32::EPSILON)]);
    assert_eq!(honest().floats("explained_variance_", &[1], &[-1.0]).refused(), "explained_variance_");
}

#[test]
fn a_large_mean_costs_no_digits() {
    // Centred before the projection: the sums are of small numbers.
    let predictor = pca(&[1.0, 1.0], &[1e9, 1e9], &[1.0]).predictor();
    assert_eq!(reals(&*predictor, 2, &[1e9 + 0.25, 1e9 - 0.125], "transformed"), [0.125]);
}

#[test]
fn states_of_projections_that_break_the_rules_are_refused() {
    let honest = || pca(&[1.0, 2.0, 3.0, 4.0], &[0.0, 0.0], &[1.0, 1.0]);
    assert_eq!(honest().count("n_components_", 3).refused(), "n_components_");
    assert_eq!(honest().floats("explained_variance_", &[3], &[1.0; 3]).refused(), "explained_variance_");
    assert_eq!(honest().floats("components_", &[4, 1], &[1.0; 4]).refused(), "components_");
    assert_eq!(honest().without("mean_").refused(), "mean_");
    assert_eq!(honest().param("whiten", Value::Integer(1)).refused(), "params.whiten");
    let ica = state("decomposition.FastICA", 1)
        .floats("components_", &[1, 1], &[1.0])
        .floats("mixing_", &[1, 1], &[1.0])
        .transformed(1);
    assert_eq!(ica.clone().refused(), "mean_", "whitening is the default");
    assert_eq!(ica.param("whiten", Value::Integer(1)).refused(), "params.whiten");
}
