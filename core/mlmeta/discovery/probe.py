"""Whether the providers of one distribution can be used, tried in a process of its own: `python -m mlmeta.discovery.probe`.

Standard input names them, `KIND PROVIDER` a line; each is imported and, unless it needs arguments, constructed. One JSON line
each tells how it went, so that whoever reads knows which one was being tried when the process died. A class may tell more of
itself, such as the instructions that it found: `__mlmeta_facts__`, a class method that returns a mapping of texts.
"""

import inspect
import json
import os
import sys
import traceback
import warnings
from typing import Any

from mlmeta.algorithms import kinds

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
    try:
        spec = kinds.spec_class(kind)
        found = spec.using(provider)
        if all(parameter.default is not parameter.empty for parameter in inspect.signature(found).parameters.values()):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # a class that its library deprecates can be used
                spec(provider=provider)
        if hasattr(found, "__mlmeta_facts__"):
            facts = {str(name): str(told) for name, told in found.__mlmeta_facts__().items()}
    except BaseException as error:  # SystemExit and a Rust panic are no Exception
        text = "".join(traceback.format_exception(error))
        return {"reason": text.strip().splitlines()[-1], "traceback": text, "facts": {}}
    return {"reason": "", "traceback": "", "facts": facts}


if __name__ == "__main__":
    sys.exit(main())
