"""`mlmeta fit`: an algorithm on a table in a file; its options are the parameters of the spec."""

import argparse
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mlmeta import modelfile
from mlmeta.algorithms import kinds
from mlmeta.algorithms.specjson import roles_of
from mlmeta.cli.options import WIDTH, Parser, add_parameters, given, own_parameters, paragraphs
from mlmeta.cli.output import add_json_option, listening, show, warn
from mlmeta.cli.parser import positive
from mlmeta.data import tables
from mlmeta.errors import InvalidDataError, ModelFileError
from mlmeta.providers import candidates, preferences
from mlmeta.specs import state
from mlmeta.specs.parameters import Parameter, own_docstring

__all__ = ["command", "parser_of"]


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add what `mlmeta fit` takes before it knows the algorithm, and return what runs it."""
    parser.usage = "mlmeta fit ALGORITHM DATA -o MODEL [options]"
    parser.description = "Fit an algorithm to a table in a file and save the model."
    parser.epilog = (
        "`mlmeta fit cluster.KMeans --help` explains the options of an algorithm; --json prints what was done as JSON."
    )
    parser.add_argument("algorithm", metavar="ALGORITHM", help="such as cluster.KMeans")
    parser.add_argument("rest", metavar="...", nargs=argparse.REMAINDER, help="the table, the model file, options")

    def run(options: argparse.Namespace) -> int:
        return _run(options.algorithm, options.rest)

    return run


@dataclass(frozen=True)
class Fitted:
    """A model that was saved, and what is told of it."""

    model: Any
    path: Path
    rows: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        spec, row = kinds.spec_of(self.model), kinds.row_of(self.model)
        names = getattr(self.model, "feature_names_in_", None)
        return {
            "algorithm": spec.__mlmeta_kind__,
            "provider": row and row.provider,
            "dist": row and row.dist,
            "version": row and row.version,
            "n_samples": self.rows,
            "n_features": int(self.model.n_features_in_),
            "feature_names": None if names is None else [str(name) for name in names],
            "classes": _plain(getattr(self.model, "classes_", None)),
            "seconds": self.seconds,
            **{name: _plain(getattr(self.model, name, None)) for name in state.schema_of(spec).training},
            "model": str(self.path),
        }

    def __str__(self) -> str:
        told = self.as_json()
        features = f"{told['n_features']} features" if told["n_features"] > 1 else "1 feature"
        names = f": {', '.join(told['feature_names'])}" if told["feature_names"] else ""
        lines = {
            "algorithm": told["algorithm"],
            "provider": f"{told['provider']} ({told['dist']} {told['version']})",
            "rows": f"{told['n_samples']:,} of {features}{names}",
            "classes": ", ".join(map(str, told["classes"] or ())),
            "iterations": _number(told.get("n_iter_")),
            "inertia": _number(told.get("inertia_")),
            "seconds": f"{told['seconds']:.3g}",
            "model": told["model"],
        }
        return "\n".join(f"{name:<11} {value}" for name, value in lines.items() if value)


def _plain(value: Any) -> Any:
    plain = value.tolist() if hasattr(value, "tolist") else value
    return plain[0] if isinstance(plain, list) and len(plain) == 1 else plain


def _number(value: Any) -> str:
    return (
        ""
        if value is None
        else f"{value:,}"
        if isinstance(value, int)
        else f"{value:.6g}"
        if isinstance(value, float)
        else str(value)
    )


def _run(algorithm: str, arguments: list[str]) -> int:
    spec = kinds.get(algorithm)
    if not hasattr(spec, "__mlmeta_kind__"):
        spec = kinds.spec_class(algorithm)  # says that there is none
    own = own_parameters(spec, _provider_in(arguments))
    parser, places = parser_of(algorithm, spec, own)
    options = parser.read(arguments)
    state.schema_of(spec)  # what cannot be saved is refused before it is fitted, and so is a place that is none
    if getattr(options, "target", None) is None and _learns(spec):
        parser.error(f"--target is missing: {algorithm} learns the {_learns(spec)} in a column of {options.data}.")
    _check_place(Path(options.out))
    with listening() as told, preferences.use(threads=options.threads):
        # Parameters of the provider alone are known to its own class, and not to the spec.
        made = spec.using(options.provider) if own else partial(spec, provider=options.provider)
        fitted = _fit(made(**given(options, places)), options)
    for text in told:
        warn(text)
    show(options, fitted, {**fitted.as_json(), "warnings": told})
    return 0


def _fit(model: Any, options: argparse.Namespace) -> Fitted:
    """Return the model, fitted to the table and saved."""
    table = tables.read(options.data)
    target = getattr(options, "target", None)
    spec = kinds.spec_of(model)
    answers = () if target is None else (table.labels(target) if _learns(spec) == "labels" else table.numbers(target),)
    columns = options.columns or table.everything_but(target)
    if target in columns:
        message = f"The target {target!r} is among the columns to learn from: the model would only repeat it."
        raise InvalidDataError(message)
    X = table.features(columns, missing=spec.__mlmeta_accepts__.nan)
    start = time.perf_counter()
    try:
        with redirect_stdout(sys.stderr):  # `--verbose` prints
            model.fit(X, *answers)
    except (TypeError, ValueError) as error:
        if hasattr(type(model), "__mlmeta_kind__"):
            raise
        raise InvalidDataError(str(error)) from error  # a class that is not ours has errors of its own
    seconds = time.perf_counter() - start
    return Fitted(model, modelfile.save(model, options.out), len(X), seconds)


def _check_place(out: Path) -> None:
    if out.suffix != ".mlm":
        message = f"The name of the model file must end in '.mlm', got {out.name!r}."
        raise ModelFileError(message)
    if not out.absolute().parent.is_dir():
        message = f"There is no folder {str(out.parent)!r} to write {out.name} to."
        raise ModelFileError(message)


def _provider_in(arguments: Sequence[str]) -> str | None:
    """Return the provider that a command line asks for; its class may have options of its own."""
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--provider":
            return value if equals else next(iter(arguments[number + 1 :]), None)
    return None


def parser_of(algorithm: str, spec: Any, own: Sequence[Parameter] = ()) -> tuple[Parser, dict[str, str]]:
    """Return the parser of an algorithm's options, whose help is the algorithm's page, and the places of its parameters.

    `own` are the parameters of one provider alone.
    """
    parser = Parser(
        prog=f"mlmeta fit {algorithm}",
        usage=f"mlmeta fit {algorithm} DATA -o MODEL [options]",
        description=paragraphs(_prose(spec)),
        epilog=_rules(spec),
    )
    parser.add_argument("data", metavar="DATA", help=f"a table: {', '.join(tables.ENDINGS)}")
    parser.add_argument("-o", "--out", metavar="MODEL", required=True, help="the model file to write, such as model.mlm")
    parser.add_argument(
        "--columns", metavar="A,B,...", type=_names, help="the columns to learn from, in this order; all of them unless given"
    )
    if _learns(spec):
        parser.add_argument("--target", metavar="COLUMN", help=f"the column of {_learns(spec)}")
    parser.add_argument("--provider", metavar="NAME", help=f"the implementation: {_providers(spec)}")
    parser.add_argument("--threads", metavar="N", type=positive, help="the most threads to use")
    add_json_option(parser)
    return parser, add_parameters(parser, [*spec.parameters().values(), *own], spec.__name__)


def _learns(spec: Any) -> str:
    """Return what a supervised algorithm learns, or the empty string."""
    found = roles_of(spec)
    return "labels" if "classifier" in found else "numbers" if "regressor" in found else ""


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    twice = [name for name in names if names.count(name) > 1]
    if twice or not all(names):
        wrong = f"{twice[0]!r} twice" if twice else "an empty name"
        message = f"expected names separated by commas, got {wrong}"
        raise argparse.ArgumentTypeError(message)
    return names


def _prose(spec: Any) -> str:
    """Return the paragraphs of a spec's docstring that stand before its first section."""
    return own_docstring(spec).partition("\n\nParameters\n---")[0]


def _rules(spec: Any) -> str | None:
    if not spec.__mlmeta_requires__:
        return None
    told = (f"{rule.sentence()}: {rule.why}" for rule in spec.__mlmeta_requires__)
    return "\n".join(["rules:", *(textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ") for text in told)])


def _providers(spec: Any) -> str:
    found = [candidate for candidate in candidates.providers(spec.__mlmeta_kind__) if candidate.status == "available"]
    return ", ".join(f"{candidate.provider} ({candidate.dist})" for candidate in found) or "none is installed"
