"""Completion in a shell: verbs, algorithms, options and their values, for argcomplete.

    eval "$(register-python-argcomplete mlmeta)"

argcomplete (extra `mlmeta[cli]`) calls the program with the line so far and prints what may follow. No provider is imported.
"""

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mlmeta.algorithms import kinds
from mlmeta.cli import fit
from mlmeta.errors import MlmetaError
from mlmeta.plugins import registry
from mlmeta.plugins.curated import NAMESPACES
from mlmeta.specs.capabilities import CAPABILITIES
from mlmeta.specs.domains import Options

__all__ = ["complete", "parser_of"]

Make = Callable[[argparse.ArgumentParser], Any]


def complete(verbs: Mapping[str, str], make: Callable[[str], Make]) -> None:
    """Print what may follow the line in `COMP_LINE` and end the program.

    Parameters
    ----------
    verbs : mapping of str to str
        Verb to summary.
    make : callable
        From a verb to what adds its options to a parser.
    """
    import argcomplete  # noqa: PLC0415  # it is what asks

    line = os.environ.get("COMP_LINE", "")[: int(os.environ.get("COMP_POINT", "0")) or None]
    argcomplete.autocomplete(parser_of(line.split()[1:], verbs, make), always_complete_options="long")


def parser_of(words: list[str], verbs: Mapping[str, str], make: Callable[[str], Make]) -> argparse.ArgumentParser:
    """Return a parser of all verbs, with the options of the one that `words` begin with."""
    parser = argparse.ArgumentParser(prog="mlmeta")
    places = parser.add_subparsers()
    for verb, summary in verbs.items():
        place = places.add_parser(verb, help=summary)
        if words[:1] != [verb]:
            continue
        if verb == "fit":
            _add_algorithms(place, words[1:2])
            continue
        make(verb)(place)
        _complete_values(place, {})
    return parser


def _algorithms() -> list[str]:
    return sorted({kind.rpartition("/")[2] for kind in registry.index().rows})


def _add_algorithms(parser: argparse.ArgumentParser, chosen: list[str]) -> None:
    places = parser.add_subparsers()
    for algorithm in _algorithms():
        options: list[argparse.ArgumentParser] = []
        if [algorithm] == chosen:
            try:
                spec = kinds.get(algorithm)
                found = fit.parser_of(algorithm, spec)[0]
            except (MlmetaError, AttributeError):  # without a spec nothing is known of its options
                continue
            _complete_values(found, spec.parameters())
            options = [found]
        places.add_parser(algorithm, parents=options, conflict_handler="resolve")


def _complete_values(parser: argparse.ArgumentParser, parameters: Mapping[str, Any]) -> None:
    known: dict[str, Iterable[str]] = {
        "algorithm": _algorithms(),
        "provider": sorted({row.provider for row in registry.index().all_rows()}),
        "allow_provider": sorted({row.provider for row in registry.index().all_rows()}),
        "capability": CAPABILITIES,
        "namespace": NAMESPACES,
    }
    for name, parameter in parameters.items():
        known[name] = [
            str(value) for choice in parameter.choices if isinstance(choice.domain, Options) for value in choice.domain
        ]
    for action in parser._actions:
        values = known.get(action.dest.removeprefix("parameter_"))
        if values:
            action.completer = lambda values=values, **_: list(values)  # type: ignore[attr-defined]  # argcomplete's own name
