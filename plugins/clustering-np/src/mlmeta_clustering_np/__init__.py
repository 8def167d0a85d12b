"""The NumPy reference provider of mlmeta's clustering algorithms.

Start at :mod:`mlmeta_clustering_np.fit` or :mod:`mlmeta_clustering_np.mini_batch_fit`; every other module is one step of these.

Each class has a module of its own, and this one imports none: what is wrong with one algorithm stays with it.
"""
