"""The verb `mlmeta serve`."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable

from mlmeta.errors import MlmetaError, UnknownProviderError

from mlmeta_serving import allowed_providers, binary

__all__ = ["PASSED_ON", "arguments", "command"]

FAILED, USAGE = 1, 2

# Options that go to the server as they are; what is not given is left to the server's environment and defaults.
PASSED_ON = {
    "name": "the model's name in the routes (default: the file's name without its ending)",
    "host": "address to listen on (default: 127.0.0.1)",
    "port": "port to listen on, 0 for any free one (default: 8080)",
    "threads": "threads that answer requests (default: one a processor)",
    "max-model-bytes": "largest model file in bytes (default: 1073741824)",
    "max-body-bytes": "largest request body in bytes (default: 16777216)",
    "max-connections": "most open connections; more wait (default: 10000)",
    "max-in-flight": "most requests at the same time; more are answered with 429 (default: 1024)",
    "queue-size": "most requests that wait for the worker; more are answered with 429 (default: 256)",
    "idle-timeout": "seconds that a connection may be silent before and between requests (default: 10)",
    "request-timeout": "seconds until a request is given up (default: 30)",
    "shutdown-delay": "seconds at the end during which the server is not ready but still answers (default: 0)",
    "drain-timeout": "seconds that open requests get to finish after that; 0 cuts them off (default: 10)",
    "worker-start-timeout": "seconds that the worker gets to load the model (default: 60)",
    "log-level": "off, error, warn, info, debug or trace, to standard error (default: warn)",
    "log-format": "text, or json for one object a line (default: text)",
}

FLAGS = {
    "access-log": "log every request, and why it was refused",
    "check": "load the model as for serving, say what would answer, and end",
    "kinds": "print the kinds that need no --allow-provider, and end",
    "json": "print where the server listens, or why it does not start, as one line of JSON",
}

ALLOWED = "MLMETA_SERVE_ALLOW_PROVIDER"


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the verb's options to `parser` and return the function that runs it."""
    parser.description = "Serve a model file over the Open Inference Protocol (REST) until SIGINT, SIGTERM or SIGHUP."
    parser.epilog = "Options have environment variables, such as MLMETA_SERVE_PORT; see `mlmeta-serve --help`."
    parser.add_argument("model", metavar="MODEL", nargs="?", help="the model file (.mlm)")
    for option, text in PASSED_ON.items():
        parser.add_argument(f"--{option}", help=text)
    parser.add_argument(
        "--allow-provider",
        action="append",
        default=[],
        metavar="NAME",
        help="a provider that may be imported to answer for a model without a native predictor; may be repeated (default: none)",
    )
    for flag, text in FLAGS.items():
        parser.add_argument(f"--{flag}", action="store_true", help=text)
    return run


def run(options: argparse.Namespace) -> int:
    """Become the server; return its exit code where a process cannot become another."""
    try:
        allowed_providers.check_names(options.allow_provider or filter(None, os.environ.get(ALLOWED, "").split(",")))
        program = [str(binary.find()), *arguments(options)]
    except MlmetaError as error:
        if not options.json:
            raise
        print(json.dumps({"error": str(error)}), file=sys.stderr)
        return USAGE if isinstance(error, UnknownProviderError) else FAILED
    if os.name == "nt":
        return subprocess.run(program, check=False).returncode
    if sys.stdout is not None:  # it is None where standard output is closed
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
    given += [f"--{flag}" for flag in FLAGS if getattr(options, flag.replace("-", "_"))]
    return given if options.model is None else [*given, "--", options.model]
