//! What the state of a kind must hold: its tensors by name, and whether it has classes.

use mlmeta_model::DataType;

/// The newest versions of a kind that are read here; every older one is read, too.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Versions {
    pub(crate) spec: u64,
    pub(crate) state: u64,
}

impl Versions {
    pub(crate) const FIRST: Self = Self { spec: 1, state: 1 };
}

const FLOATS: &[DataType] = &[DataType::F64, DataType::F32];

/// The length of one dimension of a tensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    /// The columns of the rows that the state takes.
    Features,
    /// The classes.
    Classes,
    /// The scores of a classifier: 1 for two classes, otherwise one a class.
    Scores,
    /// A length of its own: equal in all tensors of the state, and the parameter of that name if that is an integer.
    Named(&'static str),
}

/// One tensor of a state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) name: &'static str,
    pub(crate) dimensions: &'static [Dimension],
    pub(crate) dtypes: &'static [DataType],
    /// The boolean parameter without which the tensor may be missing.
    pub(crate) unless_false: Option<&'static str>,
    /// Whether one number without a dimension may stand for all.
    pub(crate) scalar: bool,
    /// Whether the first dimension may be missing.
    pub(crate) squeezed: bool,
    /// Whether some fits have no such tensor.
    pub(crate) optional: bool,
    /// The version of the state that has it first.
    pub(crate) since: u64,
}

impl Declared {
    /// A tensor of floats that every state of the kind has.
    pub(crate) const fn new(name: &'static str, dimensions: &'static [Dimension]) -> Self {
        let (dtypes, unless_false) = (FLOATS, None);
        let (scalar, squeezed, optional) = (false, false, false);
        Self { name, dimensions, dtypes, unless_false, scalar, squeezed, optional, since: 1 }
    }

    pub(crate) const fn of(self, dtypes: &'static [DataType]) -> Self {
        Self { dtypes, ..self }
    }

    pub(crate) const fn unless_false(self, parameter: &'static str) -> Self {
        Self { unless_false: Some(parameter), ..self }
    }

    pub(crate) const fn scalar(self) -> Self {
        Self { scalar: true, ..self }
    }

    pub(crate) const fn squeezed(self) -> Self {
        Self { squeezed: true, ..self }
    }

    pub(crate) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// The rules of one kind's state, or of several that are alike.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) tensors: &'static [Declared],
    pub(crate) classes: bool,
}
