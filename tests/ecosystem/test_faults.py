"""What must not break a process that computes in Rust: forks, signals, threads, memory, extreme numbers."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="fork, signals and limits here are POSIX")

HEAD = """
import os, sys, threading, time
import numpy as np
from mlmeta import cluster, preprocessing
random = np.random.RandomState(0)
X = random.uniform(size=(50_000, 8))
def fit(rows=X, k=16, **more):
    return cluster.KMeans(k, random_state=0, provider="rs", **more).fit(rows)
"""


def run(code, *, timeout=120, **environment):
    """Run code in a process of its own and return what it printed; it must end by itself, and well."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-W", "error", "-c", HEAD + code],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=os.environ | environment,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


FORKS = {
    "during a fit of another thread": """
warnings = __import__("warnings"); warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of threads and fork
expected = fit().labels_
thread = threading.Thread(target=lambda: fit(random.uniform(size=(200_000, 16)), 64, tol=0))
thread.start()
time.sleep(0.1)
child = os.fork()
if child == 0:
    os._exit(0 if (fit().labels_ == expected).all() else 3)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert thread.is_alive(), "the fit was to last longer than the fork"
thread.join()
""",
    "a server that loads, then forks its workers": """
model, scaler = fit(), preprocessing.StandardScaler(provider="rs").fit(X)
labels, scaled = model.predict(X), scaler.transform(X)
children = []
for _ in range(4):
    child = os.fork()
    if child == 0:
        same = all((model.predict(X) == labels).all() and (scaler.transform(X) == scaled).all() for _ in range(5))
        os._exit(0 if same else 3)
    children.append(child)
assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
assert (model.predict(X) == labels).all()
""",
}


