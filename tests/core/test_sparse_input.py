"""Sparse and missing values: what a spec accepts and a provider's manifest promises reaches the provider, and nothing else."""

import numpy as np
import pytest
import scipy.sparse
from mlmeta import errors
from mlmeta.data import validation
from mlmeta.data.sparse import CSR
from mlmeta.estimators.base import Estimator
from mlmeta.estimators.roles import Unsupervised
from mlmeta.specs.inputs import Accepts

KIND = "cluster.OPTICS"  # a reserved name that no distribution here provides


class Counter(Unsupervised, kind=KIND, accepts=Accepts(sparse=True, nan=True)):
    """Keeps what it is given."""

    seen_: object

    def __init__(self, provider: str | None = None) -> None:
        pass


class Keeping(Counter, provider="keeping"):
    def _fit(self, X, sample_weight):
        self.seen_ = X


class Dense(Counter, provider="dense"):
    def _fit(self, X, sample_weight):
        self.seen_ = X


class Plain(Unsupervised, kind="cluster.Birch"):
    """Accepts nothing beyond numbers."""

    def __init__(self, provider: str | None = None) -> None:
        pass


class PlainProvider(Plain, provider="keeping"):
    def _fit(self, X, sample_weight):
        pass


@pytest.fixture(autouse=True)
def providers(install, row):
    sparse = {"sparse": True}
    install(
        "keepers",
        [
            row("keeping", "keepers:Keeping", "cluster.OPTICS", capabilities=sparse),
            row("dense", "keepers:Dense", "cluster.OPTICS", capabilities={"sparse": False}),
            row("keeping", "keepers:Plain", "cluster.Birch", capabilities=sparse),
        ],
    )


MATRIX = scipy.sparse.random(7, 4, density=0.4, format="csr", random_state=0)


def test_sparse_rows_reach_a_provider_that_promises_to_take_them():
    made = Keeping().fit(MATRIX)
    assert isinstance(made.seen_, CSR)
    assert np.array_equal(made.seen_.to_dense(0, 7), MATRIX.toarray())
    assert made.n_features_in_ == 4


def test_a_provider_without_sparse_names_those_that_have_it():
    with pytest.raises(errors.UnsupportedParameterError, match=r"OPTICS\[dense\] .* does not take sparse X. .* do: keeping"):
        Dense().fit(MATRIX)


def test_what_the_spec_does_not_accept_reaches_no_provider():
    with pytest.raises(
        errors.InvalidDataError, match="Sparse data was passed for X, but dense data is required by PlainProvider"
    ):
        PlainProvider().fit(MATRIX)
    with pytest.raises(errors.InvalidDataError, match="contains NaN"):
        PlainProvider().fit([[np.nan]])


def test_missing_values_reach_a_provider_of_a_spec_that_accepts_them():
    made = Dense().fit([[np.nan, 1.0]])
    assert np.isnan(made.seen_[0, 0])
    with pytest.raises(errors.InvalidDataError, match=r"contains infinity.*does not accept infinite values"):
        Dense().fit([[np.nan, np.inf]])
    with pytest.raises(errors.InvalidDataError, match="contains infinity"):
        Keeping().fit(scipy.sparse.csr_array([[np.nan, np.inf]]))


def test_a_spec_accepts_nothing_that_its_base_accepted():
    class Heir(Counter, kind="cluster.MeanShift"):
        """A spec of its own."""

        def __init__(self, provider: str | None = None) -> None:
            pass

    assert Heir.__mlmeta_accepts__ == Accepts()
    assert Estimator.__mlmeta_accepts__ == Accepts()


def test_tags_follow_from_the_spec_and_the_manifest():
    tags = [made.__sklearn_tags__().input_tags for made in (Keeping(), Dense(), PlainProvider())]
    assert [(tag.sparse, tag.allow_nan) for tag in tags] == [(True, True), (False, True), (False, False)]


# -- the rows themselves ----------------------------------------------------------------------------------------------

