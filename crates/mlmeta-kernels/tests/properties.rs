//! Properties of the kernels over drawn matrices: whatever the numbers, the answer is that of the definition.

use mlmeta_kernels::{
    CentredBlock, Centres, Element, Move, Scale, Simd, Tiles, accumulate_moves, assign, assign_few,
    assign_in_fit, distances_to_own, oracle,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// A number of any kind: near others, on a grid, or any finite float32 of which squares are finite in float64.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1.0..1.0,
        2 => (-3_i32..4).prop_map(f64::from),
        1 => (-1.0_f64..1.0).prop_map(|x| 1e6 + x),
        1 => any::<f32>().prop_filter("finite", |x| x.is_finite()).prop_map(f64::from),
    ]
}

/// Row-major rows and centres, and their number of columns.
fn problem() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, usize)> {
    (1_usize..40, 1_usize..24, 1_usize..20)
        .prop_flat_map(|(n, d, k)| (vec(number(), n * d), vec(number(), k * d), Just(d)))
}

fn rounded<T: Element>(values: &[f64]) -> Vec<T> {
    values.iter().map(|&value| T::rounded(value)).collect()
}

fn labels_are_those_of_the_definition<T: Element>(rows: &[f64], points: &[f64], d: usize) {
    let (rows, points) = (rounded::<T>(rows), rounded::<T>(points));
    let n = rows.len() / d;
    let tiles = Tiles::from_rows(&rows, d).unwrap();
    let centres = Centres::new(&points, d).unwrap();
    let expected: Vec<i32> = rows.chunks(d).map(|row| oracle::nearest(row, &points)).collect();
    let own: Vec<f64> = rows
        .chunks(d)
        .zip(&expected)
        .map(|(row, &label)| oracle::distance(row, &points[label as usize * d..][..d]))
        .collect();
    for simd in Simd::available() {
        let (mut tiled, mut few, mut distances) = (vec![-1; n], vec![-1; n], vec![0.0; n]);
        assign(simd, tiles.block(0, n), &centres, &mut tiled, None);
        assign_few(simd, &rows, &points, d, &mut few);
        distances_to_own(simd, tiles.block(0, n), &centres, &expected, &mut distances);
        assert_eq!(tiled, expected, "{simd:?}");
        assert_eq!(few, expected, "{simd:?}, without tiles");
        assert_eq!(distances, own, "{simd:?}");
    }
}

fn labels_in_a_fit_are_those_of_the_definition<T: Element>(rows: &[f64], centres: &[f64], d: usize) {
    let rows = rounded::<T>(rows);
    let n = rows.len() / d;
    let tiles = Tiles::from_rows(&rows, d).unwrap();
    let mean = vec![0.0; d];
    let laid_out = Centres::<T>::new(centres, d).unwrap();
    let expected: Vec<i32> = rows.chunks(d).map(|row| oracle::label_in_fit(row, &mean, centres)).collect();
    for simd in Simd::available() {
        let mut labels = vec![-1; n];
        let block = CentredBlock::new(tiles.block(0, n), &rows, &mean);
        assign_in_fit(simd, block.tiles(), block, &laid_out, &mut labels, None);
        assert_eq!(labels, expected, "{simd:?}");
    }
}

fn sums_there_and_back_are_nothing<T: Element>(rows: &[f64], d: usize, k: usize) {
    let rows = rounded::<T>(rows);
    let n = rows.len() / d;
    let (tiles, mean) = (Tiles::from_rows(&rows, d).unwrap(), vec![0.0; d]);
    let factors: Vec<f64> = (0..d)
        .map(|t| {
            let column = rows[t..].iter().step_by(d).map(|x| x.widened().abs());
            let scale: Scale = <T::Sum as mlmeta_kernels::Accumulator>::scale(column.fold(0.0, f64::max), n);
            scale.factor()
        })
        .collect();
    let there: Vec<Move> =
        (0..n).map(|row| Move { row: row as u32, from: -1, to: (row * 7 % k) as i32 }).collect();
    let on: Vec<Move> =
        there.iter().map(|one| Move { from: one.to, to: 0, ..*one }).filter(|one| one.from != 0).collect();
    let straight: Vec<Move> = there.iter().map(|one| Move { to: 0, ..*one }).collect();
    for simd in Simd::available() {
        let block = || CentredBlock::new(tiles.block(0, n), &rows, &mean);
        let mut by_steps = (vec![T::Sum::default(); k * d], vec![0_i64; k]);
        let mut at_once = by_steps.clone();
        for moves in [&there, &on] {
            accumulate_moves(simd, block(), moves, &factors, &mut by_steps.0, &mut by_steps.1);
        }
        accumulate_moves(simd, block(), &straight, &factors, &mut at_once.0, &mut at_once.1);
        assert!(by_steps == at_once, "{simd:?}");
    }
}

proptest! {
    #[test]
    fn labels((rows, points, d) in problem()) {
        labels_are_those_of_the_definition::<f32>(&rows, &points, d);
        labels_are_those_of_the_definition::<f64>(&rows, &points, d);
    }

    #[test]
    fn labels_in_a_fit((rows, points, d) in problem()) {
        labels_in_a_fit_are_those_of_the_definition::<f32>(&rows, &points, d);
        labels_in_a_fit_are_those_of_the_definition::<f64>(&rows, &points, d);
    }

    #[test]
    fn sums_do_not_depend_on_the_way((rows, _, d) in problem(), k in 1_usize..6) {
        sums_there_and_back_are_nothing::<f32>(&rows, d, k);
        sums_there_and_back_are_nothing::<f64>(&rows, d, k);
    }
}
