"""Winsorising for mlmeta: each column is clipped to its own quantiles."""

from mlmeta_winsorizer.winsorizer import Winsorizer

__all__ = ["Winsorizer"]
