//! Every native predictor against its definition in plain loops, and the states and rows that are refused.

mod bisecting;
mod chain;
mod classifier;
mod common;
mod kmeans;
mod linear;
mod projection;
mod sample;
mod scalers;
