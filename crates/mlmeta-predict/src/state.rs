//! A state that keeps the rules of its kind, and what is read from it.

use crate::error::NativeError;
use crate::rules::{Declared, Dimension, Rules, Versions};
use mlmeta_model::{Classes, StateView, Tensor, TensorData, Value};

/// A state whose versions, tensors and classes are those of its kind.
#[derive(Debug)]
pub(crate) struct Checked<'a> {
    view: StateView<'a>,
    /// The lengths of the dimensions that have a name.
    lengths: Vec<(&'static str, usize)>,
}

impl<'a> Checked<'a> {
    /// `view`, if it keeps `rules`, of which its version has those that are not newer.
    pub(crate) fn new(view: StateView<'a>, rules: &Rules, known: Versions) -> Result<Self, NativeError> {
        for (field, given, known) in [
            ("spec_version", view.spec_version, known.spec),
            ("state_version", view.state_version, known.state),
        ] {
            if given > known {
                let kind = view.kind.to_owned();
                return Err(NativeError::NewerState { kind, field, given, known });
            }
        }
        let mut state = Self { view, lengths: Vec::new() };
        match (&state.view.classes, rules.classes) {
            (Some(_), false) => return Err(state.error("classes", "a list", "null")),
            (None, true) => return Err(state.error("classes", "null", "the labels")),
            _ => {}
        }
        let tensors: Vec<&Declared> =
            rules.tensors.iter().filter(|declared| declared.since <= state.view.state_version).collect();
        let known = |name: &str| tensors.iter().any(|declared| declared.name == name);
        if let Some(extra) = state.view.tensor_names().find(|name| !known(name)) {
            let names: Vec<&str> = tensors.iter().map(|declared| declared.name).collect();
            return Err(state.error(extra, "an extra tensor", format!("only {}", names.join(", "))));
        }
        for declared in tensors {
            match state.view.tensor(declared.name) {
                Some(tensor) => state.check(declared, tensor)?,
                None if !state.needs(declared)? => {}
                None => return Err(state.error(declared.name, "no tensor", "a tensor")),
            }
        }
        Ok(state)
    }

    fn needs(&self, declared: &Declared) -> Result<bool, NativeError> {
        Ok(match declared.unless_false {
            Some(parameter) => self.flag(parameter, true)?,
            None => !declared.optional,
        })
    }

    /// The tensor has a type and a shape that its declaration allows.
    fn check(&mut self, declared: &Declared, tensor: &Tensor) -> Result<(), NativeError> {
        let dtype = tensor.data().data_type();
        if !declared.dtypes.contains(&dtype) {
            let names: Vec<&str> = declared.dtypes.iter().map(|dtype| dtype.name()).collect();
            return Err(self.error(declared.name, dtype.name(), names.join(" or ")));
        }
        let shape = tensor.shape();
        if declared.scalar && shape.is_empty() {
            return Ok(());
        }
        let squeezed = declared.squeezed && shape.len() + 1 == declared.dimensions.len();
        let dimensions = if squeezed { &declared.dimensions[1..] } else { declared.dimensions };
        let one_score = !squeezed || declared.dimensions[0] != Dimension::Scores || self.scores() == 1;
        if shape.len() != dimensions.len() || !one_score {
            return Err(self.wrong_shape(declared, shape));
        }
        let fits = |(dimension, length): (&Dimension, &usize)| {
            self.length(*dimension).is_none_or(|expected| *length == expected)
                && *length > 0
                && i32::try_from(*length).is_ok()
        };
        if !dimensions.iter().zip(shape).all(fits) {
            return Err(self.wrong_shape(declared, shape));
        }
        for (dimension, length) in dimensions.iter().zip(shape) {
            if let Dimension::Named(name) = dimension {
                self.name_length(name, *length, declared.name)?;
            }
        }
        Ok(())
    }

    /// The length that a dimension must have; nothing if no tensor had it before.
    fn length(&self, dimension: Dimension) -> Option<usize> {
        match dimension {
            Dimension::Features => Some(self.n_features()),
            Dimension::Classes => self.classes().map(Classes::len),
            Dimension::Scores => Some(self.scores()),
            Dimension::Named(name) => {
                self.lengths.iter().find(|(known, _)| *known == name).map(|(_, length)| *length)
            }
        }
    }

    /// From now on the dimension called `name` has this `length`, which the parameter of that name must not contradict.
    fn name_length(&mut self, name: &'static str, length: usize, tensor: &str) -> Result<(), NativeError> {
        if let Some(Value::Integer(given)) = self.parameter(name)
            && usize::try_from(*given) != Ok(length)
        {
            let expected = format!("{length}, the length of that dimension of {tensor}");
            return Err(self.error(&format!("params.{name}"), given.to_string(), expected));
        }
        self.lengths.push((name, length));
        Ok(())
    }

