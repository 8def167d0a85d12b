"""The register of capabilities: what a manifest may claim of a provider."""

__all__ = ["CAPABILITIES"]

CAPABILITIES = {
    "deterministic": "the same input and seed give the same bits, whatever the number of threads",
    "float32": "float32 input is fitted in float32, without a copy to float64",
    "partial_fit": "can be fitted in several calls",
    "partial_statistics": "fits from order-independent partial statistics",
    "sample_weight": "rows may have weights",
    "servable": "has a portable state and can be served",
    "sparse": "takes sparse matrices",
}
"""The register of capabilities: the only names a manifest may use, but for `x-` ones. Missing means unknown."""
