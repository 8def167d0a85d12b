//! Properties of K-Means over drawn data: nothing panics, and what must hold of every fit holds.

use mlmeta_cluster::{
    Control, Element, Init, KMeansError, KMeansFit, KMeansParams, Mt19937, Rows, SampleWeight, Simd,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -1.0..1.0, 1 => (-3_i32..4).prop_map(f64::from), 1 => (-1.0_f64..1.0).prop_map(|x| 1e5 + x)]
}

/// Row-major rows, their number of columns, and a number of clusters.
fn problem() -> impl Strategy<Value = (Vec<f64>, usize, usize)> {
    (2_usize..150, 1_usize..12).prop_flat_map(|(n, d)| (vec(number(), n * d), Just(d), 1..=n.min(12)))
}

fn rounded<T: Element>(values: &[f64]) -> Vec<T> {
    values.iter().map(|&value| T::rounded(value)).collect()
}

fn fitted<T: Element>(
    params: KMeansParams<T>,
    values: &[T],
    d: usize,
    control: &Control<'_>,
) -> Result<KMeansFit<T>, KMeansError> {
    params.check()?.fit(Rows::new(values, d)?, None, &mut Mt19937::from_seed(3), control)
}

fn a_fit_is_what_it_says<T: Element>(values: &[f64], d: usize, k: usize) {
    let values = rounded::<T>(values);
    let params = || KMeansParams::new(k).max_iter(20);
    let fit = fitted(params(), &values, d, &Control::default()).unwrap();
    assert!((1..=20).contains(&fit.n_iter));
    assert_eq!(fit.labels.len(), values.len() / d);
    assert!(fit.labels.iter().all(|&label| (0..k as i32).contains(&label)));
    let mut sum = 0.0;
    for (row, &label) in values.chunks(d).zip(&fit.labels) {
        let centre = &fit.model.centres()[label as usize * d..][..d];
        sum += row.iter().zip(centre).map(|(x, c)| (x.widened() - c.widened()).powi(2)).sum::<f64>();
    }
    let largest = values.iter().map(|x| x.widened().abs()).fold(0.0, f64::max);
    let tolerance = 1e3 * T::ROUNDOFF * largest.powi(2) * values.len() as f64;
    assert!((sum - fit.inertia).abs() <= tolerance, "{sum} {}", fit.inertia);
    for simd in Simd::available() {
        let control = Control { threads: 3, simd: Some(simd), ..Control::default() };
        assert_eq!(fitted(params(), &values, d, &control).unwrap(), fit);
    }
}

fn the_order_of_rows_does_not_matter<T: Element>(values: &[f64], d: usize, k: usize, turn: usize) {
    let values = rounded::<T>(values);
    let start = values[..k * d].to_vec();
    let params = || KMeansParams::new(k).init(Init::Centres(start.clone())).max_iter(30);
    let fit = fitted(params(), &values, d, &Control::default()).unwrap();
    // A cluster that loses its rows takes the farthest row; among equally far ones the order decides.
    let mut present: Vec<i32> = fit.labels.clone();
    present.sort_unstable();
    present.dedup();
    if present.len() < k {
        return;
    }
    let n = values.len() / d;
    let mut turned = values.clone();
    turned.rotate_left(turn % n * d);
    let other = fitted(params(), &turned, d, &Control::default()).unwrap();
    let mut labels = other.labels;
    labels.rotate_right(turn % n);
    assert_eq!(labels, fit.labels);
    assert_eq!(other.model, fit.model);
    assert_eq!(other.inertia.to_bits(), fit.inertia.to_bits());
    assert_eq!(other.n_iter, fit.n_iter);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_fit((values, d, k) in problem()) {
        a_fit_is_what_it_says::<f32>(&values, d, k);
        a_fit_is_what_it_says::<f64>(&values, d, k);
    }

    #[test]
    fn turned_rows((values, d, k) in problem(), turn in 1_usize..200) {
        the_order_of_rows_does_not_matter::<f32>(&values, d, k, turn);
        the_order_of_rows_does_not_matter::<f64>(&values, d, k, turn);
    }

    #[test]
    fn anything_gives_a_fit_or_an_error(
        values in vec(any::<f64>(), 0..40),
        d in 0_usize..5,
        k in 0_usize..6,
        n_init in 0_usize..3,
        max_iter in 0_usize..4,
        tol in any::<f64>(),
        weights in vec(any::<f64>(), 0..20),
        random in any::<bool>(),
    ) {
        let init = if random { Init::Random } else { Init::KMeansPlusPlus };
        let params = KMeansParams::new(k).init(init).n_init(n_init).max_iter(max_iter).tol(tol);
        let attempt = |weights: Option<&SampleWeight>| {
            let rows = Rows::new(&values, d)?;
            params.clone().check()?.fit(rows, weights, &mut Mt19937::from_seed(1), &Control::default())
        };
        let valid = SampleWeight::new(&weights).ok();
        for fit in [attempt(None), attempt(valid.as_ref())].into_iter().flatten() {
            prop_assert!(fit.model.centres().iter().all(|centre| centre.is_finite()));
            prop_assert!(fit.inertia >= 0.0);
        }
    }
}
