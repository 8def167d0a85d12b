//! K-Means through its public face: what must not change an answer, and the odd corners.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use mlmeta_cluster::{
    Control, Element, End, Init, Iteration, KMeansError, KMeansFit, KMeansModel, KMeansParams, Mt19937,
    Observer, Rows, SampleWeight, Simd, StartFunction, StartRequest,
};

fn noise<T: Element>(n: usize, d: usize, seed: u32) -> Vec<T> {
    let mut stream = Mt19937::from_seed(seed);
    (0..n * d).map(|cell| T::rounded(stream.next_double() + (cell / d % 5) as f64 * 0.7)).collect()
}

fn fit<T: Element>(params: KMeansParams<T>, data: &[T], d: usize, control: &Control<'_>) -> KMeansFit<T> {
    let mut stream = Mt19937::from_seed(7);
    params.check().unwrap().fit(Rows::new(data, d).unwrap(), None, &mut stream, control).unwrap()
}

fn weighted<T: Element>(
    params: KMeansParams<T>,
    data: &[T],
    d: usize,
    weights: &[T],
    control: &Control<'_>,
) -> KMeansFit<T> {
    let weights = SampleWeight::new(weights).unwrap();
    let mut stream = Mt19937::from_seed(7);
    params.check().unwrap().fit(Rows::new(data, d).unwrap(), Some(&weights), &mut stream, control).unwrap()
}

fn start<T: Element>(k: usize, centres: &[T]) -> KMeansParams<T> {
    KMeansParams::new(k).init(Init::Centres(centres.to_vec()))
}

fn same_for_all_controls<T: Element>() {
    let data: Vec<T> = noise(20_000, 5, 1);
    let params = || KMeansParams::new(9).n_init(2).max_iter(12).tol(0.0);
    let expected = fit(params(), &data, 5, &Control { threads: 1, ..Control::default() });
    assert!(expected.n_iter > 2, "the case must take a few iterations");
    for simd in Simd::available() {
        for threads in [1, 2, 3, 7] {
            let control = Control { threads, simd: Some(simd), ..Control::default() };
            let outcome = fit(params(), &data, 5, &control);
            assert_eq!(outcome, expected, "{simd:?} {threads} threads");
            let rows = Rows::new(&data, 5).unwrap();
            assert_eq!(
                outcome.model.predict(rows, &control),
                expected.model.predict(rows, &Control::default())
            );
            assert_eq!(
                outcome.model.transform(rows, &control),
                expected.model.transform(rows, &Control::default())
            );
        }
    }
}

fn same_weighted_for_all_controls<T: Element>() {
    let data: Vec<T> = noise(20_000, 5, 1);
    let weights: Vec<T> = noise(20_000, 1, 2);
    let params = || KMeansParams::new(9).n_init(2).max_iter(12).tol(0.0);
    let expected = weighted(params(), &data, 5, &weights, &Control { threads: 1, ..Control::default() });
    let unweighted = fit(params(), &data, 5, &Control::default());
    assert_ne!(expected.model, unweighted.model, "the weights must matter");
    for simd in Simd::available() {
        for threads in [1, 2, 3] {
            let control = Control { threads, simd: Some(simd), ..Control::default() };
            let outcome = weighted(params(), &data, 5, &weights, &control);
            assert_eq!(outcome, expected, "{simd:?} {threads} threads");
        }
    }
}

#[test]
fn threads_and_levels_change_no_bit() {
    same_for_all_controls::<f32>();
    same_for_all_controls::<f64>();
    same_weighted_for_all_controls::<f32>();
    same_weighted_for_all_controls::<f64>();
}

