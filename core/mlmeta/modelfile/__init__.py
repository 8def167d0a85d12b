"""The model file: one fitted model as data, in a strict profile of safetensors (docs: Reference, The model file)."""

from mlmeta.modelfile.files import Summary, inspect, load, save

__all__ = ["Summary", "inspect", "load", "save"]
