"""Fitted models of other tools, and ours for them."""