#[test]
fn a_weight_counts_like_as_many_rows() {
    let data: Vec<f64> = noise::<f64>(500, 2, 21).iter().map(|x| (x * 1e4).round()).collect();
    let weights: Vec<f64> = (0..500).map(|row| f64::from(row % 4)).collect();
    let rows = data.chunks(2).zip(&weights);
    let repeated: Vec<f64> = rows.flat_map(|(row, &weight)| row.repeat(weight as usize)).collect();
    // The mean that centres the rows ignores the weights, so centres agree up to its rounding.
    let params = || start(5, &data[..10]).tol(0.0);
    let one = weighted(params(), &data, 2, &weights, &Control::default());
    let other = fit(params(), &repeated, 2, &Control::default());
    assert_eq!(one.n_iter, other.n_iter);
    for (a, b) in one.model.centres().iter().zip(other.model.centres()) {
        assert!((a - b).abs() < 1e-9 * b.abs(), "{a} {b}");
    }
    assert!((one.inertia - other.inertia).abs() < 1e-12 * other.inertia);
}

#[test]
fn a_cluster_without_weight_is_empty_whatever_rows_it_has() {
    // Start centres 0 and 100 take three rows each; those of the second weigh nothing. The row farthest from its
    // centre is 90.0, of the cluster without weight: nothing is gained, and the centre stays.
    let data = [0.0, 1.0, 2.0, 90.0, 99.0, 101.0];
    let params = || start(2, &[0.0, 100.0]).max_iter(1);
    let one = weighted(params(), &data, 1, &[1.0, 1.0, 2.0, 0.0, 0.0, 0.0], &Control::default());
    assert_eq!(one.model.centres(), [1.25, 100.0]);
    assert_eq!(one.inertia, 1.25 * 1.25 + 0.25 * 0.25 + 2.0 * 0.75 * 0.75);
    // With a weight of its own 30.0 is taken from the first cluster to be the second.
    let data = [0.0, 1.0, 2.0, 30.0, 99.0, 101.0];
    let two = weighted(params(), &data, 1, &[1.0, 1.0, 2.0, 4.0, 0.0, 0.0], &Control::default());
    assert_eq!(two.model.centres(), [1.25, 30.0]);
}

#[test]
fn equal_weights_are_no_weights() {
    let data: Vec<f64> = noise(3_000, 3, 23);
    let none = fit(KMeansParams::new(6), &data, 3, &Control::default());
    let equal = weighted(KMeansParams::new(6), &data, 3, &vec![2.0; 3_000], &Control::default());
    assert_eq!((&equal.labels, equal.n_iter), (&none.labels, none.n_iter));
    assert_eq!(equal.model, none.model);
    assert_eq!(equal.inertia, 2.0 * none.inertia);
}

#[test]
fn weights_that_mean_nothing_are_refused_with_advice() {
    assert_eq!(SampleWeight::new(&[1.0, f64::NAN]), Err(KMeansError::NotFinite { name: "sample_weight" }));
    assert_eq!(SampleWeight::new(&[1.0_f32, -0.5]), Err(KMeansError::NegativeWeight(-0.5)));
    assert_eq!(SampleWeight::new::<f64>(&[0.0, -0.0]), Err(KMeansError::NoWeight));
    let try_fit = |data: &[f64], weights: &[f64]| {
        let weights = SampleWeight::new(weights)?;
        let params = KMeansParams::new(2).check()?;
        params.fit(Rows::new(data, 1)?, Some(&weights), &mut Mt19937::from_seed(0), &Control::default())
    };
    let error = try_fit(&[1.0, 2.0, 3.0], &[1.0, 1.0]).unwrap_err();
    assert_eq!(error, KMeansError::Weights { given: 2, expected: 3 });
    assert!(error.to_string().contains("sample_weight has 2 values; X has 3 rows"));
    let error = try_fit(&[1.0, 2.0, 4.0], &[1e308, 1.0, 1.0]).unwrap_err();
    assert!(matches!(error, KMeansError::TooHeavy { weight: 1e308, .. }), "{error}");
    assert!(try_fit(&[1.0, 2.0, 4.0], &[1e300, 1.0, 1e-300]).is_ok());
}

