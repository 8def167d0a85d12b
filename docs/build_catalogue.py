"""Write the catalogue pages of the docs: what this environment has installed, read from manifests and specs.

Run it before the site is built: `python docs/build_catalogue.py --out docs/catalogue`. It imports no provider: manifests are
data, the curated specs are classes of the core, and of a distribution that owns an algorithm only the spec is imported. What
fails is listed with its reason and the rest goes on.
"""

import argparse
import inspect
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import griffe
import jinja2
from mlmeta.algorithms import kinds
from mlmeta.algorithms.described import DescribedMeta
from mlmeta.algorithms.specjson import as_json
from mlmeta.discovery import catalogue
from mlmeta.errors import MlmetaError
from mlmeta.plugins import curated, registry
from mlmeta.providers import candidates
from mlmeta.providers.candidates import Providers
from mlmeta.specs.capabilities import CAPABILITIES
from mlmeta.specs.domains import Choice, Options
from mlmeta.specs.parameters import own_docstring
from mlmeta.specs.requirements import Condition, Requires

import distributions

TEMPLATES = Path(__file__).parent / "_templates"
INDEX = Path(__file__).parents[1] / "catalogue" / "index.toml"
SCHEMA = 1

BASE_ATTRIBUTES = {
    "classes_": ("ndarray of shape (n_classes,)", "The labels, in the order of the probability columns."),
    "feature_names_in_": ("ndarray of shape (n_features,), object", "Column names, when `X` had them."),
    "labels_": ("ndarray of shape (n_samples,)", "The cluster of each row of `fit`."),
    "n_features_in_": ("int", "Width of `X`."),
}
"""What the base classes set, for specs that do not document it again."""


def _unsupported(name: str, value: str) -> str:
    """Return one thing that a manifest says its provider does not take."""
    return f"`{name}` {value}" if value == "other than default" else f"`{name}={value}`"


@dataclass(frozen=True)
class Algorithm:
    """One installed algorithm: the rows of its providers, and its spec, or why that cannot be read."""

    kind: str
    entries: tuple[catalogue.Entry, ...]
    providers: Providers
    default: str | None
    spec: Any
    described: dict[str, Any] | None
    problem: str

    @property
    def name(self) -> str:
        """Return `namespace.Name`."""
        return self.kind.rpartition("/")[2]

    @property
    def owner(self) -> str:
        """Return the distribution that owns the algorithm, or the empty string for a curated one."""
        return self.kind.rpartition("/")[0]

    @property
    def page(self) -> str:
        """Return the path of its page, relative to the catalogue."""
        return f"{self.kind}.md"

    @property
    def capabilities(self) -> list[str]:
        """Return the names of the capabilities that any of its providers speaks of, and the registered ones."""
        return sorted({name for entry in self.entries for name in entry.capabilities})

    @property
    def usable(self) -> bool:
        """Return whether any provider can be used here."""
        return any(candidate.status == "available" for candidate in self.providers)

    @property
    def refused(self) -> dict[str, str]:
        """Return what each provider does not take, as `parameter=value`; only of providers that refuse something."""
        rows = registry.index().rows[self.kind]
        written = {
            provider: ", ".join(_unsupported(name, value) for name, values in row.unsupported.items() for value in values)
            for provider, row in rows.items()
        }
        return {provider: text for provider, text in written.items() if text}

    @property
    def install_line(self) -> str:
        """Return the command that adds the best provider of this algorithm."""
        return curated.install_line(self.kind) or f"pip install {self.owner or self.entries[0].dist}"

    @property
    def expression(self) -> str:
        """Return the Python expression that is the spec class: by name while only one distribution claims it."""
        claimed = [kind for kind in registry.index().rows if kind.rpartition("/")[2] == self.name]
        return self.name if len(claimed) == 1 else f"mlmeta.get({self.kind!r})"


def algorithms() -> list[Algorithm]:
    """Return every installed algorithm, sorted by kind."""
    by_kind: dict[str, list[catalogue.Entry]] = {}
    for entry in catalogue.search():
        by_kind.setdefault(entry.kind, []).append(entry)
    return [_algorithm(kind, tuple(entries)) for kind, entries in sorted(by_kind.items(), key=lambda item: item[0].lower())]


def _algorithm(kind: str, entries: tuple[catalogue.Entry, ...]) -> Algorithm:
    spec, described, problem = None, None, ""
    try:
        spec = kinds.spec_class(kind)
        described = as_json(spec)
    except Exception as error:  # whatever is wrong with a plugin's spec stays with that plugin
        spec, problem = None, str(error) if isinstance(error, MlmetaError) else repr(error)
    providers = candidates.providers(kind)  # after the spec: a plugin that failed is quarantined by now
    usable = {candidate.provider for candidate in providers if candidate.status == "available"}
    index = registry.index()
    ranked = candidates.ranked(kind, index.rows[kind], index)
    default = next((provider for provider in ranked if provider in usable), None)
    return Algorithm(kind, entries, providers, default, spec, described, problem)


# -- how things are written ---------------------------------------------------------------------------------------------


def prose(text: object) -> str:
    """Return text for a Markdown cell or paragraph: on one line, no HTML and no column break outside of code."""
    parts = re.split(r"(`[^`]*`)", " ".join(str(text).split()))
    kept = [part if part.startswith("`") else part.replace("&", "&amp;").replace("<", "&lt;") for part in parts]
    return "".join(kept).replace("|", r"\|")


def domain(choices: Sequence[Choice]) -> str:
    """Return what a parameter may be, in the words of its error message."""
    written = [
        " or ".join(f'`"{option}"`' for option in choice.domain) if isinstance(choice.domain, Options) else prose(choice)
        for choice in choices
    ]
    return ", or ".join(written)


