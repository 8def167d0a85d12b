"""How a curated namespace answers for names that the core does not ship."""

from collections.abc import Callable
from typing import Any

__all__ = ["installed"]


def installed(namespace: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a namespace's module: what plugins own, found when it is asked for."""

    def __getattr__(name: str) -> Any:
        # Not at the top: importing a namespace must not pay for the registry.
        from mlmeta.algorithms.kinds import namespace_attribute  # noqa: PLC0415

        return namespace_attribute(namespace, name)

    def __dir__() -> list[str]:
        from mlmeta.algorithms.kinds import names  # noqa: PLC0415

        return names(namespace)

    return __getattr__, __dir__