fn permuted_rows_give_the_same<T: Element>() {
    let (n, d, k) = (5_003, 3, 8);
    let data: Vec<T> = noise(n, d, 3);
    let straight = fit(start(k, &data[..k * d]), &data, d, &Control::default());
    let order: Vec<usize> = (0..n).map(|i| i * 1_999 % n).collect();
    let shuffled: Vec<T> = order.iter().flat_map(|&i| data[i * d..][..d].to_vec()).collect();
    let outcome = fit(start(k, &data[..k * d]), &shuffled, d, &Control::default());
    assert_eq!(outcome.model, straight.model);
    assert_eq!(outcome.inertia.to_bits(), straight.inertia.to_bits());
    assert!(order.iter().zip(&outcome.labels).all(|(&i, label)| straight.labels[i] == *label));
}

#[test]
fn the_order_of_rows_changes_no_bit_of_the_centres() {
    permuted_rows_give_the_same::<f32>();
    permuted_rows_give_the_same::<f64>();
}

#[test]
fn an_empty_cluster_gets_the_row_that_fits_worst() {
    // The third start centre is far from all rows; 10.0 is the row farthest from its own centre.
    let data = [0.0_f64, 1.0, 2.0, 10.0];
    let one = fit(start(3, &[0.5, 2.0, 1e6]).max_iter(1), &data, 1, &Control::default());
    assert_eq!(one.model.centres(), [0.5, 2.0, 10.0]);
    assert_eq!(one.labels, [0, 0, 1, 2]);
    assert_eq!(one.inertia, 0.5);
}

#[test]
fn more_clusters_than_distinct_rows_is_an_answer() {
    let data = [1.0_f32, 1.0, 1.0, 2.0, 2.0, 2.0];
    let outcome = fit(KMeansParams::new(4), &data, 1, &Control::default());
    assert_eq!(outcome.inertia, 0.0);
    assert_eq!(outcome.labels[..3], [outcome.labels[0]; 3]);
    assert_ne!(outcome.labels[0], outcome.labels[3]);
}

fn corner_shapes<T: Element>() {
    let data: Vec<T> = noise(40, 3, 5);
    let all = fit(KMeansParams::new(40), &data, 3, &Control::default());
    assert_eq!(all.inertia, 0.0, "n = k");
    let one = fit(KMeansParams::new(1), &data, 3, &Control::default());
    assert_eq!(one.labels, vec![0; 40], "k = 1");
    let line: Vec<T> = data.iter().step_by(3).copied().collect();
    assert_eq!(fit(KMeansParams::new(3), &line, 1, &Control::default()).labels.len(), 40, "d = 1");
    let single = fit(KMeansParams::new(1), &data[..3], 3, &Control::default());
    assert_eq!((single.model.centres(), single.inertia), (&data[..3], 0.0), "n = 1");

    let constant = vec![T::rounded(0.1); 90];
    let outcome = fit(KMeansParams::new(2), &constant, 3, &Control::default());
    assert_eq!((outcome.inertia, outcome.labels), (0.0, vec![0; 30]), "constant rows");

    let column: Vec<T> = line.iter().flat_map(|&x| [T::default(), x]).collect();
    let outcome = fit(KMeansParams::new(3), &column, 2, &Control::default());
    assert!(outcome.model.centres().iter().step_by(2).all(|&c| c == T::default()), "zero column");
}

#[test]
fn corner_shapes_are_answers() {
    corner_shapes::<f32>();
    corner_shapes::<f64>();
}

