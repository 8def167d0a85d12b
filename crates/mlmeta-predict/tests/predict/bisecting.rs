//! Trees of splits against their definition, and those that are none.

use crate::common::{State, ask, chain, field, numbers, state, take};
use mlmeta_model::{FieldType, TensorData, Value};
use mlmeta_predict::{Array, Values, native};

/// A bisecting K-Means of so many clusters.
fn model(centres: &[f64], children: &[i64], inner: &[f64], n_features: usize) -> State {
    let (n_clusters, n_splits) = (centres.len() / n_features, children.len() / 2);
    let mut made = state("cluster.BisectingKMeans", n_features)
        .param("n_clusters", Value::Integer(n_clusters as i64))
        .floats("cluster_centers_", &[n_clusters, n_features], centres)
        .output("labels", FieldType::Int32, None);
    made.outputs.push(field("distances", FieldType::Float64, vec![-1, n_clusters as i64], true));
    if n_splits == 0 {
        return made;
    }
    made.tensor("children_", &[n_splits, 2], TensorData::I64(children.to_vec())).floats(
        "inner_centers_",
        &[n_splits, n_features],
        inner,
    )
}

/// The children of a tree over `clusters`, cut where the stream says, and numbered from the left; `next` is the next split.
fn grown(
    clusters: std::ops::Range<usize>,
    k: usize,
    children: &mut Vec<[usize; 2]>,
    cuts: &mut impl Iterator<Item = f64>,
) -> usize {
    if clusters.len() == 1 {
        return clusters.start;
    }
    let row = children.len();
    children.push([0; 2]);
    let share = (cuts.next().unwrap() + 50.0) / 100.0;
    let cut = clusters.start + 1 + (share * (clusters.len() - 1) as f64) as usize;
    children[row] = [grown(clusters.start..cut, k, children, cuts), 0];
    children[row][1] = grown(cut..clusters.end, k, children, cuts);
    k + row
}

/// The definition: down the tree, to the left unless the right centre is nearer.
fn oracle(nodes: &[f64], children: &[[usize; 2]], row: &[f64]) -> i32 {
    let k = nodes.len() / row.len() - children.len();
    let distance = |node: usize| {
        let mut sum = 0.0;
        for (value, coordinate) in row.iter().zip(&nodes[node * row.len()..]) {
            sum += (value - coordinate) * (value - coordinate);
        }
        sum
    };
    let mut node = if children.is_empty() { 0 } else { k };
    while node >= k {
        let [left, right] = children[node - k];
        node = if distance(right) < distance(left) { right } else { left };
    }
    node as i32
}

#[test]
fn rows_arrive_where_the_definition_says() {
    for (k, d) in [(1, 1), (2, 1), (3, 2), (9, 3), (40, 17)] {
        let mut children = Vec::new();
        grown(0..k, k, &mut children, &mut numbers(k as u64));
        // Whole numbers, so that many rows are equally far from two centres.
        let nodes: Vec<f64> = take(7, (2 * k - 1) * d).iter().map(|value| (value / 20.0).round()).collect();
        let flat: Vec<i64> = children.as_flattened().iter().map(|&node| node as i64).collect();
        let made = model(&nodes[..k * d], &flat, &nodes[k * d..], d);
        let rows: Vec<f64> = take(99, 200 * d).iter().map(|value| (value / 10.0).round()).collect();
        let expected: Vec<i32> = rows.chunks_exact(d).map(|row| oracle(&nodes, &children, row)).collect();
        let predictor = made.predictor();
        let all = ask(&*predictor, d, &rows, "labels");
        assert_eq!(all, Array::new("labels", vec![200], Values::Int32(expected)), "{k} clusters");
        for (index, row) in rows.chunks_exact(d).enumerate().take(30) {
            let Values::Int32(labels) = &all.values else { panic!("labels are int32") };
            let alone = ask(&*predictor, d, row, "labels").values;
            assert_eq!(alone, Values::Int32(vec![labels[index]]), "a row alone");
        }
        let own = ask(&*predictor, d, &nodes[..d], "distances");
        assert_eq!((own.shape, own.values.len()), (vec![1, k], k));
    }
}

#[test]
fn distances_are_those_to_the_clusters() {
    let made = model(&[0.0, 3.0, 10.0], &[4, 2, 0, 1], &[4.0, 1.5], 1);
    let answer = ask(&*made.predictor(), 1, &[1.0, 7.0], "distances");
    assert_eq!(answer.values, Values::Float64(vec![1.0, 2.0, 9.0, 7.0, 4.0, 3.0]));
    // 6 lies nearer to the cluster at 3 than to the one at 10, and beyond the middle of 1.5 and 10, where the root parts rows.
    let labels = ask(&*made.predictor(), 1, &[1.0, 5.7, 6.0], "labels");
    assert_eq!(labels.values, Values::Int32(vec![0, 1, 2]));
}

#[test]
fn what_is_no_tree_is_refused() {
    let made = |children: &[i64]| model(&[0.0, 3.0, 10.0], children, &take(1, children.len() / 2), 1);
    assert!(made(&[4, 2, 0, 1]).predictor().estimated_nanoseconds(1) > 0);
    for children in [
        [4, 2, 0, 4],
        [3, 2, 0, 1],
        [5, 2, 0, 1],
        [i64::MAX, 2, 0, 1],
        [4, 2, 0, -1],
        [i64::MIN, 2, 0, 1],
        [4, 2, 0, 0],
        [2, 4, 0, 1],
        [0, 1, 2, 3],
    ] {
        assert_eq!(made(&children).refused(), "children_", "{children:?}");
    }
    assert_eq!(made(&[0, 1]).refused(), "children_");
    assert_eq!(made(&[]).refused(), "children_");
    assert_eq!(made(&[4, 2, 0, 1]).without("inner_centers_").refused(), "inner_centers_");
    assert_eq!(made(&[4, 2, 0, 1]).without("children_").refused(), "children_");
    let alone = model(&[0.0], &[], &[], 1);
    assert_eq!(alone.clone().floats("inner_centers_", &[1, 1], &[0.0]).refused(), "children_");
}

#[test]
fn before_another_step_the_tree_is_looked_at_all_the_same() {
    let last = |width: usize| {
        state("preprocessing.MaxAbsScaler", width)
            .floats("scale_", &[width], &vec![2.0; width])
            .floats("max_abs_", &[width], &vec![2.0; width])
            .count("n_samples_seen_", 9)
            .transformed(width)
    };
    let sound = model(&[0.0, 3.0, 10.0], &[4, 2, 0, 1], &[4.0, 1.5], 1);
    let predictor = native(&chain(&[("cluster", sound), ("scale", last(3))])).unwrap();
    let answer = ask(&*predictor, 1, &[1.0], "transformed");
    assert_eq!(answer.values, Values::Float64(vec![0.5, 1.0, 4.5]));
    let circle = model(&[0.0, 3.0, 10.0], &[4, 2, 0, 4], &[4.0, 1.5], 1);
    let error = native(&chain(&[("cluster", circle), ("scale", last(3))])).unwrap_err().to_string();
    assert!(error.contains("steps.cluster.children_"), "{error}");
}
