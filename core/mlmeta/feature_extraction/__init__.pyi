"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = [
    "CountVectorizer",
    "DictVectorizer",
    "FeatureHasher",
    "HashingVectorizer",
    "PatchExtractor",
    "TfidfTransformer",
    "TfidfVectorizer",
]

class CountVectorizer(Estimator):
    """Counts of the words or n-grams of texts."""

    fixed_vocabulary_: Any
    vocabulary_: Any
    def __init__(
        self,
        *,
        input: Literal["content", "file", "filename"] = "content",
        encoding: str = "utf-8",
        decode_error: Literal["ignore", "replace", "strict"] = "strict",
        strip_accents: Literal["ascii", "unicode"] | Callable[..., Any] | None = None,
        lowercase: bool = True,
        preprocessor: Callable[..., Any] | None = None,
        tokenizer: Callable[..., Any] | None = None,
        stop_words: Literal["english"] | list[Any] | None = None,
        token_pattern: str | None = "(?u)\\b\\w\\w+\\b",
        ngram_range: tuple[Any, ...] = ...,
        analyzer: Literal["char", "char_wb", "word"] | Callable[..., Any] = "word",
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Any = None,
        binary: bool = False,
        dtype: Any = ...,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class DictVectorizer(Estimator):
    """Columns from dictionaries of features."""

    feature_names_: Any
    vocabulary_: Any
    def __init__(
        self,
        *,
        dtype: Any = ...,
        separator: str = "=",
        sparse: bool = True,
        sort: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class FeatureHasher(Estimator):
    """Columns from names of features, by hashing."""

    def __init__(
        self,
        n_features: int = 1048576,
        *,
        input_type: Literal["dict", "pair", "string"] = "dict",
        dtype: Any = ...,
        alternate_sign: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class HashingVectorizer(Estimator):
    """Counts of words or n-grams by hashing, without a vocabulary."""

    def __init__(
        self,
        *,
        input: Literal["content", "file", "filename"] = "content",
        encoding: str = "utf-8",
        decode_error: Literal["ignore", "replace", "strict"] = "strict",
        strip_accents: Literal["ascii", "unicode"] | Callable[..., Any] | None = None,
        lowercase: bool = True,
        preprocessor: Callable[..., Any] | None = None,
        tokenizer: Callable[..., Any] | None = None,
        stop_words: Literal["english"] | list[Any] | None = None,
        token_pattern: str | None = "(?u)\\b\\w\\w+\\b",
        ngram_range: tuple[Any, ...] = ...,
        analyzer: Literal["char", "char_wb", "word"] | Callable[..., Any] = "word",
        n_features: int = 1048576,
        binary: bool = False,
        norm: Literal["l1", "l2"] | None = "l2",
        alternate_sign: bool = True,
        dtype: Any = ...,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class PatchExtractor(Estimator):
    """Patches of images."""

    def __init__(
        self,
        *,
        patch_size: tuple[Any, ...] | None = None,
        max_patches: float | None = None,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class TfidfTransformer(Estimator):
    """Counts of words, weighted by how rare they are."""

    feature_names_in_: Any
    idf_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        norm: Literal["l1", "l2"] | None = "l2",
        use_idf: bool = True,
        smooth_idf: bool = True,
        sublinear_tf: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class TfidfVectorizer(Estimator):
    """Words or n-grams of texts, weighted by how rare they are."""

    fixed_vocabulary_: Any
    idf_: Any
    vocabulary_: Any
    def __init__(
        self,
        *,
        input: Literal["content", "file", "filename"] = "content",
        encoding: str = "utf-8",
        decode_error: Literal["ignore", "replace", "strict"] = "strict",
        strip_accents: Literal["ascii", "unicode"] | Callable[..., Any] | None = None,
        lowercase: bool = True,
        preprocessor: Callable[..., Any] | None = None,
        tokenizer: Callable[..., Any] | None = None,
        analyzer: Literal["char", "char_wb", "word"] | Callable[..., Any] = "word",
        stop_words: Literal["english"] | list[Any] | None = None,
        token_pattern: str | None = "(?u)\\b\\w\\w+\\b",
        ngram_range: tuple[Any, ...] = ...,
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Any = None,
        binary: bool = False,
        dtype: Any = ...,
        norm: Literal["l1", "l2"] | None = "l2",
        use_idf: bool = True,
        smooth_idf: bool = True,
        sublinear_tf: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
