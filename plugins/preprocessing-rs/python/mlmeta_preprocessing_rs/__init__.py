"""The native provider of mlmeta's preprocessing algorithms, in Rust.

Each class has a module of its own, and this one imports none: what is wrong with one algorithm stays with it.
"""
