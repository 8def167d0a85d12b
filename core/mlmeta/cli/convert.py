"""`mlmeta convert`: a fitted model from one form to another."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlmeta import modelfile
from mlmeta.cli.output import add_json_option, add_limit_option, add_provider_options, listening, show, warn
from mlmeta.conversion import linfa_json, pickle_file, scikit_learn
from mlmeta.errors import ModelFileError
from mlmeta.modelfile.naming import naming
from mlmeta.models import portable
from mlmeta.models.fitted import state_of

__all__ = ["command"]

ENDINGS = {".mlm": "mlm", ".json": "linfa-json", ".joblib": "joblib", ".pkl": "pickle", ".pickle": "pickle"}
"""What the ending of a name says of the file's form."""

PICKLES = ("joblib", "pickle")

DISTRUST = (
    "{name} is a pickle: reading it runs whatever code it holds, before anybody can look at it. "
    "If you trust who wrote it, and that nobody changed it since, say --trust-pickle."
)


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the options of `mlmeta convert` and return what runs it."""
    parser.description = "Convert a fitted model: model files, scikit-learn's pickles, the JSON of linfa 0.1 (2019)."
    parser.epilog = f"The endings of the names say what the files are: {', '.join(ENDINGS)}."
    parser.add_argument("source", metavar="SOURCE", type=Path, help="the file to read")
    parser.add_argument("-o", "--out", metavar="TARGET", type=Path, required=True, help="the file to write")
    forms = sorted(set(ENDINGS.values()))
    parser.add_argument("--from", dest="given", choices=forms, help="what SOURCE is, where its name does not say it")
    parser.add_argument("--to", choices=forms, help="what to write, where the name of TARGET does not say it")
    parser.add_argument(
        "--trust-pickle", action="store_true", help="read SOURCE although it is a pickle, which runs the code that it holds"
    )
    add_provider_options(parser)
    add_limit_option(parser)
    add_json_option(parser)

    def run(options: argparse.Namespace) -> int:
        given, wanted = options.given or _form(options.source), options.to or _form(options.out)
        if given is None or wanted is None:
            name = options.source.name if given is None else options.out.name
            option = "--from" if given is None else "--to"
            parser.error(f"the name {name!r} ends in none of {', '.join(ENDINGS)}, or say {option}")
        if given in PICKLES and not options.trust_pickle:
            parser.error(DISTRUST.format(name=options.source.name))
        with listening() as told:
            done = _convert(options, given, wanted)
        for text in told:
            warn(text)
        show(options, done, {**done.as_json(), "warnings": told})
        return 0

    return run


def _form(path: Path) -> str | None:
    return ENDINGS.get(path.suffix.lower())


@dataclass(frozen=True)
class Converted:
    """What was written, and of which model."""

    source: Path
    target: Path
    form: str
    state: Any

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            "source": str(self.source),
            "target": str(self.target),
            "to": self.form,
            "kind": self.state.kind,
            "n_features": self.state.n_features,
            "steps": [{"name": name, "kind": part.kind} for name, part in self.state.steps],
        }

    def __str__(self) -> str:
        steps = [f"step        {name}: {part.kind}" for name, part in self.state.steps]
        return "\n".join([f"source      {self.source}", f"kind        {self.state.kind}", *steps, f"target      {self.target}"])


def _convert(options: argparse.Namespace, given: str, wanted: str) -> Converted:
    source, target = options.source, options.out
    if not target.absolute().parent.is_dir():
        message = f"There is no folder {str(target.parent)!r} to write {target.name} to."
        raise ModelFileError(message)
    if target.exists() and _form(target) is None:
        message = f"{target} is there already, and its name is no model's: remove it first, or choose another name."
        raise ModelFileError(message)
    with naming(source):
        model = _read(options, given)
    state = state_of(model)
    with naming(target):
        if wanted == "mlm":
            modelfile.save(model, target)
        elif wanted == "linfa-json":
            linfa_json.to_linfa_json(model, target)
        else:
            pickle_file.write(scikit_learn.to_sklearn(model), target)
    return Converted(source, target, wanted, state)


def _read(options: argparse.Namespace, form: str) -> Any:
    source, provider = options.source, options.provider
    if form == "mlm":
        return modelfile.load(source, provider, allow=options.allow_provider, limit=options.max_model_bytes)
    if form == "linfa-json":
        return linfa_json.from_linfa_json(source, provider)
    fitted = pickle_file.read(source)
    return portable.as_model(fitted) if provider is None else scikit_learn.from_sklearn(fitted, provider)
