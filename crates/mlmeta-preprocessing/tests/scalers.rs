//! The scalers through their public face: the definition, what must not change an answer, and the odd corners.

use std::sync::atomic::AtomicBool;

use mlmeta_preprocessing::{
    Control, Element, FeatureRange, Form, MinMaxScaler, Moments, Rows, SampleWeight, ScalerError, Scaling,
    Simd, SparseRows, StandardScaler, scale_entries,
};

const ALONE: Control<'static> = Control { threads: 1, simd: None, cancel: None };

/// A small generator (splitmix64), so that the data is the same everywhere.
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn values<T: Element>(&mut self, n: usize) -> Vec<T> {
        (0..n).map(|_| T::rounded(3.0 + self.unit() + self.unit())).collect()
    }

    /// As `values`, every twentieth missing.
    fn holed<T: Element>(&mut self, n: usize) -> Vec<T> {
        let mut values = self.values(n);
        for value in &mut values {
            if self.next().is_multiple_of(20) {
                *value = T::rounded(f64::NAN);
            }
        }
        values
    }
}

fn moments<T: Element>(values: &[T], d: usize) -> Moments {
    Moments::of_rows(Rows::new(values, d).unwrap(), None, true, &ALONE).unwrap()
}

fn fitted<T: Element>(values: &[T], d: usize) -> StandardScaler {
    StandardScaler::from_moments(&moments(values, d))
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn close(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance * expected.abs()
}

// -- what must not change an answer -----------------------------------------------------------------------------------

fn same_for_all_controls<T: Element>(d: usize) {
    let n = 1_200_000 / d;
    let mut stream = Stream(1);
    let values: Vec<T> = stream.holed(n * d);
    let rows = Rows::new(&values, d).unwrap();
    let weights: Vec<f64> = (0..n).map(|_| stream.unit()).collect();
    let weights = SampleWeight::new(&weights).unwrap();
    let range = FeatureRange::new(-1.0, 2.0).unwrap();
    let outcome = |control: &Control<'_>| {
        let plain = StandardScaler::from_moments(&Moments::of_rows(rows, None, true, control).unwrap());
        let weighted =
            StandardScaler::from_moments(&Moments::of_rows(rows, Some(&weights), true, control).unwrap());
        let ranges = MinMaxScaler::fit(rows, None, range, control).unwrap();
        let mut scaled = vec![T::default(); values.len()];
        plain.scaling(true).unwrap().apply(rows, &mut scaled, control).unwrap();
        let mut place = values.clone();
        plain.scaling(true).unwrap().apply_in_place(&mut place, control).unwrap();
        let mut back = vec![T::default(); values.len()];
        ranges.scaling(Some(range)).unwrap().apply(rows, &mut back, control).unwrap();
        let widened = |values: Vec<T>| bits(&values.iter().map(|x| x.widened()).collect::<Vec<f64>>());
        let statistics = [plain, weighted].map(|scaler| {
            [
                bits(&scaler.count),
                bits(&scaler.mean),
                bits(&scaler.variance.unwrap()),
                bits(&scaler.scale.unwrap()),
            ]
        });
        let ends = [ranges.scale, ranges.min, ranges.data_min, ranges.data_max].map(widened);
        (statistics, ends, widened(scaled), widened(place), widened(back))
    };
    let expected = outcome(&ALONE);
    assert_eq!(expected.2, expected.3, "in place or not");
    for simd in Simd::available() {
        for threads in [1, 2, 3, 7] {
            let control = Control { threads, simd: Some(simd), cancel: None };
            assert!(outcome(&control) == expected, "{simd:?} {threads} threads, {d} columns");
        }
    }
}

#[test]
fn threads_and_levels_change_no_bit() {
    for d in [1, 5, 16, 150] {
        same_for_all_controls::<f32>(d);
        same_for_all_controls::<f64>(d);
    }
}

