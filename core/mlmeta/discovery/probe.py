"""Whether the providers of one distribution can be used, tried in a process of its own: `python -m mlmeta.discovery.probe`.

Standard input names them, `KIND PROVIDER` a line; each is imported and tried (`trial.py`). One JSON line each tells how it
went, so that whoever reads knows which one was being tried when the process died. A class may tell more of itself, such as the
instructions that it found: `__mlmeta_facts__`, a class method that returns a mapping of texts.
"""

import json
import os
import sys
from typing import Any

from mlmeta.algorithms import kinds
from mlmeta.discovery.trial import Trial, TrialError
from mlmeta.errors import BrokenPluginError, MlmetaError
from mlmeta.plugins import blame, registry

__all__ = ["main"]


def main() -> int:
    """Try what standard input names."""
    tell = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # what a plugin prints is no answer
    for line in sys.stdin.read().splitlines():
        tell.write(json.dumps(attempt(*line.split())) + "\n")
    return 0


def attempt(kind: str, provider: str) -> dict[str, Any]:
    """Return the reason and the traceback of a failure, both empty when there is none, and what the class tells of itself."""
    facts: dict[str, str] = {}
    step = ""
    try:
        spec = kinds.spec_class(kind)
        found = spec.using(provider)
        trial = Trial(spec, found, registry.index().rows[kind][provider])
        try:
            trial.run()
        except BaseException:
            step = f"{trial.step}: "
            raise
        if hasattr(found, "__mlmeta_facts__"):
            facts = {str(name): str(told) for name, told in found.__mlmeta_facts__().items()}
    except BaseException as error:  # SystemExit and a Rust panic are no Exception
        cause = (error.__cause__ or error) if isinstance(error, BrokenPluginError) else error
        plain = isinstance(cause, MlmetaError | TrialError)  # its message says all
        return {"reason": f"{step}{cause if plain else blame.reason(cause)}", "traceback": blame.frames(cause), "facts": {}}
    return {"reason": "", "traceback": "", "facts": facts}


if __name__ == "__main__":
    sys.exit(main())
