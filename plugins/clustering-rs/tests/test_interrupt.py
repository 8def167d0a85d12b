"""What happens around a long computation: Ctrl-C, other threads, fork."""

import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

LONG_FIT = """
import sys, time
import numpy as np
from mlmeta import cluster
X = np.random.RandomState(0).uniform(size=(300_000, 16))
init = X[:4_000] if sys.argv[1] == "array" else "k-means++"
if sys.argv[1] == "sparse":
    import scipy.sparse
    X, init = scipy.sparse.random(100_000, 2_000, density=0.01, format="csr", random_state=0), "random"
km = cluster.KMeans(4_000, init=init, tol=0, n_init=1, max_iter=100_000, random_state=0, provider="rs")
print("ready", flush=True)
try:
    km.fit(X)
except KeyboardInterrupt:
    print(time.time(), flush=True)
    assert not [name for name in vars(km) if name.endswith("_")], vars(km)
    km.set_params(n_clusters=2, init="random", max_iter=2).fit(X[:100])
    assert km.labels_.shape == (100,)
    sys.exit(7)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("init", ["array", "k-means++", "sparse"])
def test_ctrl_c_ends_a_long_fit_at_once_and_leaves_the_estimator_unfitted(init):
    process = subprocess.Popen([sys.executable, "-c", LONG_FIT, init], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        time.sleep(0.7)
        asked = time.time()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 7, err
    assert float(out) - asked < 1, "seconds from the signal to the exception"


def test_other_threads_run_during_a_fit(fit):
    X = np.random.RandomState(0).uniform(size=(100_000, 8))
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
    try:
        fit(X, 64, tol=0.0, max_iter=40)
    finally:
        seconds = time.perf_counter() - start
        fitting = False
        thread.join()
    assert counted > 100 * seconds


def test_a_fit_from_another_thread_needs_no_signals(fit):
    X = np.random.RandomState(0).uniform(size=(50_000, 8))
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.append(fit(X, 32, max_iter=10, n_threads=2))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({outcome[0].tobytes() for outcome in outcomes}) == 1
    assert len(outcomes) == 3


FORK = """
import os, sys
import numpy as np
from mlmeta import cluster
X = np.random.RandomState(0).uniform(size=(50_000, 8))
fit = lambda: cluster.KMeans(16, random_state=0, provider="rs").fit(X).labels_
labels = fit()
child = os.fork()
if child == 0:
    os._exit(0 if (fit() == labels).all() else 3)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert (fit() == labels).all()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_child_fits_like_its_parent():
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