#[test]
fn parts_in_any_number_and_size_give_the_moments_of_the_whole() {
    let mut stream = Stream(2);
    for case in 0..60 {
        let d = 1 + (stream.next() % 6) as usize;
        let n = 2 + (stream.next() % 4000) as usize;
        let values: Vec<f64> = if case % 2 == 0 { stream.values(n * d) } else { stream.holed(n * d) };
        let whole = moments(&values, d);
        let mut merged: Option<Moments> = None;
        let mut rest = values.as_slice();
        while !rest.is_empty() {
            let rows = 1 + (stream.next() % 1500) as usize;
            let (part, after) = rest.split_at(rest.len().min(rows * d));
            let part = moments(part, d);
            merged = Some(merged.map_or(Ok(part.clone()), |before| before.merged(&part)).unwrap());
            rest = after;
        }
        let merged = merged.unwrap();
        assert_eq!(merged.count(), whole.count());
        let (found, expected) = (merged.variance().unwrap(), whole.variance().unwrap());
        for t in 0..d {
            let same = |found: f64, expected: f64| {
                found.is_nan() && expected.is_nan() || close(found, expected, 1e-12)
            };
            assert!(same(merged.mean()[t], whole.mean()[t]), "{case}");
            assert!(same(found[t], expected[t]) || expected[t] == 0.0, "{case} {} {}", found[t], expected[t]);
        }
    }
}

// -- digits -----------------------------------------------------------------------------------------------------------

#[test]
fn the_variance_keeps_its_digits_far_from_zero() {
    let n = 10_000_u32;
    let exact = (f64::from(n).powi(2) - 1.0) / 12.0;
    for offset in [0.0, 1e4, 1e8, 1e12] {
        let values: Vec<f64> = (1..=n).map(|i| offset + f64::from(i)).collect();
        let scaler = fitted(&values, 1);
        assert!(close(scaler.variance.unwrap()[0], exact, 1e-15), "{offset}");
        assert_eq!(scaler.mean[0], offset + 5000.5);
    }
}

#[test]
fn the_variance_survives_a_mean_that_is_rounded() {
    // Near 2^50 float64 has a spacing of 1/4, and the exact mean ends in 1/3.
    let values: Vec<f64> = (0..9000).map(|i| 2.0_f64.powi(50) + f64::from(i % 3 / 2)).collect();
    assert!(close(moments(&values, 1).variance().unwrap()[0], 2.0 / 9.0, 1e-14));
}

#[test]
fn a_first_value_far_from_all_others_costs_no_digits() {
    let mut values: Vec<f64> = (1..=100_000).map(f64::from).collect();
    values[0] = 1e9;
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let exact = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    assert!(close(moments(&values, 1).variance().unwrap()[0], exact, 1e-12));
}

#[test]
fn constant_columns_are_divided_by_one_and_become_zero() {
    for value in [0.0, -0.0, 0.1, 1e-300, -3.7e8, 1e300, 1.7e308] {
        let values = vec![value; 3001];
        let scaler = fitted(&values, 1);
        assert_eq!((scaler.mean[0], scaler.scale.as_ref().unwrap()[0]), (value, 1.0));
        let mut scaled = vec![9.0; 3001];
        scaler.scaling(true).unwrap().apply(Rows::new(&values, 1).unwrap(), &mut scaled, &ALONE).unwrap();
        assert!(scaled.iter().all(|&x| x == 0.0));
        let twice = moments(&values, 1).merged(&moments(&values[..7], 1)).unwrap();
        assert_eq!((twice.mean()[0], twice.variance().unwrap()[0]), (value, 0.0));
    }
}

#[test]
fn a_column_narrower_than_the_spacing_of_numbers_at_one_keeps_its_width() {
    let range = FeatureRange::new(-1.0, 1.0).unwrap();
    let fit =
        |values: [f64; 2]| MinMaxScaler::fit(Rows::new(&values, 1).unwrap(), None, range, &ALONE).unwrap();
    for values in [[3.0, 3.0], [0.0, 9.9 * f64::EPSILON]] {
        let scaler = fit(values);
        assert_eq!((scaler.scale[0], scaler.min[0]), (2.0, -1.0 - 2.0 * values[0]));
    }
    assert_eq!(fit([0.0, 10.0 * f64::EPSILON]).scale[0], 2.0 / (10.0 * f64::EPSILON));
}

