//! The kernels of columns at every level against their definitions, over awkward shapes and awkward data.

use mlmeta_kernels::{
    Affine, BlockMoments, Element, Form, MOMENT_ROWS, MomentBlock, Simd, block_moments, column_ranges,
    ordered_sum,
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
    Uniform,
    /// Every tenth value is missing.
    Missing,
    /// All are missing.
    Nothing,
    Far,
    Tiny,
}

const KINDS: [Data; 5] = [Data::Uniform, Data::Missing, Data::Nothing, Data::Far, Data::Tiny];
const WIDTHS: [usize; 9] = [1, 2, 3, 7, 8, 16, 33, 64, 65];

fn matrix<T: Element>(kind: Data, n: usize, stream: &mut Stream) -> Vec<T> {
    let value = |stream: &mut Stream| {
        let unit = 2.0 * stream.unit() - 1.0;
        match kind {
            Data::Missing if stream.next().is_multiple_of(10) => f64::NAN,
            Data::Uniform | Data::Missing => unit,
            Data::Nothing => f64::NAN,
            Data::Far => 1e6 + unit,
            Data::Tiny => unit * 1e-30,
        }
    };
    (0..n).map(|_| T::rounded(value(stream))).collect()
}

/// The sum of values by the definition of a block.
fn chained(values: &[f64]) -> f64 {
    let mut chains = [0.0; 8];
    for (row, value) in values.iter().enumerate() {
        chains[row % 8] += value;
    }
    let [a, b, c, d, e, f, g, h] = chains;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

/// The moments of one column by the definition.
fn naive(column: &[f64], weights: &[f64], shift: f64, squares: bool) -> BlockMoments {
    let sum = |term: &dyn Fn(f64, f64) -> f64| {
        let term = |(x, w): (&f64, &f64)| if x.is_nan() { 0.0 } else { term(*x, *w) };
        chained(&column.iter().zip(weights).map(term).collect::<Vec<f64>>())
    };
    let count = sum(&|_, w| w);
    let total = sum(&|x, w| w * (x - shift));
    let mean = if count > 0.0 { total / count } else { 0.0 };
    let deviation = sum(&|x, w| w * ((x - shift) - mean));
    let square = sum(&|x, w| w * (((x - shift) - mean) * ((x - shift) - mean)));
    let rounding = if count > 0.0 { deviation * deviation / count } else { 0.0 };
    BlockMoments { count, total, squares: if squares { f64::max(square - rounding, 0.0) } else { 0.0 } }
}

fn moments_are_those_of_the_definition<T: Element>() {
    let mut stream = Stream(1);
    for kind in KINDS {
        for d in WIDTHS {
            for n in [1, 7, 8, 9, 100, MOMENT_ROWS] {
                let values: Vec<T> = matrix(kind, n * d, &mut stream);
                let weights: Vec<f64> = (0..n).map(|_| (stream.next() % 4) as f64 * 0.3).collect();
                for (columns, weights, squares) in [
                    (0..d, None, true),
                    (d / 3..d.div_ceil(2).max(d / 3 + 1), None, true),
                    (0..d, Some(&weights), true),
                    (d / 2..d, Some(&weights), false),
                ] {
                    let shift: Vec<f64> = columns.clone().map(|t| 0.1 * t as f64).collect();
                    let ones = vec![1.0; n];
                    let expected: Vec<BlockMoments> = columns
                        .clone()
                        .zip(&shift)
                        .map(|(t, shift)| {
                            let column: Vec<f64> =
                                values[t..].iter().step_by(d).map(|x| x.widened()).collect();
                            naive(&column, weights.unwrap_or(&ones), *shift, squares)
                        })
                        .collect();
                    let weights = weights.map(Vec::as_slice);
                    let block = MomentBlock { values: &values, n_features: d, columns, weights };
                    for simd in Simd::available() {
                        let mut found = vec![BlockMoments::default(); shift.len()];
                        block_moments(simd, &block, &shift, squares, &mut found);
                        assert_eq!(found, expected, "{kind:?} {n} x {d} {:?} {simd:?}", block.columns);
                    }
                }
            }
        }
    }
}

#[test]
fn moments_are_those_of_the_definition_at_every_level() {
    moments_are_those_of_the_definition::<f32>();
    moments_are_those_of_the_definition::<f64>();
}

#[test]
fn a_sum_is_made_of_blocks_and_blocks_of_blocks() {
    let mut stream = Stream(2);
    let values: Vec<f64> = (0..MOMENT_ROWS * MOMENT_ROWS + 5).map(|_| stream.unit()).collect();
    let blocks: Vec<f64> = values.chunks(MOMENT_ROWS).map(chained).collect();
    let blocks: Vec<f64> = blocks.chunks(MOMENT_ROWS).map(chained).collect();
    assert_eq!(blocks.len(), 2);
    assert_eq!(ordered_sum(values.len(), |index| values[index]), chained(&blocks));
    assert_eq!(ordered_sum(0, |_| 1.0), 0.0);
}

fn mapped<P: Element, T: Element>(form: Form, x: T, offset: P, factor: P, clip: Option<(T, T)>) -> T {
    let (x, offset, factor) = (x.widened(), offset.widened(), factor.widened());
    let y = match form {
        Form::Divide => T::rounded(T::rounded(x - offset).widened() / factor),
        Form::Multiply => T::rounded(T::rounded(x * factor).widened() + offset),
    };
    match clip {
        Some((low, _)) if y < low => low,
        Some((_, high)) if y > high => high,
        _ => y,
    }
}

fn maps_are_those_of_the_definition<P: Element, T: Element>() {
    let mut stream = Stream(3);
    for form in [Form::Divide, Form::Multiply] {
        for clip in [None, Some((T::rounded(-0.5), T::rounded(0.25)))] {
            for d in WIDTHS {
                for n in [0, 1, 5, 200] {
                    let rows: Vec<T> = matrix(Data::Missing, n * d, &mut stream);
                    let offsets: Vec<P> = matrix(Data::Uniform, d, &mut stream);
                    let factors: Vec<P> = matrix(Data::Uniform, d, &mut stream);
                    let expected: Vec<T> = rows
                        .iter()
                        .enumerate()
                        .map(|(i, &x)| mapped(form, x, offsets[i % d], factors[i % d], clip))
                        .collect();
                    let map = Affine::new(form, &offsets, &factors, clip);
                    for simd in Simd::available() {
                        let mut target = vec![T::default(); rows.len()];
                        map.apply(simd, &rows, &mut target);
                        let mut place = rows.clone();
                        map.apply_in_place(simd, &mut place);
                        for found in [target, place] {
                            let bits = |values: &[T]| -> Vec<u64> {
                                values.iter().map(|x| (x.widened() + 0.0).to_bits() & !(1 << 63)).collect()
                            };
                            assert_eq!(bits(&found), bits(&expected), "{form:?} {n} x {d} {simd:?}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn maps_are_those_of_the_definition_at_every_level() {
    maps_are_those_of_the_definition::<f32, f32>();
    maps_are_those_of_the_definition::<f64, f32>();
    maps_are_those_of_the_definition::<f64, f64>();
}

#[test]
fn what_changes_nothing_keeps_the_sign_of_zero() {
    for simd in Simd::available() {
        let mut rows = [0.0, -0.0, 1.0];
        Affine::new(Form::Multiply, &[-0.0], &[1.0], None).apply_in_place(simd, &mut rows);
        Affine::new(Form::Divide, &[0.0], &[1.0], None).apply_in_place(simd, &mut rows);
        assert_eq!(rows.map(f64::to_bits), [0.0, -0.0, 1.0].map(f64::to_bits));
    }
}

fn ranges_are_those_of_the_definition<T: Element>() {
    let mut stream = Stream(4);
    let lowest = T::rounded(f64::NEG_INFINITY);
    for kind in KINDS {
        for d in WIDTHS {
            for n in [1, 9, 300] {
                let rows: Vec<T> = matrix(kind, n * d, &mut stream);
                for simd in Simd::available() {
                    let (mut smallest, mut largest) = (vec![T::INFINITY; d], vec![lowest; d]);
                    column_ranges(simd, &rows, &mut smallest, &mut largest);
                    for t in 0..d {
                        let column = rows[t..].iter().step_by(d).filter(|x| !x.widened().is_nan());
                        let (low, high) = column.fold((T::INFINITY, lowest), |(low, high), &x| {
                            (if x < low { x } else { low }, if x > high { x } else { high })
                        });
                        assert_eq!((smallest[t], largest[t]), (low, high), "{kind:?} {n} x {d} {simd:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn ranges_are_those_of_the_definition_at_every_level() {
    ranges_are_those_of_the_definition::<f32>();
    ranges_are_those_of_the_definition::<f64>();
}
