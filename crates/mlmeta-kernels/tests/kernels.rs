//! Every kernel at every level against its definition, over awkward shapes and awkward data.

use mlmeta_kernels::{
    Accumulator, CentredBlock, Centres, Element, Move, Scale, Simd, Tiles, accumulate_columns,
    accumulate_moved_weights, accumulate_moves, accumulate_squares, accumulate_values,
    accumulate_weighted_moves, assign, assign_few, assign_in_fit, column_maxima, distances_to_own,
    lower_closest, multiply, oracle, pack, row_distances, weighted_maxima,
};

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
}

/// How the values of a case are drawn.
#[derive(Clone, Copy, Debug)]
enum Data {
    /// Uniform in -1 to 1.
    Uniform,
    /// Small integers: exact ties everywhere.
    Integers,
    /// Integers from 0 to 9, whose mean is none: ties that rounding breaks.
    Digits,
    /// Rows and centres from the same few points: distance zero and duplicate centres.
    Duplicates,
    /// Far from the origin with small differences: screening decides little.
    Offset,
    /// Squares overflow the type of the data.
    Huge,
    /// Squares underflow.
    Tiny,
    /// Rows of long norm, centres of short norm and a few roundings apart.
    Apart,
}

/// What a matrix is for.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Rows,
    Centres,
}

const KINDS: [Data; 8] = [
    Data::Uniform,
    Data::Digits,
    Data::Integers,
    Data::Duplicates,
    Data::Offset,
    Data::Huge,
    Data::Tiny,
    Data::Apart,
];

fn matrix<T: Element>(kind: Data, role: Role, cells: usize, d: usize, stream: &mut Stream) -> Vec<T> {
    let largest = if size_of::<T>() == 4 { 1e30 } else { 1e300 };
    (0..cells)
        .map(|cell| {
            T::rounded(match kind {
                Data::Uniform => 2.0 * stream.unit() - 1.0,
                Data::Integers => (stream.next() % 5) as f64 - 2.0,
                Data::Digits => (stream.next() % 10) as f64,
                Data::Duplicates => ((cell / d * 7 % 3) * (cell % d + 1)) as f64 * 0.1,
                Data::Offset => 1000.0 + stream.unit(),
                Data::Huge => (2.0 * stream.unit() - 1.0) * largest,
                Data::Tiny => (2.0 * stream.unit() - 1.0) / largest,
                Data::Apart if role == Role::Rows => 1e6 * (2.0 * stream.unit() - 1.0),
                Data::Apart => 1.0 + (stream.next() % 8) as f64 * 2.0 * T::ROUNDOFF,
            })
        })
        .collect()
}

fn bits<T: Element>(values: &[T]) -> Vec<u64> {
    values.iter().map(|value| value.widened().to_bits()).collect()
}

fn check_case<T: Element>(simd: Simd, kind: Data, n: usize, d: usize, k: usize) {
    let case = format!("{simd:?} {} {kind:?} n={n} d={d} k={k}", T::NAME);
    let mut stream = Stream((n * 1009 + d * 31 + k) as u64);
    let rows: Vec<T> = matrix(kind, Role::Rows, n * d, d, &mut stream);
    let points: Vec<T> = matrix(kind, Role::Centres, k * d, d, &mut stream);
    let tiles = Tiles::from_rows(&rows, d).unwrap();
    let block = tiles.block(0, n);
    let centres = Centres::new(&points, d).unwrap();

    let expected: Vec<i32> = rows.chunks(d).map(|row| oracle::nearest(row, &points)).collect();
    let mut labels = vec![0; n];
    let mut moves = Vec::new();
    assign(simd, block, &centres, &mut labels, Some(&mut moves));
    assert_eq!(labels, expected, "labels, {case}");
    let changed: Vec<Move> = (0_u32..)
        .zip(&expected)
        .filter(|&(_, &to)| to != 0)
        .map(|(row, &to)| Move { row, from: 0, to })
        .collect();
    assert_eq!(moves, changed, "moves, {case}");
    labels.fill(-1);
    assign_few(simd, &rows, &points, d, &mut labels);
    assert_eq!(labels, expected, "labels of a few rows, {case}");

    let candidate: Vec<f64> = points[..d].iter().map(|value| value.widened()).collect();
    let closest: Vec<f64> = (0..n).map(|_| stream.unit()).collect();
    let mut lowered = vec![0.0; n];
    lower_closest(simd, block, &candidate, &closest, &mut lowered);
    let expected_lowered: Vec<f64> = rows
        .chunks(d)
        .zip(&closest)
        .map(|(row, &near)| oracle::distance(row, &points[..d]).min(near))
        .collect();
    assert_eq!(bits(&lowered), bits(&expected_lowered), "closest, {case}");

    let mut own = vec![0.0; n];
    distances_to_own(simd, block, &centres, &labels, &mut own);
    let expected_own: Vec<f64> = rows
        .chunks(d)
        .zip(&labels)
        .map(|(row, &label)| oracle::distance(row, &points[label as usize * d..][..d]))
        .collect();
    assert_eq!(bits(&own), bits(&expected_own), "own distances, {case}");

    let mut all = vec![T::default(); n * k];
    row_distances(simd, &rows, &centres, &mut all);
    let expected_all: Vec<T> = rows
        .chunks(d)
        .flat_map(|row| points.chunks(d).map(move |centre| T::rounded(oracle::distance(row, centre).sqrt())))
        .collect();
    assert_eq!(bits(&all), bits(&expected_all), "distances, {case}");

    check_sums(simd, &rows, d, k, &labels, &case);
    check_weighted_sums(simd, &rows, d, k, &labels, &case);
}