#[test]
fn tiny_values_are_standardised_like_others() {
    let mut stream = Stream(3);
    let values: Vec<f64> = stream.values::<f64>(2000).iter().map(|x| x * 2.0_f64.powi(-400)).collect();
    let scaler = fitted(&values, 1);
    let mut scaled = vec![0.0; 2000];
    scaler.scaling(true).unwrap().apply(Rows::new(&values, 1).unwrap(), &mut scaled, &ALONE).unwrap();
    let again = fitted(&scaled, 1);
    assert!(again.mean[0].abs() < 1e-13 && close(again.variance.unwrap()[0], 1.0, 1e-13));
}

// -- missing values and weights ---------------------------------------------------------------------------------------

#[test]
fn missing_values_count_for_nothing() {
    let nan = f64::NAN;
    let scaler = fitted(&[nan, 5.0, nan, 1.0, nan, nan, 2.0, nan, nan, 3.0, 8.0, nan], 3);
    assert_eq!(scaler.count, [3.0, 2.0, 0.0]);
    assert_eq!(scaler.mean[..2], [2.0, 6.5]);
    assert!(scaler.mean[2].is_nan() && scaler.scale.unwrap()[2].is_nan());
    let ranges = MinMaxScaler::fit(
        Rows::new(&[nan, 5.0, nan, 1.0, nan, nan], 2).unwrap(),
        None,
        FeatureRange::new(0.0, 1.0).unwrap(),
        &ALONE,
    )
    .unwrap();
    assert!(ranges.data_min[0].is_nan() && ranges.scale[0].is_nan() && ranges.min[0].is_nan());
    assert_eq!((ranges.data_min[1], ranges.data_max[1], ranges.scale[1]), (1.0, 5.0, 0.25));
}

#[test]
fn a_part_without_values_of_a_column_changes_nothing() {
    let seen = moments(&[1.0, 2.0, 4.0], 1);
    let unseen = moments(&[f64::NAN, f64::NAN], 1);
    assert!(unseen.mean()[0].is_nan() && unseen.variance().unwrap()[0].is_nan());
    assert_eq!(seen.merged(&unseen).unwrap(), seen);
    assert_eq!(unseen.merged(&seen).unwrap(), seen);
    let far = moments(&[1e200], 1); // the square of its distance to a mean that is none would overflow
    assert_eq!(unseen.merged(&far).unwrap(), far);
    let range = FeatureRange::new(0.0, 1.0).unwrap();
    let rows = [f64::NAN, f64::NAN];
    let fit = |before| MinMaxScaler::fit(Rows::new(&rows, 1).unwrap(), before, range, &ALONE).unwrap();
    let later = fit(Some((&[1.0], &[4.0])));
    assert_eq!((later.data_min, later.data_max), (vec![1.0], vec![4.0]));
    let never = fit(Some((&[f64::NAN], &[f64::NAN])));
    assert!(never.data_min[0].is_nan() && never.data_max[0].is_nan());
}

#[test]
fn a_weight_of_two_is_the_row_twice_and_of_zero_none() {
    let mut stream = Stream(4);
    let values: Vec<f64> = stream.holed(3000);
    let times: Vec<f64> = (0..1000).map(|_| (stream.next() % 3) as f64).collect();
    let repeated: Vec<f64> =
        values.chunks(3).zip(&times).flat_map(|(row, &times)| row.repeat(times as usize)).collect();
    let weights = SampleWeight::new(&times).unwrap();
    let weighted = Moments::of_rows(Rows::new(&values, 3).unwrap(), Some(&weights), true, &ALONE).unwrap();
    let expected = moments(&repeated, 3);
    assert_eq!(weighted.count(), expected.count());
    for t in 0..3 {
        assert!(close(weighted.mean()[t], expected.mean()[t], 1e-14));
        assert!(close(weighted.variance().unwrap()[t], expected.variance().unwrap()[t], 1e-12));
    }
}

#[test]
fn a_row_without_weight_sets_no_scale() {
    let weights = SampleWeight::new(&[0.0, 1.0, 1.0]).unwrap();
    let found =
        Moments::of_rows(Rows::new(&[1e150, 1.0, 2.0], 1).unwrap(), Some(&weights), true, &ALONE).unwrap();
    assert_eq!((found.mean()[0], found.variance().unwrap()[0]), (1.5, 0.25));
}

