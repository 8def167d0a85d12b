//! Reader and writer of the .mlm model file.
