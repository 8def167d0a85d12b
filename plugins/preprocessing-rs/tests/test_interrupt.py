"""What happens around a long computation: Ctrl-C, other threads, fork."""

import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from mlmeta import preprocessing
from mlmeta_preprocessing_rs import _native

LONG = """
import sys, time
import numpy as np
from mlmeta_preprocessing_rs import _native
X = np.zeros((2**26, 16), dtype=np.float32)  # pages that were never written take no memory
print("ready", flush=True)
try:
    while True:
        start = time.time()
        if sys.argv[1] == "moments":
            _native.column_moments(X, sample_weight=None, before=None, with_std=True, n_threads=1)
        else:
            _native.column_ranges(X, before=None, feature_range=(0.0, 1.0), n_threads=1)
except KeyboardInterrupt:
    print(time.time(), start, flush=True)
    assert _native.column_moments(X[:9], sample_weight=None, before=None, with_std=True, n_threads=1)[0][0] == 9
    sys.exit(7)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is taken when written")
@pytest.mark.parametrize("what", ["moments", "ranges"])
def test_ctrl_c_ends_a_long_computation_at_once(what):
    process = subprocess.Popen([sys.executable, "-c", LONG, what], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        time.sleep(0.1)
        asked = time.time()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 7, err
    ended, begun = map(float, out.split())
    assert begun < asked, "the signal came between two computations"
    assert ended - asked < 0.5, "seconds from the signal to the exception"


def test_other_threads_run_during_a_fit():
    rows = np.random.default_rng(0).uniform(size=(1_000_000, 16))
    counted = 0
    fitting = True

    def count():
        nonlocal counted
        while fitting:
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    start = time.perf_counter()
    for _ in range(10):
        _native.column_moments(rows, sample_weight=None, before=None, with_std=True, n_threads=1)
    seconds = time.perf_counter() - start
    fitting = False
    thread.join()
    assert counted > 100 * seconds


def test_fits_at_the_same_time_from_several_threads_do_not_meet():
    rows = np.random.default_rng(0).uniform(size=(400_000, 8))
    outcomes = []

    def fit():
        outcomes.append(preprocessing.StandardScaler(provider="rs").fit_transform(rows).tobytes())

    threads = [threading.Thread(target=fit) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 3
    assert len(set(outcomes)) == 1


FORK = """
import os
import numpy as np
from mlmeta import preprocessing
X = np.random.RandomState(0).uniform(size=(300_000, 8))
fit = lambda: preprocessing.StandardScaler(provider="rs").fit_transform(X)
scaled = fit()
child = os.fork()
if child == 0:
    os._exit(0 if (fit() == scaled).all() else 3)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert (fit() == scaled).all()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_child_fits_like_its_parent():
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
