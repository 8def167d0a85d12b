"""What the user asked for: `mlmeta.use`, `MLMETA_PROVIDER`, the number of threads; names are checked, nothing is chosen."""

import os
from collections.abc import Callable, Mapping
from contextlib import ContextDecorator
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from mlmeta.errors import UnknownProviderError
from mlmeta.providers.names import check_provider_name, installed, kind_named

if TYPE_CHECKING:
    from mlmeta.plugins.registry import Index

__all__ = ["VARIABLE", "Setting", "asked_for", "choice_key", "order", "preferred", "settings", "source", "threads", "use"]

VARIABLE = "MLMETA_PROVIDER"


@dataclass(frozen=True)
class Context:
    """What `mlmeta.use` has set: providers by kind, the order of those preferred for every kind, the most threads."""

    providers: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    threads: int | None = None
    key: tuple[Any, ...] = ()  # of what a choice depends on, hashable


_used: ContextVar[Context] = ContextVar("mlmeta.use", default=Context())  # noqa: B039  # never changed


class Setting(ContextDecorator):
    """What one `mlmeta.use` has set. It is undone by `undo`, and at the end of the `with` statement that it stands in."""

    def __init__(self, change: Callable[[Context], Context], text: str) -> None:
        self._change, self._text = change, text
        self._outer = _used.get()
        _used.set(change(self._outer))

    def undo(self) -> None:
        """Set what was set before."""
        _used.set(self._outer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.undo()

    def __call__(self, function: Any) -> Any:
        """Return `function` with the setting around each of its calls, and nowhere else."""
        self.undo()
        return super().__call__(function)

    def _recreate_cm(self) -> "Setting":  # one a call: a function may call itself
        return Setting(self._change, self._text)

    def __repr__(self) -> str:
        return self._text


def use(providers: Mapping[Any, str] | str | None = None, *, threads: int | None = None) -> Setting:
    """Prefer providers for what is constructed from now on, and limit the threads of what runs.

    It takes effect at the call, and lasts; in a `with` statement until its end, and as a decorator during each call of the
    function. `undo()` of the result sets what was set before.

    It holds in this thread, or in this task of asyncio and the tasks that it starts. Other threads and processes do not see it:
    call it there, or set `MLMETA_PROVIDER`, which holds everywhere.

    Parameters
    ----------
    providers : str, or mapping of str or spec class to str
        One name, or several separated by commas, best first (`"np"`, `"np,rs"`): preferred for every algorithm that they
        provide, as in `MLMETA_PROVIDER`, and before it. A mapping from algorithms (`"cluster.KMeans"` or `cluster.KMeans`) to
        names is an explicit choice: if it cannot be met, construction raises.
    threads : int
        The most threads that a fit or predict takes.

    Returns
    -------
    Setting
        For `with`, and with a method `undo`.

    Raises
    ------
    UnknownAlgorithmError, UnknownProviderError
        A name is not known; the message gives the nearest one.
    ValueError
        `threads` is less than 1.

    Examples
    --------
    >>> import mlmeta
    >>> with mlmeta.use(threads=2):
    ...     mlmeta.threads()
    2
    >>> from mlmeta import cluster
    >>> setting = mlmeta.use("np")
    >>> cluster.KMeans()
    KMeans(provider='np')
    >>> setting.undo()
    """
    if threads is not None and (not isinstance(threads, int) or isinstance(threads, bool) or threads < 1):
        message = f"threads must be an int of at least 1, got {threads!r}."
        raise ValueError(message)
    chosen: dict[str, str] = {}
    names = _names(providers) if isinstance(providers, str) else ()
    if isinstance(providers, str):
        for name in names:
            check_provider_name(name, f"mlmeta.use({providers!r})", installed())
    elif isinstance(providers, Mapping):
        for algorithm, provider in providers.items():
            index = installed()
            kind = kind_named(algorithm, index)
            check_provider_name(provider, kind, index)
            chosen[kind] = provider
    elif providers is not None:
        message = f"providers must be a name such as 'np' or a mapping such as {{'cluster.KMeans': 'np'}}, got {providers!r}."
        raise UnknownProviderError(message)

    def change(outer: Context) -> Context:
        found = replace(
            outer,
            providers={**outer.providers, **chosen},
            order=names or outer.order,
            threads=threads or outer.threads,
        )
        return replace(found, key=(found.order, *sorted(found.providers.items())))

    given = [repr(providers)] * (providers is not None) + [f"threads={threads}"] * (threads is not None)
    return Setting(change, f"mlmeta.use({', '.join(given)})")


def asked_for(kind: str) -> str | None:
    """Return the provider that `mlmeta.use` sets for a kind."""
    return _used.get().providers.get(kind)


def choice_key() -> tuple[str | None, tuple[Any, ...]]:
    """Return everything here that a choice depends on, hashable: the variable's value and what `mlmeta.use` has set."""
    return os.environ.get(VARIABLE), _used.get().key


def threads() -> int:
    """Return the most threads to use: `mlmeta.use(threads=)`, else OMP_NUM_THREADS and the processors of this process."""
    limit = _used.get().threads
    if limit is not None:
        return limit
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return min(available, int(asked)) if asked.isdecimal() and int(asked) > 0 else available


def preferred(kind: str, index: "Index") -> list[str]:
    """Return the names that are preferred for every kind, best first: those of `mlmeta.use`, then those in MLMETA_PROVIDER.

    They may lack this algorithm, but somebody must know them.
    """
    variable = os.environ.get(VARIABLE, "")
    for name in _names(variable):
        check_provider_name(name, f"{kind} (in {VARIABLE}={variable}, names separated by commas)", index)
    return order()


def order() -> list[str]:
    """Return the same names unchecked."""
    return list(dict.fromkeys([*_used.get().order, *_names(os.environ.get(VARIABLE, ""))]))


def source(provider: str, kind: str) -> str | None:
    """Return what asks for this provider of a kind, as a user wrote it, or None: `"mlmeta.use"`, `"MLMETA_PROVIDER=np"`."""
    used, variable = _used.get(), os.environ.get(VARIABLE, "")
    if used.providers.get(kind) == provider:
        return "mlmeta.use"
    if provider in used.order:
        return f"mlmeta.use({','.join(used.order)!r})"
    return f"{VARIABLE}={variable}" if provider in _names(variable) else None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def settings() -> dict[str, str]:
    """Return what changes the choice here, as text by where it was said; empty where nothing was."""
    used, variable = _used.get(), os.environ.get(VARIABLE, "")
    said = {f"mlmeta.use for {kind}": provider for kind, provider in sorted(used.providers.items())}
    if used.order:
        said["mlmeta.use"] = ",".join(used.order)
    return said | ({VARIABLE: variable} if variable else {})