#[test]
fn without_squares_there_is_no_variance() {
    let found = Moments::of_rows(Rows::new(&[1.0, 2.0], 1).unwrap(), None, false, &ALONE).unwrap();
    assert_eq!((found.mean(), found.variance()), (vec![1.5], None));
    let scaler = StandardScaler::from_moments(&found);
    let mut rows = [3.0];
    scaler.scaling(true).unwrap().apply_in_place(&mut rows, &ALONE).unwrap();
    assert_eq!(rows, [1.5]);
}

// -- sparse rows ------------------------------------------------------------------------------------------------------

#[test]
fn sparse_rows_have_the_moments_of_the_dense_ones() {
    let mut stream = Stream(5);
    let (n, d) = (700, 6);
    let mut dense: Vec<f64> = stream.holed(n * d);
    let (mut data, mut indices, mut indptr) = (vec![], vec![], vec![0_i64]);
    for row in dense.chunks_mut(d) {
        for (column, value) in row.iter_mut().enumerate() {
            if stream.next().is_multiple_of(3) {
                data.push(*value);
                indices.push(column as i64);
            } else {
                *value = 0.0;
            }
        }
        indptr.push(data.len() as i64);
    }
    let rows = SparseRows::new(&data, &indices, &indptr, d).unwrap();
    assert_eq!((rows.n_rows(), rows.n_features(), rows.n_entries()), (n, d, data.len()));
    let weights: Vec<f64> = (0..n).map(|_| stream.unit()).collect();
    let weights = SampleWeight::new(&weights).unwrap();
    for weights in [None, Some(&weights)] {
        let found = Moments::of_sparse(rows, weights, true, &ALONE).unwrap();
        let expected = Moments::of_rows(Rows::new(&dense, d).unwrap(), weights, true, &ALONE).unwrap();
        for t in 0..d {
            assert!(close(found.count()[t], expected.count()[t], 1e-14));
            assert!(close(found.mean()[t], expected.mean()[t], 1e-13));
            assert!(close(found.variance().unwrap()[t], expected.variance().unwrap()[t], 1e-13));
        }
    }
}

#[test]
fn damaged_sparse_rows_are_refused() {
    let data = [1.0, 2.0];
    let damaged = |indices: &[i32], indptr: &[i32]| {
        SparseRows::new(&data, indices, indptr, 2)
            .and_then(|rows| Moments::of_sparse(rows, None, true, &ALONE))
            .unwrap_err()
    };
    for (indices, indptr) in [
        ([0, 2], [0, 1, 2]),
        ([0, -1], [0, 1, 2]),
        ([0, 1], [1, 1, 2]),
        ([0, 1], [0, 2, 1]),
        ([0, 1], [0, 1, 3]),
        ([0, 1], [0, -1, 2]),
    ] {
        assert!(matches!(damaged(&indices, &indptr), ScalerError::Sparse(_)), "{indices:?} {indptr:?}");
    }
    assert!(matches!(damaged(&[0], &[0, 1, 1]), ScalerError::Sparse(_)));
    let mut entries = data;
    let outside = scale_entries(&mut entries, &[0, 5], &[1.0, 1.0], &ALONE);
    assert!(matches!(outside, Err(ScalerError::Sparse(_))));
}

// -- errors -----------------------------------------------------------------------------------------------------------

