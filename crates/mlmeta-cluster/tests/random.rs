//! The random stream against values of `numpy.random.RandomState`.

use mlmeta_cluster::Mt19937;

fn doubles(mut stream: Mt19937, count: usize) -> Vec<f64> {
    (0..count).map(|_| stream.next_double()).collect()
}

#[test]
fn an_integer_seed_gives_numpys_doubles() {
    assert_eq!(doubles(Mt19937::from_seed(0), 4), SEED_0);
    assert_eq!(doubles(Mt19937::from_seed(42), 2), SEED_42);
    assert_eq!(doubles(Mt19937::from_seed(u32::MAX), 2), SEED_MAX);
    // Beyond the 624 words of one refill.
    assert_eq!(doubles(Mt19937::from_seed(0), 1_000)[999], SEED_0_LAST);
}

#[test]
fn an_array_of_seeds_gives_numpys_doubles() {
    assert_eq!(doubles(Mt19937::from_seeds(&[1, 2, 3]), 2), SEEDS_1_2_3);
    let many: Vec<u32> = (0..700).collect();
    assert_eq!(doubles(Mt19937::from_seeds(&many), 2), SEEDS_700);
}

#[test]
fn a_state_continues_where_it_was_taken() {
    let mut stream = Mt19937::from_seed(5);
    stream.next_u32();
    let copy = Mt19937::from_state(stream.key(), stream.position()).unwrap();
    assert_eq!(doubles(copy, 700), doubles(stream, 700));
    assert_eq!(Mt19937::from_state(&[0; 624], 625), None);
}

const SEED_0: [f64; 4] =
    [0.548_813_503_927_324_8, 0.715_189_366_372_419_5, 0.602_763_376_071_643_9, 0.544_883_182_996_896_9];
const SEED_0_LAST: f64 = 0.677_141_144_111_424_1;
const SEED_42: [f64; 2] = [0.374_540_118_847_362_5, 0.950_714_306_409_916_2];
const SEED_MAX: [f64; 2] = [0.097_632_028_994_013_8, 0.912_382_845_302_621_8];
const SEEDS_1_2_3: [f64; 2] = [0.609_861_272_286_728_9, 0.886_697_043_414_685_1];
const SEEDS_700: [f64; 2] = [0.867_898_393_018_711, 0.914_883_873_157_353_8];
