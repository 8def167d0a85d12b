"""The Rust reader beside the Python one; the scripts that make the files are run, not imported."""

import struct
import subprocess
from pathlib import Path

import pytest
from mlmeta.errors import ModelFileError
from mlmeta.modelfile import container, document

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

collect_ignore = [path.name for path in HERE.glob("*.py") if not path.name.startswith("test_")]


@pytest.fixture(scope="session")
def in_rust():
    """Return a function from the bytes of a file to what the Rust reader says: `read` and the state's checksum, or `refused`."""
    command = ["cargo", "run", "--locked", "--release", "--quiet", "--package", "mlmeta-model", "--example", "verdict"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:

        def ask(content):
            process.stdin.write(struct.pack("<I", len(content)) + content)
            process.stdin.flush()
            return process.stdout.readline().decode().rstrip("\n")

        yield ask
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.fixture(scope="session")
def in_python():
    """Return a function from the bytes of a file to what the Python reader says, in the words of the Rust one."""

    def ask(content):
        try:
            described, provenance, tensors = container.unpack(content)
            document.read(described, provenance, tensors)
        except ModelFileError as error:
            return f"refused {error}"
        return f"read {described['state_sha256']}" if container.pack(described, provenance, tensors) == content else "changed"

    return ask
