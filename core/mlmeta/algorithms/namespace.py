"""How a curated namespace answers for names that the core does not ship."""

import sys
from collections.abc import Callable
from typing import Any

__all__ = ["installed", "is_from_import"]


def installed(namespace: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a namespace's module: what plugins own, found when it is asked for."""

    def __getattr__(name: str) -> Any:
        # Not at the top: importing a namespace must not pay for the registry.
        from mlmeta.algorithms.kinds import namespace_attribute  # noqa: PLC0415
        from mlmeta.errors import UnknownAlgorithmError, UnknownNameError  # noqa: PLC0415

        try:
            return namespace_attribute(namespace, name)
        except UnknownAlgorithmError as error:
            if is_from_import() and not _is_submodule(namespace, name):
                raise UnknownNameError(str(error)) from error
            raise

    def __dir__() -> list[str]:
        from mlmeta.algorithms.kinds import names  # noqa: PLC0415

        return names(namespace)

    return __getattr__, __dir__


def is_from_import() -> bool:
    """Return whether it is `from module import name` that asks the `__getattr__` of a module which calls this.

    Python turns an AttributeError of such a question into an ImportError without the advice, but must get one for any other
    question, such as that of `hasattr`.
    """
    asking = sys._getframe(2)
    return asking.f_code.co_name == "_handle_fromlist" and "importlib" in asking.f_code.co_filename


def _is_submodule(namespace: str, name: str) -> bool:
    from importlib.machinery import PathFinder  # noqa: PLC0415

    package = f"mlmeta.{namespace}"
    return PathFinder.find_spec(f"{package}.{name}", sys.modules[package].__path__) is not None
