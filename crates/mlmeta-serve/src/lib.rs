//! The inference server: Open Inference Protocol from the schema in a model file.
