//! Training of clustering algorithms on partial statistics, in safe Rust.