FORMATS = {
    name: getattr(scipy.sparse, f"{name}_{ending}")
    for name in ("csr", "csc", "coo", "bsr", "lil", "dok", "dia")
    for ending in ("matrix", "array")
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64, np.int8, bool, np.longdouble])
@pytest.mark.parametrize("make", FORMATS.values(), ids=[made.__name__ for made in FORMATS.values()])
def test_every_format_and_dtype_becomes_rows(make, dtype):
    given = make(np.array([[0, 3, 0], [0, 0, 0], [1, 0, 2]]).astype(dtype))
    rows = validation.check_array(given, owner="Counter", sparse=True)
    assert rows.dtype == (np.float32 if dtype == np.float32 else np.float64)
    assert np.array_equal(rows.to_dense(0, 3), given.toarray())


def test_rows_that_are_right_already_are_not_copied():
    rows = validation.check_array(MATRIX, owner="Counter", sparse=True)
    assert all(np.shares_memory(getattr(rows, name), getattr(MATRIX, name)) for name in ("data", "indices", "indptr"))


def test_entries_that_occur_twice_are_added_and_the_users_matrix_stays():
    given = scipy.sparse.csr_matrix((np.array([1.0, 2.0, 4.0]), np.array([2, 0, 2]), np.array([0, 3])), shape=(1, 3))
    rows = validation.check_array(given, owner="Counter", sparse=True)
    assert rows.to_dense(0, 1).tolist() == [[2.0, 0.0, 5.0]]
    assert rows.indices.tolist() == [0, 2]
    assert given.indices.tolist() == [2, 0, 2]
    assert given.data.tolist() == [1.0, 2.0, 4.0]


def test_read_only_rows_and_long_indices_are_taken():
    given = MATRIX.copy()
    given.indices, given.indptr = given.indices.astype(np.int64), given.indptr.astype(np.int64)
    for array in (given.data, given.indices, given.indptr):
        array.flags.writeable = False
    rows = validation.check_array(given, owner="Counter", sparse=True)
    assert np.array_equal(rows.to_dense(0, 7), MATRIX.toarray())


@pytest.mark.parametrize("make", [scipy.sparse.csr_matrix, scipy.sparse.csc_array, scipy.sparse.coo_matrix])
def test_rows_become_the_users_kind_of_matrix_again(make):
    rows = validation.check_array(make(MATRIX), owner="Counter", sparse=True)
    again = rows.to_matrix()
    assert isinstance(again, scipy.sparse.sparray) == issubclass(make, scipy.sparse.sparray)
    assert np.array_equal(again.toarray(), MATRIX.toarray())
    assert not np.shares_memory(again.data, rows.data)


def broken(**arrays):
    matrix = MATRIX.copy()
    for name, array in arrays.items():
        setattr(matrix, name, np.asarray(array, dtype=getattr(matrix, name).dtype))
    return matrix


REFUSED = {
    "an index beyond the columns": (lambda: broken(indices=np.full(MATRIX.nnz, 4)), "column indices from 4 to 4"),
    "a negative index": (lambda: broken(indices=np.full(MATRIX.nnz, -1)), "column indices from -1"),
    "pointers that fall": (lambda: broken(indptr=[0, 5, 2, 3, 4, 5, 6, MATRIX.nnz]), "row pointers"),
    "pointers beyond the entries": (lambda: broken(indptr=[0, 1, 2, 3, 4, 5, 6, 99]), "row pointers"),
    "NaN": (lambda: scipy.sparse.csr_array([[np.nan, 0.0]]), "contains NaN"),
    "infinity": (lambda: scipy.sparse.csr_array([[np.inf, 0.0]]), "contains infinity"),
    "complex": (lambda: scipy.sparse.csr_array([[1j, 0.0]]), "Complex data not supported"),
    "no rows": (lambda: scipy.sparse.csr_array((0, 3)), "0 sample"),
    "no columns": (lambda: scipy.sparse.csr_matrix((3, 0)), "0 feature"),
    "one dimension": (lambda: scipy.sparse.coo_array(np.array([0.0, 1.0])), "Expected 2D sparse data, got 1D"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED)
def test_sparse_data_that_is_refused(make, words):
    with pytest.raises(errors.InvalidDataError, match=words):
        validation.check_array(make(), owner="Counter", sparse=True)