#[test]
fn infinite_and_too_large_values_name_their_column() {
    let fit = |values: &[f64], squares| {
        Moments::of_rows(Rows::new(values, 2).unwrap(), None, squares, &ALONE).map(|_| ())
    };
    for infinity in [f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(fit(&[1.0, 2.0, 3.0, infinity], true), Err(ScalerError::Infinite { column: 1 }));
        let range = FeatureRange::new(0.0, 1.0).unwrap();
        let rows = [1.0, infinity, 3.0, infinity];
        let found = MinMaxScaler::fit(Rows::new(&rows, 2).unwrap(), None, range, &ALONE);
        assert_eq!(found, Err(ScalerError::Infinite { column: 1 }));
    }
    assert_eq!(fit(&[1.0, 1e200, 3.0, 0.0], true), Err(ScalerError::TooLarge { column: 1 }));
    assert_eq!(fit(&[1.0, 1e200, 3.0, 0.0], false), Ok(()));
    let wide = [1.7e308, 0.0, 1.7e308, 0.0, -1.7e308, 0.0];
    assert_eq!(fit(&wide, false), Err(ScalerError::TooLarge { column: 0 }));
    let far = |mean: f64| Moments::from_statistics(&[1.0], &[mean], Some(&[0.0])).unwrap();
    assert_eq!(far(1e200).merged(&far(0.0)), Err(ScalerError::TooLarge { column: 0 }));
    let sparse = [f64::INFINITY];
    let sparse = SparseRows::new(&sparse, &[1_i32], &[0, 1], 2).unwrap();
    assert_eq!(Moments::of_sparse(sparse, None, true, &ALONE), Err(ScalerError::Infinite { column: 1 }));
}

#[test]
fn what_does_not_fit_is_refused() {
    assert_eq!(Rows::<f64>::new(&[], 3).unwrap_err(), ScalerError::Empty { n_values: 0, n_features: 3 });
    assert_eq!(Rows::new(&[1.0], 2).unwrap_err(), ScalerError::Ragged { n_values: 1, n_features: 2 });
    let rows = Rows::new(&[1.0, 2.0], 1).unwrap();
    let weights = SampleWeight::new(&[1.0]).unwrap();
    let found = Moments::of_rows(rows, Some(&weights), true, &ALONE);
    assert_eq!(found, Err(ScalerError::Weights { given: 1, expected: 2 }));
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(SampleWeight::new(&[1.0, wrong]), Err(ScalerError::Weight(_))));
    }
    let heavy = SampleWeight::new(&[1.7e308, 1.7e308]).unwrap();
    assert_eq!(Moments::of_rows(rows, Some(&heavy), true, &ALONE), Err(ScalerError::TooHeavy));
    assert!(matches!(FeatureRange::new(1.0, 1.0), Err(ScalerError::Range { .. })));
    assert!(matches!(FeatureRange::new(0.0, f64::NAN), Err(ScalerError::Range { .. })));
    let map = Scaling::<f64, f64>::new(Form::Divide, 2, None, Some(&[1.0, 2.0]), None).unwrap();
    assert!(matches!(map.apply(rows, &mut [0.0; 2], &ALONE), Err(ScalerError::Features { .. })));
    let pairs = Rows::new(&[1.0, 2.0], 2).unwrap();
    assert_eq!(map.apply(pairs, &mut [0.0; 4], &ALONE), Err(ScalerError::Target { given: 4, expected: 2 }));
    assert!(matches!(map.apply_in_place(&mut [0.0; 3], &ALONE), Err(ScalerError::Ragged { .. })));
    let short = Scaling::<f64, f64>::new(Form::Divide, 2, None, Some(&[1.0]), None);
    assert!(matches!(short, Err(ScalerError::Features { .. })));
    assert!(matches!(moments(&[1.0], 1).merged(&moments(&[1.0, 2.0], 2)), Err(ScalerError::Features { .. })));
}

#[test]
fn a_cancelled_computation_ends() {
    let cancel = AtomicBool::new(true);
    let values = vec![1.0; 3_000_000];
    let rows = Rows::new(&values, 3).unwrap();
    for threads in [1, 3] {
        let control = Control { threads, simd: None, cancel: Some(&cancel) };
        assert_eq!(Moments::of_rows(rows, None, true, &control), Err(ScalerError::Cancelled));
        let range = FeatureRange::new(0.0, 1.0).unwrap();
        assert_eq!(MinMaxScaler::fit(rows, None, range, &control), Err(ScalerError::Cancelled));
        let map = Scaling::<f64, f64>::new(Form::Divide, 3, None, None, None).unwrap();
        assert_eq!(map.apply_in_place(&mut values.clone(), &control), Err(ScalerError::Cancelled));
    }
}
