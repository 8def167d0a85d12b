//! The states of a file one by one: what a native predictor is made of.

use crate::classes::Classes;
use crate::model::Model;
use crate::step;
use crate::tensor::Tensor;
use crate::value::Value;

/// What the names of tensors that belong to no state start with.
const SHARED: [&str; 2] = ["sample.", "ranges."];
/// What the bare names of a state's parameters that are arrays start with.
pub(crate) const PARAMS_PREFIX: &str = "params.";

/// One state: the model itself, or one step of a chain.
#[derive(Debug, Clone)]
pub struct StateView<'a> {
    /// The step's name; none for a model that is no chain.
    pub name: Option<&'a str>,
    /// The algorithm.
    pub kind: &'a str,
    /// Version of the algorithm's spec.
    pub spec_version: u64,
    /// Version of the state's layout.
    pub state_version: u64,
    /// The spec's parameters by name; a parameter that is an array holds the tensor's full name.
    pub params: &'a [(String, Value)],
    /// Number of columns of its input.
    pub n_features: u64,
    /// Labels of a classifier.
    pub classes: Option<&'a Classes>,
    prefix: String,
    model: &'a Model,
}

impl<'a> StateView<'a> {
    /// The tensor that the state calls `bare_name`: without the `steps.<i>.` of a chain.
    #[must_use]
    pub fn tensor(&self, bare_name: &str) -> Option<&'a Tensor> {
        self.model
            .tensors()
            .iter()
            .find(|tensor| tensor.name().strip_prefix(&*self.prefix) == Some(bare_name))
    }

    /// The bare names of the state's own tensors in file order: parameters, samples and ranges aside.
    pub fn tensor_names(&self) -> impl Iterator<Item = &'a str> {
        let names = self.model.tensors().iter().map(Tensor::name);
        names.filter(|name| !is_shared(name)).filter_map(|name| {
            name.strip_prefix(&*self.prefix).filter(|bare| !bare.starts_with(PARAMS_PREFIX))
        })
    }
}

/// Whether a tensor of this name belongs to the file's schema or sample.
pub(crate) fn is_shared(name: &str) -> bool {
    SHARED.iter().any(|prefix| name.starts_with(prefix))
}

impl Model {
    /// Its states: one a step of a chain in order, or the only one.
    #[must_use]
    pub fn states(&self) -> Vec<StateView<'_>> {
        let document = self.document();
        if document.steps.is_empty() {
            return vec![StateView {
                name: None,
                kind: &document.kind,
                spec_version: document.spec_version,
                state_version: document.state_version,
                params: &document.params,
                n_features: document.n_features,
                classes: document.classes.as_ref(),
                prefix: String::new(),
                model: self,
            }];
        }
        let views = document.steps.iter().enumerate().map(|(index, step)| StateView {
            name: Some(&step.name),
            kind: &step.kind,
            spec_version: step.spec_version,
            state_version: step.state_version,
            params: &step.params,
            n_features: step.n_features,
            classes: step.classes.as_ref(),
            prefix: step::prefix(index),
            model: self,
        });
        views.collect()
    }
}