#[test]
fn magnitudes_scale_the_answer_or_are_refused() {
    let data: Vec<f64> = noise(300, 2, 9);
    let labels = fit(KMeansParams::new(4), &data, 2, &Control::default()).labels;
    for exponent in [-400, -100, 100, 400] {
        let scaled: Vec<f64> = data.iter().map(|x| x * 2.0_f64.powi(exponent)).collect();
        assert_eq!(fit(KMeansParams::new(4), &scaled, 2, &Control::default()).labels, labels, "2^{exponent}");
    }
    let tiny: Vec<f64> = data.iter().map(|x| x * 1e-300).collect();
    assert_eq!(fit(KMeansParams::new(4), &tiny, 2, &Control::default()).inertia, 0.0);
    for large in [1e160, 1e300, 1e308] {
        let huge: Vec<f64> = data.iter().map(|x| x.fract() * large).collect();
        let params = KMeansParams::new(4).check().unwrap();
        let refused =
            params.fit(Rows::new(&huge, 2).unwrap(), None, &mut Mt19937::from_seed(0), &Control::default());
        assert!(matches!(refused, Err(KMeansError::TooLarge { .. })), "{large:e}");
    }
    let single: Vec<f32> = data.iter().map(|x| (x * 1e37) as f32).collect();
    assert_eq!(fit(KMeansParams::new(4), &single, 2, &Control::default()).labels.len(), 300);
}

#[test]
fn inertia_is_the_sum_of_squared_distances() {
    let data: Vec<f64> = noise(999, 4, 11);
    let outcome = fit(KMeansParams::new(6), &data, 4, &Control::default());
    let centres = outcome.model.centres();
    let expected: f64 = data
        .chunks(4)
        .zip(&outcome.labels)
        .map(|(x, &j)| x.iter().zip(&centres[j as usize * 4..]).map(|(x, c)| (x - c).powi(2)).sum::<f64>())
        .sum();
    assert!((outcome.inertia - expected).abs() < 1e-12 * expected);
    assert_eq!(outcome.model.predict(Rows::new(&data, 4).unwrap(), &Control::default()), Ok(outcome.labels));
}

#[test]
fn a_row_gets_the_same_label_alone_and_among_others() {
    for (d, k) in [(3, 5), (5, 40), (70, 5), (70, 40)] {
        let data: Vec<f32> = noise(1_100, d, 31);
        let model = KMeansModel::new(data[..k * d].to_vec(), d).unwrap();
        let control = Control { threads: 2, ..Control::default() };
        let labels = model.predict(Rows::new(&data, d).unwrap(), &control).unwrap();
        let alone = data.chunks(d).map(|row| model.predict(Rows::new(row, d).unwrap(), &control).unwrap()[0]);
        assert_eq!(alone.collect::<Vec<_>>(), labels, "d={d} k={k}");
    }
}

#[test]
fn of_several_runs_the_best_is_kept() {
    let data: Vec<f64> = noise(2_000, 2, 13);
    let mut stream = Mt19937::from_seed(7);
    let params = KMeansParams::new(12).check().unwrap();
    let rows = Rows::new(&data, 2).unwrap();
    let single: Vec<f64> =
        (0..6).map(|_| params.fit(rows, None, &mut stream, &Control::default()).unwrap().inertia).collect();
    let best = fit(KMeansParams::new(12).n_init(6), &data, 2, &Control::default());
    assert_eq!(best.inertia, single.iter().copied().fold(f64::INFINITY, f64::min));
    assert!(
        single[0] > best.inertia,
        "the first run must not be the best one for this test to mean anything"
    );
}

