"""The leader algorithm, in Rust."""

from mlmeta_leader.leader import Leader

__all__ = ["Leader"]