/// Start centres of a fit: of each three one row, one point halfway between two rows (equally far from both), and one
/// a few roundings beside the one before. Minus the mean, in float64.
fn centres_of_fit<T: Element>(rows: &[T], mean: &[f64], k: usize, stream: &mut Stream) -> Vec<f64> {
    let d = mean.len();
    let row = |i: usize| -> Vec<f64> {
        let values = &rows[i % (rows.len() / d) * d..][..d];
        values.iter().zip(mean).map(|(x, mean)| x.widened() - mean).collect()
    };
    let mut centres: Vec<f64> = Vec::new();
    for j in 0..k {
        let (one, other) = (row(stream.next() as usize >> 1), row(stream.next() as usize >> 1));
        match j % 3 {
            0 => centres.extend(one),
            1 => centres.extend(one.iter().zip(&other).map(|(a, b)| 0.5 * a + 0.5 * b)),
            _ => {
                let near = centres[(j - 1) * d..].to_vec();
                let share = 2.0_f64.powi(-(38 + (stream.next() % 15) as i32));
                centres.extend(near.iter().map(|c| c * (1.0 + share * (stream.unit() - 0.5))));
            }
        }
    }
    centres
}

/// Compares the labels of a fit with their definition, and returns how many rows the score decided otherwise than the
/// smallest distance would have.
fn check_labels_in_fit<T: Element>(simd: Simd, kind: Data, n: usize, d: usize, k: usize) -> usize {
    let case = format!("{simd:?} {} {kind:?} n={n} d={d} k={k}", T::NAME);
    let mut stream = Stream((n * 1009 + d * 31 + k) as u64);
    let values: Vec<T> = matrix(kind, Role::Rows, n * d, d, &mut stream);
    let mean: Vec<f64> = (0..d)
        .map(|t| values.iter().skip(t).step_by(d).map(|x| x.widened() / n as f64).sum::<f64>())
        .collect();
    let points = centres_of_fit(&values, &mean, k, &mut stream);
    let mut tiles = Tiles::zeros(n, d).unwrap();
    for block in tiles.blocks_mut(n.next_multiple_of(32)) {
        pack(simd, block, &values, Some(&mean), &mut vec![T::default(); d]);
    }
    let centred: Vec<Vec<f64>> =
        values.chunks(d).map(|row| row.iter().zip(&mean).map(|(x, m)| x.widened() - m).collect()).collect();
    for (i, row) in centred.iter().enumerate() {
        let expected: Vec<T> = row.iter().map(|&y| T::rounded(y)).collect();
        assert_eq!(tiles.block(0, n).row(i).collect::<Vec<T>>(), expected, "centred rows, {case}");
    }

    let expected: Vec<i32> = values.chunks(d).map(|row| oracle::label_in_fit(row, &mean, &points)).collect();
    let centres = Centres::new(&points, d).unwrap();
    let block = CentredBlock::new(tiles.block(0, n), &values, &mean);
    let mut labels = vec![-1; n];
    assign_in_fit(simd, block.tiles(), block, &centres, &mut labels, None);
    assert_eq!(labels, expected, "labels in a fit, {case}");
    let mut narrow = Tiles::zeros(n, d).unwrap();
    for block in narrow.blocks_mut(n.next_multiple_of(32)) {
        pack(simd, block, &values, Some(&mean), &mut vec![0.0_f32; d]);
    }
    let centres = Centres::new(&points, d).unwrap();
    labels.fill(-1);
    assign_in_fit(simd, narrow.block(0, n), block, &centres, &mut labels, None);
    assert_eq!(labels, expected, "labels in a fit, screened in float32, {case}");
    check_centred_sums(simd, block, k, &labels, &case);
    centred.iter().zip(labels).filter(|(row, label)| oracle::nearest(row, &points) != *label).count()
}

