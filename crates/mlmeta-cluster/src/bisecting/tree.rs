//! The tree of splits: as it grows, and as arrays in one order.

use crate::KMeansError;

/// A cluster, or what was one before it was split.
#[derive(Debug)]
pub(super) struct Node {
    /// Its centre, in the coordinates of the rows of the fit.
    pub(super) centre: Vec<f64>,
    /// Its rows, ascending; none once it was split.
    pub(super) rows: Vec<usize>,
    /// The cluster with the highest is split next.
    pub(super) score: f64,
    /// The places of its children, left and right.
    children: Option<[usize; 2]>,
}

impl Node {
    /// Returns a cluster.
    pub(super) fn new(centre: Vec<f64>, rows: Vec<usize>, score: f64) -> Self {
        Self { centre, rows, score, children: None }
    }
}

/// Nodes that split; the root comes first.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The places of the clusters, from left to right.
    clusters: Vec<usize>,
}

impl Tree {
    /// Returns a tree of one cluster.
    pub(super) fn new(root: Node) -> Self {
        Self { nodes: vec![root], clusters: vec![0] }
    }

    /// Returns the clusters, from left to right.
    pub(super) fn clusters(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.clusters.iter().map(|&place| &self.nodes[place])
    }

    /// Takes the rows of the cluster with the highest score, the first from the left; [`Self::split`] gives it its children.
    pub(super) fn next(&mut self) -> (usize, Vec<usize>) {
        let mut best = 0;
        for (index, node) in self.clusters().enumerate() {
            if node.score > self.nodes[self.clusters[best]].score {
                best = index;
            }
        }
        (best, std::mem::take(&mut self.nodes[self.clusters[best]].rows))
    }

    /// Replaces the cluster at `index` by its two parts.
    pub(super) fn split(&mut self, index: usize, parts: [Node; 2]) {
        let children = [self.nodes.len(), self.nodes.len() + 1];
        self.nodes[self.clusters[index]].children = Some(children);
        self.clusters.splice(index..=index, children);
        self.nodes.extend(parts);
    }

    /// Returns the inner nodes, parents first and the left subtree before the right one, and for each of them its children by
    /// number: clusters from the left, then the inner nodes.
    pub(super) fn inner(&self) -> (Vec<&Node>, Vec<[usize; 2]>) {
        let (mut inner, mut children) = (Vec::new(), Vec::new());
        let mut n_clusters = 0;
        let mut waiting = vec![(0, None)];
        while let Some((place, parent)) = waiting.pop() {
            let node = &self.nodes[place];
            let number = match node.children {
                None => n_clusters,
                Some(_) => self.clusters.len() + inner.len(),
            };
            if let Some((row, side)) = parent {
                let pair: &mut [usize; 2] = &mut children[row];
                pair[side] = number;
            }
            match node.children {
                None => n_clusters += 1,
                Some([left, right]) => {
                    let row = inner.len();
                    waiting.extend([(right, Some((row, 1_usize))), (left, Some((row, 0)))]);
                    inner.push(node);
                    children.push([0; 2]);
                }
            }
        }
        (inner, children)
    }
}

/// Checks that `children` are the splits of a tree of `n_clusters` clusters in the order of [`Tree::inner`].
///
/// # Errors
/// [`KMeansError::NoTree`].
pub(super) fn check(children: &[[usize; 2]], n_clusters: usize) -> Result<(), KMeansError> {
    if children.len() + 1 != n_clusters {
        return Err(KMeansError::NoTree { row: None, n_clusters });
    }
    let (mut clusters, mut inner) = (0, 0);
    let mut waiting = vec![(if children.is_empty() { 0 } else { n_clusters }, 0)];
    while let Some((node, row)) = waiting.pop() {
        // In this order whatever is met is the next cluster or the next inner node: nothing twice, nothing beyond, no circle.
        if node == clusters && node < n_clusters {
            clusters += 1;
        } else if node == n_clusters + inner && inner < children.len() {
            let [left, right] = children[inner];
            waiting.extend([(right, inner), (left, inner)]);
            inner += 1;
        } else {
            return Err(KMeansError::NoTree { row: Some(row), n_clusters });
        }
    }
    if clusters == n_clusters { Ok(()) } else { Err(KMeansError::NoTree { row: Some(inner), n_clusters }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(score: f64) -> Node {
        Node::new(vec![score], vec![], score)
    }

    #[test]
    fn the_cluster_with_the_highest_score_is_next_and_the_first_of_several() {
        let mut tree = Tree::new(node(0.0));
        assert_eq!(tree.next().0, 0);
        tree.split(0, [node(2.0), node(5.0)]);
        assert_eq!(tree.next().0, 1);
        tree.split(1, [node(2.0), node(1.0)]);
        assert_eq!(tree.next().0, 0, "of equal scores the first from the left");
        tree.split(0, [node(0.0), node(0.5)]);
        let scores: Vec<f64> = tree.clusters().map(|cluster| cluster.score).collect();
        assert_eq!(scores, [0.0, 0.5, 2.0, 1.0]);
        let (inner, children) = tree.inner();
        assert_eq!(children, [[5, 6], [0, 1], [2, 3]]);
        assert_eq!(inner.iter().map(|node| node.score).collect::<Vec<_>>(), [0.0, 2.0, 5.0]);
        assert_eq!(check(&children, 4), Ok(()));
    }

    #[test]
    fn what_is_no_tree_is_an_error() {
        let no_tree = |row| Err(KMeansError::NoTree { row, n_clusters: 4 });
        for (children, row) in [
            ([[5, 3], [4, 2], [0, 1]], Some(1)),
            ([[4, 3], [0, 1], [2, 3]], Some(0)),
            ([[5, 6], [0, 1], [1, 2]], Some(2)),
            ([[5, 7], [0, 1], [2, 3]], Some(0)),
            ([[5, usize::MAX], [0, 1], [2, 3]], Some(0)),
            ([[6, 5], [0, 1], [2, 3]], Some(0)),
            ([[0, 1], [2, 3], [4, 5]], Some(1)),
        ] {
            assert_eq!(check(&children, 4), no_tree(row), "{children:?}");
        }
        assert_eq!(check(&[[5, 3], [4, 2]], 4), no_tree(None));
        assert_eq!(check(&[], 1), Ok(()));
        assert!(check(&[], 0).is_err());
    }
}
