"""An estimator in a notebook: its parameters, what was learnt, and who provides it, as one small piece of HTML.

It needs no script, no font and no network. All colours derive from the page's own (`currentColor`), so that it is right on
light and dark pages; the explanation of a parameter shows when its name is pointed at or focused with the keyboard.
"""

import sys
from collections.abc import Sequence
from html import escape
from reprlib import Repr
from typing import Any

import numpy as np

from mlmeta.plugins.origin import row_of_class

__all__ = ["render", "render_steps", "wanted"]

STYLE = (
    ".mlmeta{display:inline-block;max-width:60em;padding:.5em .8em;border:1px solid currentColor;border-radius:.3em}"
    ".mlmeta summary{cursor:pointer;margin:.3em 0}"
    ".mlmeta table{border-collapse:collapse;margin:0}"
    ".mlmeta th,.mlmeta td{padding:.1em .8em .1em 0;text-align:left;vertical-align:top;background:none}"
    ".mlmeta th{font-weight:normal;position:relative}"
    ".mlmeta .changed th,.mlmeta .changed td{font-weight:bold}"
    ".mlmeta [role=tooltip]{display:none;position:absolute;z-index:9;left:1em;top:1.6em;width:26em;padding:.4em .6em;"
    "font-weight:normal;white-space:normal;border:1px solid currentColor;background:Canvas;color:CanvasText}"
    ".mlmeta th[tabindex]{text-decoration:underline dotted}"
    ".mlmeta th:hover [role=tooltip],.mlmeta th:focus [role=tooltip]{display:block}"
)

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60


def wanted() -> bool:
    """Return whether notebooks show HTML: scikit-learn's setting `display` decides where it is loaded."""
    get_config = getattr(sys.modules.get("sklearn"), "get_config", None)
    return get_config is None or get_config()["display"] == "diagram"


def render(estimator: Any) -> str:
    """Return the HTML of an estimator of any provider; every text in it is escaped.

    Examples
    --------
    >>> from mlmeta import cluster
    >>> from mlmeta.estimators.html import render
    >>> "Parameters (1 changed)" in render(cluster.KMeans(3, provider="np"))
    True
    """
    name, fitted = type(estimator).__name__, _fitted(estimator)
    parts = [
        f'<div class="mlmeta" role="group" aria-label="{escape(name)}"><style>{STYLE}</style>',
        f"<strong>{escape(name)}</strong> {_origin(estimator)} &middot; {'fitted' if fitted else 'not fitted'}",
        _parameters(estimator),
        _table("Fitted attributes", [_row(key, _learnt(value)) for key, value in fitted.items()]) if fitted else "",
        "</div>",
    ]
    return "".join(parts)


def render_steps(steps: Sequence[tuple[str, Any]]) -> str:
    """Return the HTML of a chain: its steps in order, by name; of a class that is not ours its `repr`."""
    items = [f"<li><strong>{escape(name)}</strong> {_step(estimator)}</li>" for name, estimator in steps]
    return f'<div class="mlmeta" role="group" aria-label="Chain"><strong>Chain</strong><ol>{"".join(items)}</ol></div>'


def _step(estimator: Any) -> str:
    return render(estimator) if hasattr(type(estimator), "__mlmeta_kind__") else f"<code>{escape(repr(estimator))}</code>"


def _origin(estimator: Any) -> str:
    row = row_of_class(type(estimator))
    provider = f"provider {estimator.__mlmeta_provider__}"
    return escape(f"{provider} ({row.dist} {row.version})" if row else provider)


def _fitted(estimator: Any) -> dict[str, Any]:
    return {key: value for key, value in sorted(vars(estimator).items()) if key.endswith("_") and not key.startswith("_")}


def _parameters(estimator: Any) -> str:
    changed, declared = estimator._changed(), estimator.parameters()
    rows = [
        _row(key, _SHORT.repr(value), declared[key].doc if key in declared else "", changed=key in changed)
        for key, value in estimator.get_params(deep=False).items()
    ]
    return _table(f"Parameters ({len(changed)} changed)", rows)


def _table(title: str, rows: list[str]) -> str:
    return f"<details open><summary>{escape(title)}</summary><table><tbody>{''.join(rows)}</tbody></table></details>"


def _row(key: str, value: str, doc: str = "", *, changed: bool = False) -> str:
    tip = f'<span role="tooltip">{escape(doc)}</span>' if doc else ""
    opening = '<tr class="changed">' if changed else "<tr>"
    note = " (changed)" if changed else ""
    focus = ' tabindex="0"' if doc else ""
    return f'{opening}<th scope="row"{focus}>{escape(key)}{tip}</th><td><code>{escape(value)}</code>{note}</td></tr>'


def _learnt(value: Any) -> str:
    """Return shape and dtype of an array, and anything else shortened."""
    if isinstance(value, np.ndarray):
        return f"{'x'.join(map(str, value.shape))} {value.dtype}"
    return _SHORT.repr(value)
