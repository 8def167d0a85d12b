"""`mlmeta info`."""

import argparse
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from mlmeta.algorithms import described, kinds
from mlmeta.algorithms.specjson import as_json
from mlmeta.cli.options import own_parameters
from mlmeta.cli.output import add_json_option, show
from mlmeta.discovery.explanation import Explanation, explain
from mlmeta.estimators.constructors import EXTRA
from mlmeta.providers.names import check_provider_name, installed
from mlmeta.specs.parameters import Parameter, own_docstring

__all__ = ["command"]


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the options of `mlmeta info` and return what runs it."""
    parser.add_argument("algorithm", help="such as cluster.KMeans")
    parser.add_argument("--provider", help="explain the choice as if this provider were asked for")
    add_json_option(parser)

    def run(options: argparse.Namespace) -> int:
        spec = kinds.get(options.algorithm)
        if options.provider:
            check_provider_name(options.provider, options.algorithm, installed())
        explanation = explain(options.algorithm, options.provider)  # says so when there is no spec
        show(options, _text(spec, explanation), {"spec": as_json(spec), "choice": explanation.as_json()})
        return 0 if explanation.chosen else 1

    return run


def _meaning(parameter: Parameter, told: Mapping[str, str], provider: str | None) -> str:
    whose = f"Of the provider {provider} alone. " if parameter.name.startswith(EXTRA) else ""
    return whose + (parameter.doc or told.get(parameter.name, ""))


def _text(spec: Any, explanation: Explanation) -> str:
    summary = own_docstring(spec).partition("\n")[0]
    told = described.meanings(spec)
    lines = [f"{spec.__mlmeta_kind__} (spec {spec.__mlmeta_version__}): {summary}", "", "parameters"]
    for parameter in [*spec.parameters().values(), *own_parameters(spec, explanation.chosen)]:
        domain = " or ".join(map(str, parameter.choices))
        start = parameter.name if parameter.required else f"{parameter.name}={parameter.default!r}"
        lines.append(f"  {start}: {domain}{' (execution hint)' if parameter.hint else ''}")
        lines += textwrap.wrap(
            _meaning(parameter, told, explanation.chosen), 100, initial_indent="      ", subsequent_indent="      "
        )
    if spec.__mlmeta_requires__:
        lines += ["", "rules"]
    for rule in spec.__mlmeta_requires__:
        lines += textwrap.wrap(f"{rule.sentence()}: {rule.why}", 100, initial_indent="  ", subsequent_indent="      ")
    schema = spec.__mlmeta_state_schema__
    state = f"{', '.join(schema.tensors)} (version {schema.version})" if schema else "none: it cannot be saved as a model file"
    return "\n".join([*lines, "", f"portable state: {state}", "", repr(explanation)])
