"""Options of a command line from the parameters of a spec: names, types, domains, defaults and meanings are the spec's."""

import argparse
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

from mlmeta.cli.parser import VerbParser
from mlmeta.cli.values import placeholder, value_of
from mlmeta.errors import InvalidParameterError
from mlmeta.estimators.constructors import EXTRA
from mlmeta.specs.domains import Choice, Options
from mlmeta.specs.parameters import Parameter

__all__ = ["WIDTH", "Parser", "add_parameters", "given", "own_parameters", "paragraphs"]

WIDTH = 80


class Parser(VerbParser):
    """A parser that takes `--n_clusters` for `--n-clusters`, negative values, no shortened names, and knows the nearest name.

    Its help is `WIDTH` columns wide; description and epilog are printed as they are.
    """

    def __init__(self, prog: str, **more: Any) -> None:
        super().__init__(prog, formatter_class=_Page, allow_abbrev=False, **more)

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options; ends the program with exit code 2 and advice when something is wrong."""
        self.as_json = "--json" in arguments
        return self.parse_args(self._plain(arguments))

    def _plain(self, arguments: Sequence[str]) -> list[str]:
        """Return the arguments with known option names, and with values that start with a minus tied to theirs."""
        plain: list[str] = []
        for argument in arguments:
            if argument.startswith("--") and argument != "--":
                name, equals, value = argument.partition("=")
                plain.append(self._known(name) + equals + value)
            elif (
                plain and plain[-1].startswith("--") and "=" not in plain[-1] and argument[:1] == "-" and argument[1:2] in _DIGITS
            ):
                plain[-1] += f"={argument}"
            else:
                plain.append(argument)
        return plain

    def _known(self, name: str) -> str:
        known = self.options()
        found = next((option for option in known if option.replace("_", "-") == name.replace("_", "-")), None)
        if found is None:
            self.error(self.unknown(name))
        return found


_DIGITS = tuple("0123456789.")


class _Page(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=WIDTH, max_help_position=26)


def add_parameters(parser: argparse.ArgumentParser, parameters: Sequence[Parameter], owner: str) -> dict[str, str]:
    """Add an option for every parameter that text can give; return the parameters' names by the attribute that holds the value.

    One that is not given leaves no attribute behind: the spec's default holds. A parameter whose name is an option already
    becomes `--parameter-NAME`.
    """
    group = parser.add_argument_group("parameters")
    taken = {action.dest for action in parser._actions}
    places = {}
    for parameter in parameters:
        words = placeholder(parameter)
        if not words:
            continue
        name = f"parameter_{parameter.name}" if parameter.name in taken else parameter.name
        places[name] = parameter.name
        shared: dict[str, Any] = {"dest": name, "default": argparse.SUPPRESS, "help": _help(parameter).replace("%", "%%")}
        option = f"--{name.replace('_', '-')}"
        if [choice.name for choice in parameter.choices] == ["bool"]:
            group.add_argument(option, action=argparse.BooleanOptionalAction, **shared)
        else:
            group.add_argument(option, metavar=words, type=_reader(parameter, owner), required=parameter.required, **shared)
    return places


def _reader(parameter: Parameter, owner: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return value_of(parameter, text, owner)
        except InvalidParameterError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read


def _help(parameter: Parameter) -> str:
    readable = (choice for choice in parameter.choices if choice.name != "callable" and choice.python in (None, tuple, list))
    arms = [_arm(choice) for choice in readable]
    told = [parameter.doc] if parameter.doc else []
    told += [_sentence(" or ".join(arms))] if arms and arms != ["a bool"] else []
    default = "none" if parameter.default is None else parameter.default
    return " ".join([*told, "Required." if parameter.required else f"Default: {default}."])


def _arm(choice: Choice) -> str:
    if isinstance(choice.domain, Options):
        return f"one of {', '.join(choice.domain)}" if len(choice.domain) > 1 else choice.domain[0]
    return "none" if choice.name == "None" else str(choice)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def own_parameters(spec: Any, provider: str | None) -> list[Parameter]:
    """Return the parameters that a provider's class adds to the spec's; imports the provider, unless it is None."""
    found = spec.using(provider) if provider else spec
    if not hasattr(found, "__mlmeta_kind__"):
        return []  # a class of a library has those of the spec
    return [parameter for name, parameter in found.parameters().items() if name.startswith(EXTRA)]


def given(options: argparse.Namespace, places: dict[str, str]) -> dict[str, Any]:
    """Return the parameters that the command line gave, by name."""
    return {name: getattr(options, place) for place, name in places.items() if hasattr(options, place)}


def paragraphs(text: str) -> str:
    """Return paragraphs wrapped to the width of a page."""
    return "\n\n".join(textwrap.fill(" ".join(part.split()), WIDTH) for part in text.split("\n\n"))