#[test]
fn preconditions_are_errors_that_advise() {
    let check = |params: KMeansParams<f64>| params.check().map(|_| ());
    assert_eq!(check(KMeansParams::new(0)), Err(KMeansError::NClusters(0)));
    assert_eq!(check(KMeansParams::new(2).n_init(0)), Err(KMeansError::NInit));
    assert_eq!(check(KMeansParams::new(2).max_iter(0)), Err(KMeansError::MaxIter));
    assert_eq!(check(KMeansParams::new(2).tol(-0.5)), Err(KMeansError::Tolerance(-0.5)));
    assert!(check(KMeansParams::new(2).tol(f64::NAN)).is_err());
    assert_eq!(check(start(1, &[f64::NAN])), Err(KMeansError::NotFinite { name: "init" }));
    assert!(matches!(Rows::<f64>::new(&[], 2), Err(KMeansError::Empty { .. })));

    let mut stream = Mt19937::from_seed(0);
    let mut fit = |params: KMeansParams<f64>, data: &[f64]| {
        params.check()?.fit(Rows::new(data, 1)?, None, &mut stream, &Control::default()).map(|_| ())
    };
    let error = fit(KMeansParams::new(3), &[1.0, 2.0]).unwrap_err();
    assert_eq!(error, KMeansError::TooFewRows { n_rows: 2, n_clusters: 3 });
    assert!(error.to_string().contains("n_samples=2 should be >= n_clusters=3"));
    assert_eq!(fit(KMeansParams::new(1), &[1.0, f64::NAN]), Err(KMeansError::NotFinite { name: "X" }));
    assert!(matches!(fit(start(2, &[1.0]), &[1.0, 2.0]), Err(KMeansError::Starts { .. })));
    let model = KMeansModel::new(vec![1.0, 2.0], 2).unwrap();
    let wrong = model.predict(Rows::new(&[1.0], 1).unwrap(), &Control::default());
    assert_eq!(wrong, Err(KMeansError::Features { given: 1, expected: 2 }));
}

#[derive(Default)]
struct Witness {
    told: Mutex<Vec<String>>,
    inertias: Mutex<Vec<f64>>,
    /// Sets the flag in the first iteration.
    cancel: AtomicBool,
    /// Ends the fit in this iteration.
    last: Option<usize>,
}

impl Witness {
    fn tell(&self, what: String) {
        self.told.lock().unwrap().push(what);
    }
}

impl Observer for Witness {
    fn wants_distances(&self) -> bool {
        true
    }

    fn run_begins(&self, run: usize) -> Result<(), KMeansError> {
        self.tell(format!("run {run}"));
        Ok(())
    }

    fn iteration_begins(&self, run: usize, number: usize) -> Result<(), KMeansError> {
        self.tell(format!("iteration {run}.{number}"));
        Ok(())
    }

    fn iteration_ends(&self, iteration: &Iteration<'_>) -> Result<bool, KMeansError> {
        let distances = iteration.squared_distances.unwrap();
        self.inertias.lock().unwrap().push(distances.iter().sum());
        self.tell(format!("{} changed", iteration.n_changed));
        self.cancel.store(true, Ordering::Relaxed);
        Ok(self.last == Some(iteration.number))
    }

    fn run_converged(&self, run: usize, number: usize, end: End) -> Result<(), KMeansError> {
        self.tell(format!("{end:?} {run}.{number}"));
        Ok(())
    }
}

#[test]
fn a_cancelled_fit_stops_and_the_next_one_works() {
    let data: Vec<f32> = noise(50_000, 4, 17);
    let witness = Witness::default();
    let control =
        Control { threads: 2, cancel: Some(&witness.cancel), observer: Some(&witness), ..Control::default() };
    let params = KMeansParams::new(20).check().unwrap();
    let rows = Rows::new(&data, 4).unwrap();
    assert_eq!(params.fit(rows, None, &mut Mt19937::from_seed(0), &control), Err(KMeansError::Cancelled));
    assert!(params.fit(rows, None, &mut Mt19937::from_seed(0), &Control::default()).is_ok());
}

