"""What the tests of every estimator share: scikit-learn's own instances of them, and data that each can be fitted on."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from mlmeta.plugins.curated import NAMESPACES
from sklearn.utils import all_estimators, get_tags
from sklearn.utils._test_common.instance_generator import _construct_instances
from sklearn.utils.estimator_checks import _enforce_estimator_tags_X, _enforce_estimator_tags_y
from threadpoolctl import threadpool_limits

Rows = Any

CLASSES = {
    f"{made.__module__.split('.')[1]}.{name}": made
    for name, made in all_estimators()
    if made.__module__.split(".")[1] in NAMESPACES
}
"""scikit-learn's public estimators in the curated namespaces, by kind."""

RENAMED = dict.fromkeys(
    ("multioutput.ClassifierChain", "multioutput.RegressorChain"),
    "its required parameter has another name before scikit-learn 1.7",
)
"""What an older scikit-learn cannot construct by the spec, and why."""

WORDS = "the cat sat on a mat while two dogs ran after one bird over every hill".split()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Ignore what scikit-learn warns of: small data, and what it deprecates. One thread: small data gain nothing from more."""
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `kind` every one of them."""
    if "kind" in metafunc.fixturenames:
        kinds = [
            pytest.param(kind, marks=pytest.mark.newest(RENAMED[kind])) if kind in RENAMED else kind for kind in sorted(CLASSES)
        ]
        metafunc.parametrize("kind", kinds)


@pytest.fixture
def theirs(kind: str) -> type:
    """scikit-learn's class of the kind."""
    return CLASSES[kind]


@pytest.fixture
def instance(theirs: type) -> Any:
    """An instance of that class, as scikit-learn's own checks make them, with a seed where it draws."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = next(iter(_construct_instances(theirs)))
    if "random_state" in made.get_params():
        made.set_params(random_state=0)
    return made


@pytest.fixture
def data(kind: str, instance: Any) -> tuple[Rows, Rows]:
    """Rows and a target that the estimator can be fitted on."""
    return suitable(kind.partition(".")[2], instance)


def suitable(name: str, made: Any) -> tuple[Rows, Rows]:
    """Return rows and a target that suit what an estimator says of itself."""
    random = np.random.RandomState(0)
    labels = np.arange(40) % 2
    texts = [" ".join(random.choice(WORDS, 6)) for _ in labels]
    special: dict[str, Callable[[], tuple[Rows, Rows]]] = {
        "CountVectorizer": lambda: (texts, labels),
        "HashingVectorizer": lambda: (texts, labels),
        "TfidfVectorizer": lambda: (texts, labels),
        "DictVectorizer": lambda: ([{"a": i, word: 1} for i, word in enumerate(WORDS)], labels[: len(WORDS)]),
        "FeatureHasher": lambda: ([{"a": i, word: 1} for i, word in enumerate(WORDS)], labels[: len(WORDS)]),
        "PatchExtractor": lambda: (random.uniform(size=(6, 20, 20)), labels[:6]),
        "SparseCoder": lambda: (random.normal(size=(40, made.dictionary.shape[1])), labels),
        "LabelEncoder": lambda: (labels, None),
        "LabelBinarizer": lambda: (labels, None),
        "MultiLabelBinarizer": lambda: ([{1, 2}, {3}, {1}, {2, 3}] * 10, None),
        "ClassifierChain": lambda: (random.normal(size=(40, 5)), np.column_stack([labels, labels[::-1], np.arange(40) % 4 > 1])),
        "RegressorChain": lambda: (random.normal(size=(40, 5)), random.normal(size=(40, 2))),
    }
    if name in special:
        return special[name]()
    X = random.normal(size=(40, 5)) + 2.0 * labels[:, None]
    y = X @ np.arange(1.0, 6.0) if get_tags(made).estimator_type == "regressor" else labels
    return _enforce_estimator_tags_X(made, X), _enforce_estimator_tags_y(made, y)
