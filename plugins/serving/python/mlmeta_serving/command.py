"""The verb `mlmeta serve`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable

from mlmeta_serving import binary

__all__ = ["arguments", "command"]

# Options that go to the server as they are; what is not given is left to the server's environment and defaults.
PASSED_ON = {
    "host": "address to listen on (default: 127.0.0.1)",
    "port": "port to listen on, 0 for any free one (default: 8080)",
    "threads": "threads that answer requests (default: one a processor)",
    "max-model-bytes": "largest model file in bytes",
    "max-body-bytes": "largest request body in bytes",
    "request-timeout": "seconds until a request is given up",
    "drain-timeout": "seconds that open requests get to finish at the end",
}


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the verb's options to `parser` and return the function that runs it."""
    parser.description = "Serve a model file over the Open Inference Protocol (REST) until SIGINT or SIGTERM."
    parser.add_argument("model", metavar="MODEL", help="the model file (.mlm); its stem is the model's name")
    for option, text in PASSED_ON.items():
        parser.add_argument(f"--{option}", help=text)
    parser.add_argument(
        "--allow-provider",
        action="append",
        default=[],
        metavar="NAME",
        help="a provider that may be imported to answer for a model without a native predictor; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print the line that says where the server listens as JSON")
    return run


def run(options: argparse.Namespace) -> int:
    """Become the server; return its exit code where a process cannot become another."""
    program = [str(binary.find()), *arguments(options)]
    if os.name == "nt":
        return subprocess.run(program, check=False).returncode
    sys.stdout.flush()
    os.execv(program[0], program)  # so that signals and exit code are the server's own


def arguments(options: argparse.Namespace) -> list[str]:
    """Return the server's arguments for the verb's options."""
    given = ["--python", sys.executable]
    for option in PASSED_ON:
        value = getattr(options, option.replace("-", "_"))
        if value is not None:
            given.append(f"--{option}={value}")
    given += [f"--allow-provider={name}" for name in options.allow_provider]
    given += ["--json"] if options.json else []
    return [*given, "--", options.model]