#[test]
fn an_observer_hears_of_every_iteration_and_changes_nothing() {
    let data: Vec<f64> = noise(500, 2, 19);
    let witness = Witness::default();
    let control = Control { observer: Some(&witness), ..Control::default() };
    let params = || KMeansParams::new(5).tol(0.0);
    let outcome = fit(params(), &data, 2, &control);
    assert_eq!(outcome, fit(params(), &data, 2, &Control::default()));
    let told = witness.told.into_inner().unwrap();
    assert_eq!(told[..3], ["run 0", "iteration 0.0", "500 changed"]);
    let last = outcome.n_iter - 1;
    assert_eq!(told[told.len() - 2..], ["0 changed".to_owned(), format!("Strict 0.{last}")]);
    assert_eq!(told.len(), 2 * outcome.n_iter + 2);
    let inertias = witness.inertias.into_inner().unwrap();
    assert!(inertias.windows(2).all(|pair| pair[1] <= pair[0]), "{inertias:?}");
    assert!((inertias[last] - outcome.inertia).abs() < 1e-12 * outcome.inertia);
}

#[test]
fn an_observer_ends_all_runs() {
    let data: Vec<f64> = noise(5_000, 2, 19);
    let witness = Witness { last: Some(1), ..Witness::default() };
    let control = Control { observer: Some(&witness), ..Control::default() };
    let outcome = fit(KMeansParams::new(9).n_init(3), &data, 2, &control);
    assert_eq!(outcome.n_iter, 2);
    assert_eq!(outcome.model.predict(Rows::new(&data, 2).unwrap(), &Control::default()), Ok(outcome.labels));
    let told = witness.told.into_inner().unwrap();
    assert_eq!(told.iter().filter(|what| what.starts_with("run")).count(), 1);
}

#[test]
fn the_error_of_an_observer_is_that_of_the_fit() {
    struct Refusing;
    impl Observer for Refusing {
        fn iteration_begins(&self, _run: usize, _number: usize) -> Result<(), KMeansError> {
            Err(KMeansError::NInit)
        }
    }
    let data: Vec<f64> = noise(50, 2, 19);
    let control = Control { observer: Some(&Refusing), ..Control::default() };
    let params = KMeansParams::new(2).check().unwrap();
    let rows = Rows::new(&data, 2).unwrap();
    assert_eq!(params.fit(rows, None, &mut Mt19937::from_seed(0), &control), Err(KMeansError::NInit));
}

#[test]
fn a_function_starts_every_run_from_the_centred_rows() {
    let data: Vec<f64> = noise(300, 2, 19);
    let function = StartFunction::new(|request: StartRequest<f64>| {
        let rows = request.rows.unwrap();
        assert_eq!(rows.len(), 600);
        assert!(rows.iter().step_by(2).sum::<f64>().abs() < 1e-9, "centred");
        Ok(rows[request.run * 20..][..8].to_vec())
    });
    let params = KMeansParams::new(4).n_init(3).init(Init::Function(function));
    let starts: Vec<f64> = [0, 20, 40].iter().flat_map(|&first| data[first..first + 8].to_vec()).collect();
    let given = KMeansParams::new(4).n_init(3).init(Init::Centres(starts));
    assert_eq!(fit(params, &data, 2, &Control::default()), fit(given, &data, 2, &Control::default()));
    for (values, error) in [
        (vec![0.0; 3], KMeansError::Starts { n_values: 3, expected: [1, 4, 2] }),
        (vec![f64::NAN; 8], KMeansError::NotFinite { name: "init" }),
    ] {
        let function = StartFunction::new(move |_| Ok(values.clone()));
        let params = KMeansParams::new(4).init(Init::Function(function)).check().unwrap();
        let rows = Rows::new(&data, 2).unwrap();
        let outcome = params.fit(rows, None, &mut Mt19937::from_seed(0), &Control::default());
        assert_eq!(outcome, Err(error));
    }
}

#[test]
fn random_starts_are_rows() {
    let data: Vec<f64> = noise(40, 2, 19);
    let all = fit(KMeansParams::new(40).init(Init::Random), &data, 2, &Control::default());
    assert_eq!(all.inertia, 0.0);
    let mut labels = all.labels;
    labels.sort_unstable();
    assert_eq!(labels, (0..40).collect::<Vec<_>>());
}
