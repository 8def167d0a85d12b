"""Whether one provider can be used, tried in a process of its own: `python -m mlmeta.probe KIND PROVIDER`."""

import sys

from mlmeta import kinds

__all__ = ["main"]


def main(kind: str, provider: str) -> int:
    """Import a provider and construct its estimator with the defaults; what goes wrong is left to Python to show."""
    kinds.spec_class(kind)(provider=provider)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