@pytest.mark.parametrize("case", FORKS)
def test_a_fork_breaks_neither_parent_nor_child(case):
    run(FORKS[case])


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_of_processes_computes_like_its_parent(method, tmp_path):
    (tmp_path / "work.py").write_text(HEAD + "def inertia(seed): return fit(X[seed::7]).inertia_\n")
    code = f"""
sys.path.insert(0, {str(tmp_path)!r})
import multiprocessing, work
if __name__ == "__main__":
    expected = [work.inertia(seed) for seed in range(4)]
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        assert pool.map(work.inertia, range(4)) == expected
"""
    (tmp_path / "main.py").write_text(HEAD + code)
    done = subprocess.run([sys.executable, tmp_path / "main.py"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


INTERRUPTED = {
    "k-means++": 'call = lambda: cluster.KMeans(3_000, max_iter=1, random_state=0, provider="rs").fit(large)',
    "Lloyd": """
start = large[:2_000]
call = lambda: cluster.KMeans(2_000, init=start, n_init=1, tol=0, max_iter=10**6, provider="rs").fit(large)
""",
    "predict": """
model = cluster.KMeans(2, provider="rs").fit(large[:10])
model.cluster_centers_ = random.uniform(size=(4_000, 32))
def call():
    for _ in range(1_000):
        model.predict(large)
""",
    "transform": """
model = cluster.KMeans(2, provider="rs").fit(large[:10])
model.cluster_centers_ = random.uniform(size=(400, 32))
def call():
    for _ in range(10_000):
        model.transform(large)
""",
}


@pytest.mark.parametrize("where", INTERRUPTED)
def test_ctrl_c_is_answered_at_once_and_leaves_the_estimator_as_it_was(where):
    code = f"""
large = random.uniform(size=(100_000, 32))
{INTERRUPTED[where]}
print("ready", flush=True)
try:
    call()
except KeyboardInterrupt:
    print(time.time(), flush=True)
    assert fit().inertia_ == fit().inertia_  # the next ones work
    sys.exit(7)
"""
    process = subprocess.Popen([sys.executable, "-c", HEAD + code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        time.sleep(0.5)
        asked = time.time()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 7, err
    assert float(out) - asked < 1, "seconds from the signal to the exception; 0.1 on an idle machine"


def test_too_little_memory_is_a_memory_error_and_the_process_goes_on():
    run("""
import resource
large = np.zeros((1_500_000, 32))
large[: len(X), :8] = X
with open("/proc/self/statm") as status:
    used = int(status.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 150 * 2**20, resource.RLIM_INFINITY))
for call in (lambda: fit(large), lambda: preprocessing.StandardScaler(provider="rs").fit_transform(large)):
    try:
        call()
    except MemoryError as error:
        assert str(error)
    else:
        raise AssertionError("it fitted")
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert fit().n_iter_ > 1
""")


def test_data_that_another_thread_writes_to_meanwhile_crashes_nothing():
    run("""
stop = threading.Event()
def write():
    while not stop.is_set():
        X[:] = random.uniform(size=X.shape) * 10.0 ** random.randint(-300, 300)
        X[random.randint(len(X))] = np.nan
thread = threading.Thread(target=write)
thread.start()
for seed in range(20):
    try:
        model = fit()
    except ValueError as error:
        assert str(error)
    else:
        assert set(np.unique(model.labels_)) <= set(range(16))
stop.set()
thread.join()
""")


def test_an_interpreter_that_ends_during_a_fit_ends():
    start = time.monotonic()
    run("""
large = random.uniform(size=(200_000, 32))
threading.Thread(target=lambda: fit(large, 500, tol=0, max_iter=10**6), daemon=True).start()
time.sleep(0.5)
""")
    assert time.monotonic() - start < 60


def test_sixteen_threads_predict_with_one_model():
    run("""
model = fit()
expected, found = model.predict(X), []
def ask():
    for _ in range(20):
        found.append((model.predict(X) == expected).all() and (model.transform(X[:100]) >= 0).all())
threads = [threading.Thread(target=ask) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(found) == 320 and all(found)
""")


EXTREMES = {
    "tiny": "X * 1e-300",
    "subnormal": "X * 1e-320",
    "huge": "X * 1e150",
    "tiny and huge columns": "X * 10.0 ** np.linspace(-150, 140, 8)",
    "a column of zeros": "X * [1, 1, 0, 1, 1, 1, 1, 1]",
    "a constant column": "np.where(np.arange(8) == 3, 7.25, X)",
    "all rows the same": "np.full((500, 4), 0.1)",
    "as many clusters as rows": "X[:16]",
    "one feature": "X[:, :1]",
    "far from zero": "X + 1e12",
    "whole numbers": "random.randint(0, 3, (2000, 5)).astype(float)",
}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", EXTREMES)
def test_extreme_numbers_are_clustered_as_the_reference_does(case, dtype):
    run(f"""
import warnings
rows = np.asarray({EXTREMES[case]})[:3000]
largest = np.finfo({dtype!r}).max / 1e25
with np.errstate(under="ignore"):
    rows = np.clip(rows, -largest, largest).astype({dtype!r})
for more in (dict(), dict(k=1), dict(init="random", n_init=2), dict(tol=0), dict(weights=True)):
    weight = random.uniform(0, 1e3, len(rows)) * (random.uniform(size=len(rows)) > 0.3) if more.pop("weights", False) else None
    answers = []
    for provider in ("rs", "np"):
        k = more.get("k", min(16, len(rows)))
        model = cluster.KMeans(k, random_state=0, provider=provider, **{{key: v for key, v in more.items() if key != "k"}})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                model.fit(rows, sample_weight=weight)
            except ValueError as error:
                answers.append(str(error))
                continue
        answers.append((model.labels_.tobytes(), model.cluster_centers_.tobytes(), model.inertia_, model.n_iter_))
    assert answers[0] == answers[1], (more, answers)
""")


@pytest.mark.slow
def test_more_values_than_31_bits_can_count():
    available = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    if available < 22 << 30:
        pytest.skip("needs 22 GiB of memory")
    run(
        """
n = 2**25 + 1  # times 64 features: more than 2^31 values
large = np.zeros((n, 64), dtype=np.float32)
large[1::2] = 8.0
large[-1] = 64.0
model = cluster.KMeans(3, init=large[[0, 1, -1]], n_init=1, max_iter=2, provider="rs").fit(large)
assert np.allclose(model.cluster_centers_[:, 0], [0.0, 8.0, 64.0], atol=1e-6)  # the rows are centred in float32
assert model.inertia_ < 1e-3
assert np.bincount(model.labels_).tolist() == [2**24, 2**24, 1]
""",
        timeout=1200,
    )
