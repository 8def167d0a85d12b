"""What every estimator inherits: the spec class, the base class, its roles, the doors to scikit-learn, notebooks and pickle."""
