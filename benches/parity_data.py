"""The data sets of the parity record: those inside scikit-learn, and twenty generated ones."""

from collections.abc import Callable

import numpy as np
from sklearn import datasets

PIXELS = 5_000

Generator = np.random.Generator
Matrix = np.ndarray


def photograph(name: str) -> Matrix:
    """Return every pixel of one of scikit-learn's photographs, shape (273280, 3), in [0, 1]."""
    return np.asarray(datasets.load_sample_image(name), dtype=np.float64).reshape(-1, 3) / 255.0


def pixels(name: str, seed: int) -> Matrix:
    """Return a seeded sample of a photograph's pixels, shape (5000, 3)."""
    every = photograph(name)
    return every[np.random.default_rng(seed).choice(len(every), PIXELS, replace=False)]


def blobs(random: Generator, n_samples: int, n_features: int, *, groups: int, spread: float) -> Matrix:
    """Return points around `groups` uniform centres, shape (n_samples, n_features)."""
    centres = random.uniform(-10.0, 10.0, (groups, n_features))
    return centres[random.integers(groups, size=n_samples)] + random.normal(0.0, spread, (n_samples, n_features))


def unequal(random: Generator) -> Matrix:
    """Return three groups of very different sizes and spreads, shape (800, 3)."""
    parts = ((600, 4.0, 0.0), (150, 1.0, 12.0), (50, 0.1, -9.0))
    return np.concatenate([random.normal(middle, spread, (size, 3)) for size, spread, middle in parts])


def constant_columns(random: Generator) -> Matrix:
    """Return five columns of which two are constant, shape (600, 5)."""
    values = random.normal(size=(600, 5))
    values[:, (1, 3)] = (7.25, 0.0)
    return values


def mostly_zeros(random: Generator) -> Matrix:
    """Return continuous values of which four in five are zero, shape (500, 30)."""
    return random.gamma(2.0, size=(500, 30)) * (random.random((500, 30)) < 0.2)


BUNDLED: dict[str, Callable[[], Matrix]] = {
    "iris": lambda: datasets.load_iris().data,
    "wine": lambda: datasets.load_wine().data,
    "breast cancer": lambda: datasets.load_breast_cancer().data,
    "digits": lambda: datasets.load_digits().data,
    "diabetes": lambda: datasets.load_diabetes().data,
    "photograph china.jpg": lambda: pixels("china.jpg", 1),
    "photograph flower.jpg": lambda: pixels("flower.jpg", 2),
}

GENERATED: dict[str, Callable[[Generator], Matrix]] = {
    "normal 200 x 2": lambda random: random.normal(size=(200, 2)),
    "normal 1000 x 10": lambda random: random.normal(size=(1000, 10)),
    "uniform 500 x 2": lambda random: random.random((500, 2)),
    "uniform 2000 x 5": lambda random: random.random((2000, 5)),
    "line 1000 x 1": lambda random: random.normal(size=(1000, 1)),
    "wide 150 x 200": lambda random: random.normal(size=(150, 200)),
    "groups apart 300 x 2": lambda random: blobs(random, 300, 2, groups=8, spread=0.5),
    "groups apart 1000 x 20": lambda random: blobs(random, 1000, 20, groups=8, spread=1.0),
    "groups that overlap 1500 x 4": lambda random: blobs(random, 1500, 4, groups=5, spread=6.0),
    "unequal groups 800 x 3": unequal,
    "heavy tails, Cauchy 500 x 3": lambda random: random.standard_cauchy((500, 3)),
    "heavy tails, log-normal 1000 x 6": lambda random: random.lognormal(0.0, 2.0, (1000, 6)),
    "constant columns 600 x 5": constant_columns,
    "far from zero, 1e6, 500 x 4": lambda random: 1e6 + random.normal(size=(500, 4)),
    "scales from 1e-6 to 1e6, 700 x 6": lambda random: random.normal(size=(700, 6)) * np.logspace(-6, 6, 6),
    "integers 0 to 9, 800 x 3": lambda random: random.integers(0, 10, (800, 3)).astype(np.float64),
    "integers 0 to 255, 1000 x 4": lambda random: random.integers(0, 256, (1000, 4)).astype(np.float64),
    "rounded to 0.1, 900 x 2": lambda random: random.normal(0.0, 2.0, (900, 2)).round(1),
    "each row four times, 600 x 3": lambda random: np.repeat(random.normal(size=(150, 3)), 4, axis=0),
    "mostly zeros 500 x 30": mostly_zeros,
}

FULL_SIZE: dict[str, Callable[[], Matrix]] = {
    "photograph china.jpg, full size": lambda: photograph("china.jpg"),
    "photograph flower.jpg, full size": lambda: photograph("flower.jpg"),
}

NAMES = (*FULL_SIZE, *BUNDLED, *GENERATED)


def load(name: str) -> Matrix:
    """Return the data set called `name`, float64, C-contiguous, the same on every call."""
    if name in GENERATED:
        values = GENERATED[name](np.random.default_rng([2026, list(GENERATED).index(name)]))
    else:
        values = (BUNDLED | FULL_SIZE)[name]()
    return np.ascontiguousarray(values, dtype=np.float64)


def has_exact_ties(values: Matrix) -> bool:
    """Return whether values repeat, so that two distances can be equal in exact arithmetic.

    Continuous data have, in every column that is not constant, at least 99 % different values.
    """
    different = np.array([len(np.unique(column)) for column in values.T])
    return bool(np.any((different > 1) & (different < 0.99 * len(values))))
