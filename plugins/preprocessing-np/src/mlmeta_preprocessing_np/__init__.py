"""The NumPy reference provider of mlmeta's preprocessing algorithms.

Start at :mod:`mlmeta_preprocessing_np.moments`.

Each class has a module of its own, and this one imports none: what is wrong with one algorithm stays with it.
"""