def condition(told: Condition) -> str:
    """Return the values of a condition as code, those that are a whole domain in words."""
    written = [prose(value) if isinstance(value, Choice) else f"`{value!r}`" for value in told.values]
    return f"{'other than ' if told.negated else ''}{' or '.join(written)}"


def fate(rule: Requires) -> str:
    """Return what happens to a fit that breaks a rule."""
    words = {"refused": "the fit is refused", "warned": "a warning", "ignored": f"`{rule.when.parameter}` has no effect"}
    return words[rule.otherwise]


def verdict(value: bool | None) -> str:  # noqa: FBT001  # the value of a capability
    """Return a capability as the word that the table shows."""
    word = {True: "yes", False: "no", None: "unknown"}[value]
    return f'<span class="capability-{word}">{word}</span>'


def signature(spec: Any) -> str:
    """Return the parameters of a spec class as Python source, one a line."""
    lines, starred = [], False
    for parameter in inspect.signature(spec).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            lines.append("*,")
            starred = True
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        lines.append(f"{parameter.name}{default},")
    return "\n".join(f"    {line}" for line in lines)


def description(spec: Any) -> list[str]:
    """Return the paragraphs of a spec's docstring that come before its first section."""
    sections = griffe.Docstring(own_docstring(spec)).parse("numpy")
    texts = [str(section.value) for section in sections[:1] if section.kind is griffe.DocstringSectionKind.text]
    return [paragraph for text in texts for paragraph in text.split("\n\n")]


def attributes(spec: Any) -> list[tuple[str, str, str]]:
    """Return (name, type, meaning) of the fitted attributes; a spec that is JSON knows their names only."""
    documented = dict(BASE_ATTRIBUTES)
    for section in griffe.Docstring(own_docstring(spec)).parse("numpy"):
        if section.kind is griffe.DocstringSectionKind.attributes:
            for item in section.value:
                documented |= {name.strip(): (str(item.annotation or ""), item.description) for name in item.name.split(",")}
    return [(name, *documented.get(name, ("", ""))) for name in as_json(spec)["attributes"]]


def methods(spec: Any) -> list[tuple[str, str, str]]:
    """Return (name, parameters, meaning) of the public methods."""
    found = []
    for name in as_json(spec)["methods"]:
        method = getattr(spec, name)
        parameters = list(inspect.signature(method).parameters.values())[1:]
        written = ", ".join(p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parameters)
        found.append((name, written, (inspect.getdoc(method) or "").partition("\n")[0]))
    return found


def runnable(spec: Any) -> bool:
    """Return whether the page has an example: of a spec that is data nothing says which rows suit it."""
    return not isinstance(spec, DescribedMeta) and not any(parameter.required for parameter in spec.parameters().values())


def elsewhere(algorithm: Algorithm) -> str:
    """Return the address of scikit-learn's own page of an algorithm whose spec is data: the meanings are there; or nothing."""
    row = registry.index().rows[algorithm.kind].get("sklearn")
    if row is None or not isinstance(algorithm.spec, DescribedMeta) or not row.factory.startswith("sklearn."):
        return ""
    return f"https://scikit-learn.org/stable/modules/generated/{row.factory.replace(':', '.')}.html"


# -- writing ------------------------------------------------------------------------------------------------------------


def write(out: Path) -> list[Algorithm]:
    """Write the table, a page an algorithm and `catalogue.json` to the folder `out`; return what was written."""
    found = algorithms()
    environment = jinja2.Environment(  # the output is Markdown; `prose` escapes what could be HTML
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"prose": prose, "verdict": verdict, "domain": domain, "condition": condition, "fate": fate}
    environment.globals |= {"signature": signature, "description": description, "attributes": attributes}
    environment.globals |= {"methods": methods, "runnable": runnable, "elsewhere": elsewhere}
    shared = {"capabilities": CAPABILITIES, "quarantined": list(registry.quarantined().values())}
    table = environment.get_template("index.md.jinja")
    _write(out / "index.md", table.render(algorithms=found, distributions=distributions.listed(INDEX), **shared))
    page = environment.get_template("algorithm.md.jinja")
    for algorithm in found:
        _write(out / algorithm.page, page.render(algorithm=algorithm, spec=algorithm.spec, **shared))
    _write(out / "catalogue.json", json.dumps(_data(found), indent=2, default=str) + "\n")
    _remove_stale(out, {"index.md", *(algorithm.page for algorithm in found)})
    return found


def _data(found: Sequence[Algorithm]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "algorithms": [entry.as_json() for algorithm in found for entry in algorithm.entries],
        "specs": {algorithm.kind: algorithm.described for algorithm in found if algorithm.described},
        "problems": {algorithm.kind: algorithm.problem for algorithm in found if algorithm.problem},
        "quarantined": [
            {"subject": q.subject, "dist": q.dist, "version": q.version, "reason": q.reason}
            for q in registry.quarantined().values()
        ],
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:  # `mkdocs serve` rebuilds for every write
        path.write_text(text, encoding="utf-8")


def _remove_stale(out: Path, pages: set[str]) -> None:
    """Remove the pages of algorithms that are no longer installed."""
    for path in out.rglob("*.md"):
        if path.relative_to(out).as_posix() not in pages:
            path.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the catalogue and say what is in it; 0 also when some plugin failed, for the catalogue lists that."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="the folder to write, such as docs/catalogue")
    found = write(parser.parse_args(arguments).out)
    for algorithm in found:
        if algorithm.problem:
            print(f"{algorithm.kind} is listed without its spec: {algorithm.problem}", file=sys.stderr)
    print(f"{len(found)} algorithms, {sum(len(algorithm.entries) for algorithm in found)} providers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
