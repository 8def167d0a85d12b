"""The verb `mlmeta serve`."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time

import mlmeta
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
    [
        (["none.mlm"], 1, "mlmeta-serve: none.mlm: No such file"),
        ([], 2, "MODEL"),
        (["m.mlm", "--port", "many"], 2, "many"),
        (["m.mlm", "--allow-provider", "sklaern"], 2, "No provider 'sklaern' for --allow-provider"),
        (["m.mlm", "--allow-provider", "sklaern"], 2, "Did you mean 'sklearn'?"),
        (["m.mlm", "--log-level", "loud"], 2, "expected off, error, warn"),
        (["m.mlm", "--prot", "80"], 2, "unknown option '--prot'. Did you mean '--port'?"),
    ],
)
def test_exit_codes(options, code, reason):
    done = subprocess.run([*MLMETA, "serve", *options], capture_output=True, text=True, check=False)
    assert (done.returncode, reason in done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize(
    ("options", "code", "reason"),
    [(["none.mlm"], 1, "none.mlm: No such"), (["m.mlm", "--allow-provider", "sklaern"], 2, "'sklearn'?")],
)
def test_errors_are_one_line_of_json_when_asked_for(options, code, reason):
    done = subprocess.run([*MLMETA, "serve", "--json", *options], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1), done.stderr
    assert reason in json.loads(done.stderr)["error"]


def test_a_check_loads_the_model_as_for_serving_and_ends(churn, model_path):
    def check(path, *options, **environment):
        program = [*MLMETA, "serve", str(path), "--check", "--json", *options]
        done = subprocess.run(program, capture_output=True, text=True, check=False, env={**os.environ, **environment})
        return done.returncode, json.loads(done.stdout or done.stderr)

    code, told = check(model_path)
    assert (code, told["platform"], "url" in told) == (0, "mlmeta_native", False)
    assert told["state_sha256"] == mlmeta.inspect(model_path).document["state_sha256"]
    _, path = churn
    code, told = check(path)
    assert (code, "--allow-provider NAME" in told["error"]) == (1, True)
    code, told = check(path, "--allow-provider", "sklearn", "--name", "live")
    assert (code, told["platform"], told["model"]) == (0, "mlmeta_python", "live")
    assert check(path, MLMETA_SERVE_ALLOW_PROVIDER="np,sklearn")[0] == 0, "the variable allows, too"
    code, told = check(path, MLMETA_SERVE_ALLOW_PROVIDER="sklaern")
    assert (code, "Did you mean 'sklearn'?" in told["error"]) == (2, True)
    code, told = check(path, "--allow-provider", "rs")
    assert (code, "no allowed provider can read it" in told["error"]) == (1, True)


def test_kinds_need_no_model():
    told = subprocess.check_output([*MLMETA, "serve", "--kinds"], text=True)
    assert "cluster.KMeans" in told.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="the shell's way to close standard output")
def test_the_verb_serves_with_standard_output_closed(model_path, client):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = ["sh", "-c", 'exec "$@" >&-', "sh", *MLMETA, "serve", str(model_path), f"--port={port}"]
    with subprocess.Popen(program) as process:
        try:
            end = time.monotonic() + 20
            while process.poll() is None and time.monotonic() < end:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            assert client(f"http://127.0.0.1:{port}").infer("segments", [[0.0, 0.0, 0.0]])[0] == 200
        finally:
            process.terminate()
    assert process.returncode == 0


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