/// Compares the sums of the rows of each cluster with those of the values in the tiles.
fn check_centred_sums<T: Element>(
    simd: Simd,
    block: CentredBlock<'_, T>,
    k: usize,
    labels: &[i32],
    case: &str,
) {
    let (n, d) = (labels.len(), block.n_features());
    let rows: Vec<Vec<f64>> = (0..n).map(|i| block.tiles().row(i).map(Element::widened).collect()).collect();
    let largest = rows.iter().flatten().fold(0.0, |a: f64, x| a.max(x.abs()));
    let factors = vec![T::Sum::scale(largest, n).factor(); d];
    let moves: Vec<Move> = (0_u32..).zip(labels).map(|(row, &to)| Move { row, from: -1, to }).collect();
    let mut sums = vec![T::Sum::default(); k * d];
    accumulate_moves(simd, block, &moves, &factors, &mut sums, &mut vec![0; k]);
    for (cell, sum) in sums.iter().enumerate() {
        let members = (0..n).filter(|&i| labels[i] as usize == cell / d);
        let expected = oracle::exact_sum(members.map(|i| rows[i][cell % d]), factors[cell % d]);
        let (high, low) = sum.words();
        assert_eq!((i128::from(high) << 32) + i128::from(low), expected, "sums of centred rows, {case}");
    }
}

#[test]
fn labels_in_a_fit_are_those_of_the_definition_at_every_level() {
    for simd in Simd::available() {
        let mut decided_by_score = 0;
        for d in [1, 2, 3, 5, 8, 9, 16, 17, 23, 40] {
            for k in [1, 2, 8, 9, 33, 70] {
                for (kind, n) in KINDS.into_iter().zip([131, 257, 64, 95, 33, 70, 1, 100]) {
                    decided_by_score += check_labels_in_fit::<f32>(simd, kind, n, d, k);
                    decided_by_score += check_labels_in_fit::<f64>(simd, kind, n, d, k);
                }
            }
        }
        assert!(
            decided_by_score > 1000,
            "{simd:?}: the score must matter, and did for {decided_by_score} rows"
        );
    }
}

fn check_sums<T: Element>(simd: Simd, rows: &[T], d: usize, k: usize, labels: &[i32], case: &str) {
    let n = rows.len() / d;
    let tiles = Tiles::from_rows(rows, d).unwrap();
    let block = tiles.block(0, n);
    let mean = vec![0.0; d];
    let block = CentredBlock::new(block, rows, &mean);
    let column = |t: usize| rows.iter().skip(t).step_by(d).map(|value| value.widened());

    let mut maxima = vec![T::default(); d];
    assert!(column_maxima(simd, rows, &mut maxima), "finite, {case}");
    let largest: Vec<f64> = (0..d).map(|t| column(t).fold(0.0, |a, x| x.abs().max(a))).collect();
    assert_eq!(bits(&maxima), bits(&largest), "maxima, {case}");

    let scales: Vec<Scale> = largest.iter().map(|&bound| T::Sum::scale(bound, n)).collect();
    let factors: Vec<f64> = scales.iter().map(|scale| scale.factor()).collect();
    let mut sums = vec![T::Sum::default(); d];
    accumulate_columns::<T>(simd, rows, &factors, &mut sums);
    let joined = |words: (i64, i64)| (i128::from(words.0) << 32) + i128::from(words.1);
    for t in 0..d {
        assert_eq!(joined(sums[t].words()), oracle::exact_sum(column(t), factors[t]), "column sums, {case}");
    }

    let mut moves: Vec<Move> =
        (0_u32..).zip(labels).map(|(row, &to)| Move { row, from: -1, to: (to + 1) % k as i32 }).collect();
    let mut clusters = vec![T::Sum::default(); k * d];
    let mut counts = vec![0; k];
    accumulate_moves(simd, block, &moves, &factors, &mut clusters, &mut counts);
    for moved in &mut moves {
        (moved.from, moved.to) = (moved.to, labels[moved.row as usize]);
    }
    accumulate_moves(simd, block, &moves, &factors, &mut clusters, &mut counts);
    for j in 0..k {
        let members = || (0..n).filter(|&i| labels[i] as usize == j);
        assert_eq!(counts[j], members().count() as i64, "counts, {case}");
        for t in 0..d {
            let expected = oracle::exact_sum(members().map(|i| rows[i * d + t].widened()), factors[t]);
            assert_eq!(joined(clusters[j * d + t].words()), expected, "cluster sums, {case}");
        }
    }

    if largest.iter().all(|m| (m * m).is_finite()) {
        let factors: Vec<f64> = largest.iter().map(|m| Scale::two_words(m * m).factor()).collect();
        let mut squares = vec![0; d];
        accumulate_squares(simd, block.tiles(), &factors, &mut squares);
        for t in 0..d {
            assert_eq!(
                squares[t],
                oracle::exact_sum(column(t).map(|x| x * x), factors[t]),
                "squares, {case}"
            );
        }
    }
    let values: Vec<f64> = column(0).map(f64::abs).collect();
    let factor = Scale::two_words(largest[0]).factor();
    assert_eq!(
        accumulate_values(simd, &values, factor),
        oracle::exact_sum(values.iter().copied(), factor),
        "values, {case}"
    );
}

