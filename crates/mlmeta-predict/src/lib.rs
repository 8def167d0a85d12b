//! Native predictors of mlmeta's portable model states.
