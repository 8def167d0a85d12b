"""The model file: one fitted model as data, in a strict profile of safetensors (docs: Reference, The model file)."""

from mlmeta.modelfile.files import ModelFile, inspect, load, parse, read, save
from mlmeta.modelfile.limits import Limits
from mlmeta.modelfile.summary import Summary
from mlmeta.modelfile.verification import Verification, replay, verify

__all__ = ["Limits", "ModelFile", "Summary", "Verification", "inspect", "load", "parse", "read", "replay", "save", "verify"]
