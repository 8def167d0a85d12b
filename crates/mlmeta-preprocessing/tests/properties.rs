//! Properties of the scalers over drawn data: nothing panics, parts make the whole, and there and back is where it began.

use mlmeta_preprocessing::{
    Control, Element, FeatureRange, MinMaxScaler, Moments, Rows, Simd, StandardScaler,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -1.0..1.0, 1 => (-3_i32..4).prop_map(f64::from), 1 => (-1.0_f64..1.0).prop_map(|x| 1e4 + x)]
}

/// Row-major values and their number of columns.
fn matrix() -> impl Strategy<Value = (Vec<f64>, usize)> {
    (2_usize..120, 1_usize..20).prop_flat_map(|(n, d)| (vec(number(), n * d), Just(d)))
}

fn rounded<T: Element>(values: &[f64]) -> Vec<T> {
    values.iter().map(|&value| T::rounded(value)).collect()
}

fn moments<T: Element>(values: &[T], d: usize) -> Moments {
    Moments::of_rows(Rows::new(values, d).unwrap(), None, true, &Control::default()).unwrap()
}

fn near(found: &[f64], expected: &[f64], scale: f64) {
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= 1e-9 * scale.max(1.0), "{a} {b}");
    }
}

fn parts_make_the_whole<T: Element>(values: &[f64], d: usize, cut: usize) {
    let values = rounded::<T>(values);
    let cut = 1 + cut % (values.len() / d - 1);
    let (one, other) = values.split_at(cut * d);
    let (whole, merged) = (moments(&values, d), moments(one, d).merged(&moments(other, d)).unwrap());
    let largest = values.iter().map(|x| x.widened().abs()).fold(0.0, f64::max);
    assert_eq!(merged.count(), whole.count());
    near(&merged.mean(), &whole.mean(), largest);
    near(&merged.variance().unwrap(), &whole.variance().unwrap(), largest * largest);
}

fn there_and_back<T: Element>(values: &[f64], d: usize) {
    let values = rounded::<T>(values);
    let rows = || Rows::new(&values, d).unwrap();
    let largest = values.iter().map(|x| x.widened().abs()).fold(0.0, f64::max);
    let tolerance = 64.0 * T::ROUNDOFF * largest.max(1.0);
    let standard = StandardScaler::from_moments(&moments(&values, d));
    let range = FeatureRange::new(-1.0, 3.0).unwrap();
    let min_max = MinMaxScaler::fit(rows(), None, range, &Control::default()).unwrap();
    for simd in Simd::available() {
        let control = Control { threads: 2, simd: Some(simd), ..Control::default() };
        let mut scaled = vec![T::default(); values.len()];
        standard.scaling::<T>(true).unwrap().apply(rows(), &mut scaled, &control).unwrap();
        standard.inverse::<T>(true).unwrap().apply_in_place(&mut scaled, &control).unwrap();
        for (back, value) in scaled.iter().zip(&values) {
            assert!((back.widened() - value.widened()).abs() <= tolerance, "{back:?} {value:?}");
        }
        min_max.scaling(None).unwrap().apply(rows(), &mut scaled, &control).unwrap();
        assert!(scaled.iter().all(|x| (-1.001..=3.001).contains(&x.widened())), "{scaled:?}");
        let mut clipped = vec![T::default(); values.len()];
        min_max.scaling(Some(range)).unwrap().apply(rows(), &mut clipped, &control).unwrap();
        assert!(clipped.iter().all(|x| (-1.0..=3.0).contains(&x.widened())));
    }
}

proptest! {
    #[test]
    fn parts((values, d) in matrix(), cut in any::<usize>()) {
        parts_make_the_whole::<f32>(&values, d, cut);
        parts_make_the_whole::<f64>(&values, d, cut);
    }

    #[test]
    fn inverses((values, d) in matrix()) {
        there_and_back::<f32>(&values, d);
        there_and_back::<f64>(&values, d);
    }

    #[test]
    fn any_bits_give_moments_or_an_error(values in vec(any::<f64>(), 0..60), d in 0_usize..5) {
        if let Ok(rows) = Rows::new(&values, d)
            && let Ok(found) = Moments::of_rows(rows, None, true, &Control::default())
        {
            prop_assert_eq!(found.count().len(), d);
        }
    }
}
