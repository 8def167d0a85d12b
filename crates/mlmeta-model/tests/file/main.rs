//! The model file: what is written is read, what lies is refused.

mod common;
mod lies;
mod round_trip;
mod states;
