//! Python bindings of `mlmeta-cluster`.