fn check_weighted_sums<T: Element>(simd: Simd, rows: &[T], d: usize, k: usize, labels: &[i32], case: &str) {
    let n = rows.len() / d;
    let mut stream = Stream(n as u64);
    let weights: Vec<f64> =
        (0..n).map(|row| if row % 3 == 1 { 0.0 } else { T::rounded(stream.unit()).widened() }).collect();
    let tiles = Tiles::from_rows(rows, d).unwrap();
    let block = tiles.block(0, n);
    let mean = vec![0.0; d];
    let block = CentredBlock::new(block, rows, &mean);
    let product = |i: usize, t: usize| rows[i * d + t].widened() * weights[i];
    let joined = |words: (i64, i64)| (i128::from(words.0) << 32) + i128::from(words.1);

    let mut maxima = vec![0.0; d];
    weighted_maxima(simd, block.tiles(), &weights, &mut maxima);
    let largest: Vec<f64> = (0..d).map(|t| (0..n).fold(0.0, |a, i| product(i, t).abs().max(a))).collect();
    assert_eq!(bits(&maxima), bits(&largest), "weighted maxima, {case}");

    let factors: Vec<f64> = largest.iter().map(|&bound| T::Sum::scale(bound, n).factor()).collect();
    let scale = T::Sum::scale(1.0, n);
    let mut clusters = vec![T::Sum::default(); k * d];
    let mut counts = vec![0; k];
    let mut heaviness = vec![T::Sum::default(); k];
    let to_next: Vec<Move> =
        (0_u32..).zip(labels).map(|(row, &to)| Move { row, from: -1, to: (to + 1) % k as i32 }).collect();
    let back: Vec<Move> = to_next
        .iter()
        .map(|moved| Move { row: moved.row, from: moved.to, to: labels[moved.row as usize] })
        .collect();
    for moves in [to_next, back] {
        accumulate_weighted_moves(simd, block, &weights, &moves, &factors, &mut clusters, &mut counts);
        accumulate_moved_weights(&weights, &moves, scale, &mut heaviness);
    }
    for j in 0..k {
        let members = || (0..n).filter(|&i| labels[i] as usize == j);
        assert_eq!(counts[j], members().count() as i64, "counts of weighted rows, {case}");
        let expected = oracle::exact_sum(members().map(|i| weights[i]), scale.factor());
        assert_eq!(joined(heaviness[j].words()), expected, "sums of weights, {case}");
        for t in 0..d {
            let expected = oracle::exact_sum(members().map(|i| product(i, t)), factors[t]);
            assert_eq!(joined(clusters[j * d + t].words()), expected, "weighted cluster sums, {case}");
        }
    }

    let mut first: Vec<f64> = (0..n).map(|i| rows[i * d].widened()).collect();
    multiply(simd, &mut first, &weights);
    assert_eq!(bits(&first), bits(&(0..n).map(|i| product(i, 0)).collect::<Vec<_>>()), "products, {case}");
}

