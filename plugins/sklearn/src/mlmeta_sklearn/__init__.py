"""scikit-learn's estimators as providers of mlmeta: all of it is data, in `mlmeta.json` and `specs/`."""
