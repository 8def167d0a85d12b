"""Providers of one algorithm side by side on one's own data: what differs in their answers, then time and memory."""

from mlmeta.comparison.measurement import compare
from mlmeta.comparison.table import Comparison, Contender

__all__ = ["Comparison", "Contender", "compare"]
