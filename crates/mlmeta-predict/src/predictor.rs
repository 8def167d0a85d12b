//! A model, or a chain of steps, that answers requests: one pass over the rows, a block at a time.

use crate::Predictor;
use crate::array::Array;
use crate::error::PredictError;
use crate::input::{Missing, Rows, block_rows};
use crate::model::{Answer, Output, Transform};

/// A step of a chain that transforms rows.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) transform: Box<dyn Transform>,
}

/// Steps that transform rows, and what answers for the rows that they make.
///
/// A block passes all steps before the next one is touched, so that what one step makes is in the cache when the next
/// one reads it. Memory is taken once a request, none a row.
#[derive(Debug)]
pub(crate) struct Chain {
    steps: Vec<Step>,
    answer: Box<dyn Answer>,
    /// The name of the step that answers; empty for a model that is no chain.
    name: String,
    block_rows: usize,
}

impl Chain {
    /// The chain of `steps` and, called `name`, what answers. Steps that change no bit are left out.
    pub(crate) fn new(mut steps: Vec<Step>, name: String, answer: Box<dyn Answer>) -> Self {
        steps.retain(|step| !step.transform.is_identity());
        let widths = steps.iter().flat_map(|step| [step.transform.n_features(), step.transform.width()]);
        let block_rows = block_rows(widths.fold(answer.n_features(), usize::max));
        Self { steps, answer, name, block_rows }
    }

    fn n_features(&self) -> usize {
        self.steps.first().map_or_else(|| self.answer.n_features(), |step| step.transform.n_features())
    }

    /// The output called `name`.
    fn output(&self, name: &str) -> Result<&Output, PredictError> {
        let outputs = self.answer.outputs();
        outputs.iter().find(|output| output.name == name).ok_or_else(|| PredictError::UnknownOutput {
            name: name.to_owned(),
            known: outputs.iter().map(|output| output.name).collect(),
        })
    }

    /// Which numbers step `index` takes beside finite ones, or what answers after the last step.
    fn missing(&self, index: usize) -> Missing {
        self.steps.get(index).map_or_else(|| self.answer.missing(), |step| step.transform.missing())
    }

    /// Take one block, which starts at `first_row` of the request, through all steps and append what is wanted.
    fn visit(
        &self,
        block: &[f64],
        first_row: usize,
        wanted: &mut [Array],
        memory: &mut Memory,
    ) -> Result<(), PredictError> {
        let n_rows = block.len() / self.n_features();
        for (index, Step { transform, .. }) in self.steps.iter().enumerate() {
            let [even, odd] = &mut memory.rows;
            let (given, made) = if index % 2 == 0 { (&*odd, even) } else { (&*even, odd) };
            made.resize(n_rows * transform.width(), 0.0);
            transform.transform(if index == 0 { block } else { given }, made);
            // A sum may overflow; whoever comes next need not know what to do with it.
            if let Some(element) = self.missing(index + 1).first_refused(made) {
                return Err(PredictError::StepNotFinite {
                    step: self.steps.get(index + 1).map_or(&self.name, |step| &step.name).clone(),
                    row: first_row + element / transform.width(),
                    column: element % transform.width(),
                    given: made[element].to_string(),
                });
            }
        }
        let last = match self.steps.len() {
            0 => block,
            steps => &memory.rows[(steps + 1) % 2],
        };
        self.answer.answer(last, wanted, &mut memory.scratch);
        Ok(())
    }
}

/// What blocks are computed in.
#[derive(Debug, Default)]
struct Memory {
    /// The rows that the even and the odd steps make.
    rows: [Vec<f64>; 2],
    scratch: Vec<f64>,
}

impl Predictor for Chain {
    fn predict(&self, inputs: &[Array], outputs: &[&str]) -> Result<Vec<Array>, PredictError> {
        let rows = Rows::of(inputs, self.n_features())?;
        let labels = self.answer.labels();
        let mut answer = Vec::with_capacity(outputs.len());
        for name in outputs {
            answer.push(self.output(name)?.array(rows.len(), labels));
        }
        let mut memory = Memory::default();
        let mut first_row = 0;
        rows.for_each_block(self.block_rows, self.missing(0), |block| {
            self.visit(block, first_row, &mut answer, &mut memory)?;
            first_row += self.block_rows;
            Ok(())
        })?;
        Ok(answer)
    }

    fn estimated_nanoseconds(&self, rows: usize) -> u64 {
        let steps: usize = self.steps.iter().map(|step| step.transform.nanoseconds()).sum();
        ((steps + self.answer.nanoseconds()) as u64).saturating_mul(rows as u64)
    }
}
