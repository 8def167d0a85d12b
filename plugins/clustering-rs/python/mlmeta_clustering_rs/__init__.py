"""The native provider of mlmeta's clustering algorithms, in Rust.

Each class has a module of its own, and this one imports none: what is wrong with one algorithm stays with it.
"""
