"""A second writer of model files, from raw bytes: it writes what it is told, with right checksums of the lie."""

import hashlib
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["ZEROS", "Draft", "canonical", "floats", "integers", "nodes"]

ZEROS = "0" * 64
SIZES = {"F64": 8, "F32": 4, "I64": 8, "I32": 4, "U8": 1, "BOOL": 1}


def canonical(value: Any) -> str:
    """Return canonical JSON; the keys of these files are ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def floats(*values: float) -> bytes:
    """Return float64 numbers as a file holds them."""
    return struct.pack(f"<{len(values)}d", *values)


def integers(*values: int) -> bytes:
    """Return int32 numbers as a file holds them."""
    return struct.pack(f"<{len(values)}i", *values)


def nodes(*values: int) -> bytes:
    """Return int64 numbers as a file holds them."""
    return struct.pack(f"<{len(values)}q", *values)


@dataclass
class Draft:
    """A file before its bytes are laid out.

    Attributes
    ----------
    tensors : dict
        Name to (dtype, shape, bytes).
    entries : dict
        Entries of the header that replace those that `tensors` means.
    on_document, on_header, on_file : callables
        The last word on the text of the document, on that of the header, and on the bytes.
    padding : callable
        The padding for so many missing bytes.
    """

    document: dict[str, Any]
    provenance: dict[str, Any]
    tensors: dict[str, tuple[str, list[int], bytes]]
    entries: dict[str, Any] = field(default_factory=dict)
    on_document: Callable[[str], str] = str
    on_provenance: Callable[[str], str] = str
    on_header: Callable[[str], str] = str
    on_encoded: Callable[[bytes], bytes] = bytes
    on_file: Callable[[bytes], bytes] = bytes
    padding: Callable[[int], bytes] = b" ".__mul__

    def write(self) -> bytes:
        """Return the bytes of the file."""
        order = sorted(self.tensors, key=lambda name: (-SIZES.get(self.tensors[name][0], 8), name))
        entries, offset = {}, 0
        for name in order:
            dtype, shape, data = self.tensors[name]
            entries[name] = {"data_offsets": [offset, offset + len(data)], "dtype": dtype, "shape": shape}
            offset += len(data)
        state = b"".join(self.tensors[name][2] for name in order if not name.startswith("sample."))
        sample = b"".join(self.tensors[name][2] for name in order if name.startswith("sample."))
        document = self.on_document(canonical({**self.document, "state_sha256": ZEROS}))
        digits = hashlib.sha256(document.encode("utf-8", "surrogatepass") + state).hexdigest()
        metadata = {
            "mlmeta": document.replace(ZEROS, digits, 1),
            "mlmeta.provenance": self.on_provenance(canonical(self.provenance)),
            "mlmeta.sha256": ZEROS,
        }
        header = self.on_header(canonical({**entries, **self.entries, "__metadata__": metadata}))
        encoded = self.on_encoded(header.encode("utf-8", "surrogatepass"))
        encoded += self.padding(-(8 + len(encoded)) % 64)
        head = struct.pack("<Q", len(encoded)) + encoded
        whole = head.replace(ZEROS.encode(), hashlib.sha256(head + sample).hexdigest().encode(), 1)
        return self.on_file(whole + b"".join(self.tensors[name][2] for name in order))
