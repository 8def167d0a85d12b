"""The parameters of a spec, read from its `__init__` and its numpydoc docstring: the one declaration."""

import inspect
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from mlmeta.errors import InvalidParameterError, nearest
from mlmeta.specs.domains import HINT, Array, Choice, Interval, Options

__all__ = ["Parameter", "Reference", "first_paragraphs", "own_docstring", "read"]

_SECTION = re.compile(r"^Parameters\n-+\n(.*?)(?=^\S[^\n]*\n-{3,}\n|\Z)", re.MULTILINE | re.DOTALL)
_ROLE = re.compile(r":[\w:]+:`(?:(?P<title>[^`<]+?)\s*<[^`>]*>|~?(?P<target>[^`]*))`")
_ENTRY = re.compile(r"^(\w+) : [^\n]*\n((?:(?:    [^\n]*)?\n?)*)", re.MULTILINE)
_NAMES = {int: "int", float: "float", str: "str", bool: "bool", dict: "dict", NoneType: "None"}


@dataclass(frozen=True)
class Reference:
    """A default that is a function or a class of a library: `"package.module:name"`. It is told without importing it."""

    path: str

    def __repr__(self) -> str:
        return self.path.partition(":")[2]


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, domain, default (`inspect.Parameter.empty` where there is none) and meaning."""

    name: str
    choices: tuple[Choice, ...]
    default: Any
    hint: bool
    doc: str
    keyword_only: bool = True

    def check(self, value: object, owner: str) -> None:
        """Raise InvalidParameterError unless `value` is in the domain (scikit-learn's wording, plus the nearest option)."""
        if any(choice.accepts(value) for choice in self.choices):
            return
        expected = " or ".join(map(str, self.choices))
        advice = nearest(str(value), (option for choice in self.choices for option in choice.options()))
        message = f"The {self.name!r} parameter of {owner} must be {expected}. Got {value!r} instead.{advice}"
        raise InvalidParameterError(message)

    def is_array(self, value: object) -> bool:
        """Return whether `value` is in the domain as an array, and as nothing else."""
        accepting = [choice.name for choice in self.choices if choice.accepts(value)]
        return accepting == ["array"]

    @property
    def required(self) -> bool:
        """Return whether there is no default."""
        return self.default is inspect.Parameter.empty

    def as_json(self) -> dict[str, Any]:
        """Return the declaration as data; without a default, there is no such key."""
        default = {} if self.required else {"default": _default_as_json(self.default)}
        return {
            "name": self.name,
            "domain": [choice.as_json() for choice in self.choices],
            **default,
            "hint": self.hint,
            "keyword_only": self.keyword_only,
            "doc": self.doc,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Parameter":
        """Return the declaration that `as_json` wrote; no hint, keyword-only and no meaning where it says nothing of these."""
        choices = tuple(Choice.from_json(arm) for arm in data["domain"])
        default = _default_from_json(data["default"]) if "default" in data else inspect.Parameter.empty
        hint, keyword_only = data.get("hint", False), data.get("keyword_only", True)
        return cls(data["name"], choices, default, hint, data.get("doc", ""), keyword_only)


def _default_as_json(value: Any) -> Any:
    """Return a default as data: JSON has no NaN, no infinity and no names."""
    if isinstance(value, Reference):
        return {"reference": value.path}
    if isinstance(value, float) and not math.isfinite(value):
        return {"real": str(value)}
    return list(value) if isinstance(value, tuple) else value


def _default_from_json(value: Any) -> Any:
    """Return the default that `_default_as_json` wrote; a list is a tuple, for no default can be changed."""
    match value:
        case {"reference": str(path)}:
            return Reference(path)
        case {"real": str(text)}:
            return float(text)
        case list():
            return tuple(value)
    return value


def _choices(annotation: Any, domain: Interval | Options | Array | None = None) -> Iterator[Choice]:
    """Yield the arms of an annotation. `Annotated[...] | None` is a `typing.Union` at run time."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *extras = get_args(annotation)
        found = next((extra for extra in extras if isinstance(extra, Interval | Options | Array)), domain)
        if isinstance(found, Array):
            yield Choice("array", found)
        else:
            yield from _choices(inner, found)
    elif origin in (Union, UnionType):
        for arm in get_args(annotation):
            yield from _choices(arm, domain)
    elif annotation is Callable or origin is Callable or getattr(origin, "__name__", "") == "Callable":
        yield Choice("callable")
    else:
        plain = origin or annotation
        name = _NAMES.get(plain, plain.__name__)
        yield Choice(name, None if plain in (NoneType, bool) else domain, None if plain in _NAMES else plain)


def _is_hint(annotation: Any) -> bool:
    """Return whether an annotation, or an arm of a union, carries the mark of an execution hint."""
    arms = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return any(HINT in getattr(arm, "__metadata__", ()) for arm in arms)


def own_docstring(spec: Any) -> str:
    """Return a spec's own docstring, cleaned: that of its role is for authors of providers."""
    return inspect.cleandoc(vars(spec).get("__doc__") or "")


def _docs(docstring: str | None) -> dict[str, str]:
    """Return the meaning of each parameter in a numpydoc docstring."""
    section = _SECTION.search(inspect.cleandoc(docstring or "") + "\n")
    return {name: " ".join(text.split()) for name, text in _ENTRY.findall(section.group(1))} if section else {}


def first_paragraphs(docstring: str) -> dict[str, str]:
    """Return the first paragraph of the meaning of each parameter in a numpydoc docstring, as plain text.

    Where it leads to a list, `...` stands for the list.
    """
    section = _SECTION.search(docstring + "\n")
    entries = _ENTRY.findall(section.group(1)) if section else []
    return {name: _plain(text.partition("\n\n")[0]) for name, text in entries}


def _plain(text: str) -> str:
    """Return the words of reStructuredText in one line: roles are left with their titles, doubled backticks become one pair."""
    words = _ROLE.sub(lambda role: role["title"] or role["target"], " ".join(text.split()))
    return re.sub(r"``([^`]+)``", r"`\1`", words) + (" ..." if words.endswith(":") else "")


def read(init: Callable[..., None], docstring: str | None, names: Collection[str] | None = None) -> dict[str, Parameter]:
    """Return the parameters that `init` declares, in order: those in `names`, or all but `self` and `provider`."""
    docs, hints = _docs(docstring), get_type_hints(init, include_extras=True)
    return {
        name: Parameter(
            name=name,
            choices=tuple(_choices(hints[name])),
            default=declared.default,
            hint=_is_hint(hints[name]),
            doc=docs.get(name, ""),
            keyword_only=declared.kind is declared.KEYWORD_ONLY,
        )
        for name, declared in list(inspect.signature(init).parameters.items())[1:]
        if (name != "provider" if names is None else name in names)
    }
