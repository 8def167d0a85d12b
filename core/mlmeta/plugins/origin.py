"""Where an estimator's class comes from: the registered row of its provider."""

from typing import TYPE_CHECKING, Any

from mlmeta.plugins.curated import current

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row

__all__ = ["row_of_class"]


def row_of_class(made: Any) -> "Row | None":
    """Return the row that registers a provider's class or a base of it; None for a class that nobody registers."""
    from mlmeta.plugins import registry  # noqa: PLC0415  # `from mlmeta import cluster` must not pay for it

    provider = getattr(made, "__mlmeta_provider__", None)
    return registry.index().rows.get(current(made.__mlmeta_kind__), {}).get(provider) if provider else None
