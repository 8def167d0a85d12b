"""The verb `mlmeta serve`."""

import argparse
import json
import signal
import subprocess
import sys

import pytest
from mlmeta_serving import binary
from mlmeta_serving.command import arguments, command

MLMETA = [sys.executable, "-m", "mlmeta.cli.main"]


def parse(*given):
    parser = argparse.ArgumentParser()
    command(parser)
    return arguments(parser.parse_args(given))


def test_options_are_passed_on():
    assert parse("m.mlm") == ["--python", sys.executable, "--", "m.mlm"]
    given = parse("m.mlm", "--port", "0", "--allow-provider", "a", "--allow-provider", "b", "--json")
    assert given == ["--python", sys.executable, "--port=0", "--allow-provider=a", "--allow-provider=b", "--json", "--", "m.mlm"]


def test_the_verb_serves_until_sigterm(model_path, client):
    program = [*MLMETA, "serve", str(model_path), "--port", "0", "--json"]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as process:
        try:
            ready = json.loads(process.stdout.readline())
            assert (ready["model"], ready["kind"], ready["platform"]) == ("segments", "cluster.KMeans", "mlmeta_native")
            assert client(ready["url"]).infer("segments", [[0.0, 0.0, 0.0]])[0] == 200
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("options", "code", "reason"),
    [(["none.mlm"], 1, "none.mlm: No such file"), ([], 2, "MODEL"), (["m.mlm", "--port", "many"], 2, "many")],
)
def test_exit_codes(options, code, reason):
    done = subprocess.run([*MLMETA, "serve", *options], capture_output=True, text=True, check=False)
    assert (done.returncode, reason in done.stderr) == (code, True), done.stderr


def test_the_verb_imports_no_numpy():
    code = "import sys; import mlmeta_serving.command; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_program_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(binary.sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(binary.MissingServerError, match="pip install"):
        binary.find()
    program = tmp_path / binary.NAME
    program.write_text("#!/bin/sh\n")
    assert binary.find() == program