    fn wrong_shape(&self, declared: &Declared, shape: &[usize]) -> NativeError {
        let names: Vec<String> = declared
            .dimensions
            .iter()
            .map(|dimension| match (self.length(*dimension), dimension) {
                (Some(length), _) => length.to_string(),
                (None, Dimension::Named(name)) => (*name).to_owned(),
                (None, _) => "?".to_owned(),
            })
            .collect();
        let expected = format!("({}), at least one of each", names.join(", "));
        self.error(declared.name, format!("shape {shape:?}"), expected)
    }

    /// The columns of the rows that the state takes.
    pub(crate) fn n_features(&self) -> usize {
        self.view.n_features as usize
    }

    /// The labels.
    pub(crate) fn classes(&self) -> Option<&'a Classes> {
        self.view.classes
    }

    /// The number of scores of a classifier.
    fn scores(&self) -> usize {
        self.classes().map_or(0, |classes| if classes.len() == 2 { 1 } else { classes.len() })
    }

    /// The elements of the tensor called `name` in float64, and its shape; nothing if the state has no such tensor.
    pub(crate) fn numbers(&self, name: &str) -> Option<(Vec<f64>, &'a [usize])> {
        let tensor = self.view.tensor(name)?;
        let values = match tensor.data() {
            TensorData::F64(values) => values.clone(),
            TensorData::F32(values) => values.iter().map(|value| f64::from(*value)).collect(),
            TensorData::I64(values) => values.iter().map(|value| *value as f64).collect(),
            TensorData::I32(values) => values.iter().map(|value| f64::from(*value)).collect(),
            TensorData::U8(values) => values.iter().map(|value| f64::from(*value)).collect(),
            TensorData::Bool(values) => values.iter().map(|value| f64::from(u8::from(*value))).collect(),
        };
        Some((values, tensor.shape()))
    }

    /// The same of a tensor that this state must have, by its parameters or always.
    pub(crate) fn needed(&self, name: &str) -> Result<(Vec<f64>, &'a [usize]), NativeError> {
        self.numbers(name).ok_or_else(|| self.error(name, "no tensor", "a tensor"))
    }

    /// Whether the tensor called `name` is float32.
    pub(crate) fn is_float32(&self, name: &str) -> bool {
        self.view.tensor(name).is_some_and(|tensor| matches!(tensor.data(), TensorData::F32(_)))
    }

    /// The value of a parameter; nothing if it has the default, or one that is no data.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'a Value> {
        let (_, value) = self.view.params.iter().find(|(known, _)| known == name)?;
        (!matches!(value, Value::Opaque(_))).then_some(value)
    }

    /// The value of a boolean parameter.
    pub(crate) fn flag(&self, name: &str, default: bool) -> Result<bool, NativeError> {
        match self.parameter(name) {
            None => Ok(default),
            Some(Value::Bool(value)) => Ok(*value),
            Some(other) => Err(self.parameter_error(name, other, "true or false")),
        }
    }

    /// The value of a parameter that is a number.
    pub(crate) fn number(&self, name: &str, default: f64) -> Result<f64, NativeError> {
        match self.parameter(name) {
            None => Ok(default),
            Some(value) => number(value).ok_or_else(|| self.parameter_error(name, value, "a finite number")),
        }
    }

    /// The value of a parameter that is a pair of numbers, the smaller one first.
    pub(crate) fn range(&self, name: &str, default: (f64, f64)) -> Result<(f64, f64), NativeError> {
        let Some(value) = self.parameter(name) else { return Ok(default) };
        if let Value::List(ends) = value
            && let [low, high] = &ends[..]
            && let (Some(low), Some(high)) = (number(low), number(high))
            && low < high
        {
            return Ok((low, high));
        }
        Err(self.parameter_error(name, value, "two finite numbers, the smaller one first"))
    }

    /// The index in `known` of the value of a parameter that is one of these words.
    pub(crate) fn word(&self, name: &str, known: &[&str], default: usize) -> Result<usize, NativeError> {
        let Some(value) = self.parameter(name) else { return Ok(default) };
        let position = match value {
            Value::Text(text) => known.iter().position(|word| word == text),
            _ => None,
        };
        position.ok_or_else(|| self.parameter_error(name, value, &known.join(", ")))
    }

    pub(crate) fn parameter_error(&self, name: &str, given: &Value, expected: &str) -> NativeError {
        self.error(&format!("params.{name}"), format!("{given:?}"), expected)
    }

    /// The state breaks a rule of its kind in `field`.
    pub(crate) fn error(
        &self,
        field: &str,
        given: impl Into<String>,
        expected: impl Into<String>,
    ) -> NativeError {
        let (kind, given, expected) = (self.view.kind.to_owned(), given.into(), expected.into());
        let field = match self.view.name {
            Some(step) => format!("steps.{step}.{field}"),
            None => field.to_owned(),
        };
        NativeError::State { kind, field, given, expected }
    }
}

/// The finite number that a parameter's value is.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Real(value) if value.is_finite() => Some(*value),
        _ => None,
    }
}
