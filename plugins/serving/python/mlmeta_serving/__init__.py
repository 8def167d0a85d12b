"""Serving of model files: finds and starts the server, and answers for models without a native predictor."""