#[test]
fn every_kernel_equals_its_definition_at_every_level() {
    for simd in Simd::available() {
        for d in [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 31, 64, 100] {
            for k in [1, 2, 7, 16, 33] {
                for (kind, n) in KINDS.into_iter().zip([131, 40, 64, 95, 33, 70, 1, 100]) {
                    check_case::<f32>(simd, kind, n, d, k);
                    check_case::<f64>(simd, kind, n, d, k);
                }
            }
        }
    }
}

fn check_centres_a_rounding_apart<T: Element>(simd: Simd, d: usize) {
    let mut stream = Stream(d as u64);
    let rows: Vec<T> = matrix(Data::Uniform, Role::Rows, 30 * d, d, &mut stream);
    let centre: Vec<T> = matrix(Data::Uniform, Role::Centres, d, d, &mut stream);
    let points: Vec<T> = (0..40 * d)
        .map(|cell| {
            let rounding = 2.0 * T::ROUNDOFF * (stream.next() % 3) as f64;
            T::rounded(centre[cell % d].widened() * (1.0 + rounding))
        })
        .collect();
    let expected: Vec<i32> = rows.chunks(d).map(|row| oracle::nearest(row, &points)).collect();
    let case = format!("{simd:?} {} d={d}", T::NAME);
    let mut labels = vec![-1; 30];
    assign_few(simd, &rows, &points, d, &mut labels);
    assert_eq!(labels, expected, "a few rows, {case}");
    let tiles = Tiles::from_rows(&rows, d).unwrap();
    assign(simd, tiles.block(0, 30), &Centres::new(&points, d).unwrap(), &mut labels, None);
    assert_eq!(labels, expected, "tiles, {case}");
}

#[test]
fn centres_that_differ_by_a_rounding_are_told_apart() {
    for simd in Simd::available() {
        for d in [1, 2, 7, 16, 40, 129] {
            check_centres_a_rounding_apart::<f32>(simd, d);
            check_centres_a_rounding_apart::<f64>(simd, d);
        }
    }
}

#[test]
fn blocks_of_a_matrix_give_what_the_whole_gives() {
    let simd = Simd::detect().unwrap();
    let rows: Vec<f32> = matrix(Data::Uniform, Role::Rows, 333 * 3, 3, &mut Stream(5));
    let centres = Centres::new(&rows[..15], 3).unwrap();
    let tiles = Tiles::from_rows(&rows, 3).unwrap();
    let (mut whole, mut parts) = (vec![-1; 333], vec![-1; 333]);
    assign(simd, tiles.block(0, 333), &centres, &mut whole, None);
    for (index, labels) in parts.chunks_mut(64).enumerate() {
        assign(simd, tiles.block(index * 64, labels.len()), &centres, labels, None);
    }
    assert_eq!(whole, parts);
    assert_eq!(tiles.block(64, 64).row(5).collect::<Vec<_>>(), rows[69 * 3..70 * 3]);
}

#[test]
fn more_centres_than_float32_can_count_are_told_apart() {
    let k = (1 << 24) + 11;
    let mut points = vec![1.0_f32; k];
    points[k - 2] = 0.0;
    let centres = Centres::new(&points, 1).unwrap();
    let tiles = Tiles::from_rows(&[0.25_f32], 1).unwrap();
    let mut labels = [-1];
    assign(Simd::detect().unwrap(), tiles.block(0, 1), &centres, &mut labels, None);
    assert_eq!(labels, [k as i32 - 2]);
}

#[test]
fn a_value_that_is_not_finite_is_seen_anywhere() {
    for simd in Simd::available() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for at in [0, 7, 130, 200] {
                let mut rows = vec![1.0; 201];
                rows[at] = bad;
                assert!(!column_maxima(simd, &rows, &mut [0.0; 3]), "{bad} at {at}");
            }
        }
    }
}

#[test]
fn sums_come_back_as_reals_rounded_once() {
    for bound in [1e-280, 0.75, 1.0, 3.5, 1e300, f64::MAX / 2.0] {
        let scale = Scale::two_words(bound);
        let sum = oracle::exact_sum([bound, bound / 2.0].into_iter(), scale.factor());
        assert_eq!(scale.value(sum), bound + bound / 2.0, "{bound}");
    }
    let subnormal = Scale::two_words(f64::from_bits(1));
    assert_eq!(subnormal.factor(), 2.0_f64.powi(1023));
    assert_eq!((-1_i64).words(), (-1, 0xffff_ffff));
    assert_eq!((i128::from(i64::MAX) * 8).words(), ((1 << 34) - 1, 0xffff_fff8));
}
