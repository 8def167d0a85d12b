"""Lies in the length prefix, in the header's text and entries, and in the data."""

import math
import struct
from collections.abc import Callable

from forge import ZEROS, Draft, floats
from honest import bare, sampled, small
from lie import Lie, replaced

__all__ = ["LIES"]

Change = Callable[[Draft], None]


def file(change: Callable[[bytes], bytes]) -> Change:
    """Change the finished file."""
    return lambda draft: setattr(draft, "on_file", change)


def length(given: int) -> Change:
    """State another length of the header."""
    return file(lambda content: struct.pack("<Q", given) + content[8:])


def length_off_by(difference: int) -> Change:
    """State a header that is longer by so many bytes."""
    return file(lambda content: struct.pack("<Q", struct.unpack("<Q", content[:8])[0] + difference) + content[8:])


def flipped(place: bytes, bit: int = 0) -> Change:
    """Flip a bit of the byte behind `place`."""

    def flip(content: bytes) -> bytes:
        at = content.index(place) + len(place)
        return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]

    return file(flip)


def header(old: str, new: str) -> Change:
    """Replace text of the header."""
    return lambda draft: setattr(draft, "on_header", replaced(old, new))


def around(before: str, after: str = "") -> Change:
    """Put text around the header's."""
    return lambda draft: setattr(draft, "on_header", lambda text: before + text + after)


def encoded(old: bytes, new: bytes) -> Change:
    """Replace bytes of the header."""
    return lambda draft: setattr(draft, "on_encoded", lambda text: text.replace(old, new, 1))


def padded(padding: Callable[[int], bytes]) -> Change:
    """Pad the header otherwise; one character more in the provenance makes sure that there is padding at all."""

    def change(draft: Draft) -> None:
        draft.provenance["core_version"] += "0"
        draft.padding = padding

    return change


def entry(name: str = "centers_", **changes: object) -> Change:
    """Change one tensor's entry in the header."""

    def change(draft: Draft) -> None:
        dtype, shape, _ = draft.tensors[name]
        offsets = [0, 32] if name == "centers_" else [32, 64]
        draft.entries[name] = {"data_offsets": offsets, "dtype": dtype, "shape": shape, **changes}

    return change


def number(text: str) -> Change:
    """Write the end of a tensor otherwise."""
    return header('"data_offsets":[0,32]', f'"data_offsets":[0,{text}]')


def renamed(name: str) -> Change:
    """Call a tensor otherwise."""
    return lambda draft: draft.tensors.update({name: draft.tensors.pop("spreads_")})


def moved(draft: Draft) -> None:
    """Say that the second tensor lies before the first."""
    entry("centers_", data_offsets=[32, 64])(draft)
    entry("spreads_", data_offsets=[0, 32])(draft)


def hole(draft: Draft) -> None:
    """Leave eight bytes between two tensors."""
    dtype, shape, data = draft.tensors["centers_"]
    draft.tensors["centers_"] = (dtype, shape, data + bytes(8))
    entry("centers_")(draft)
    entry("spreads_", data_offsets=[40, 72])(draft)


def poisoned(value: float, name: str = "centers_") -> Change:
    """Put a value into a tensor."""

    def change(draft: Draft) -> None:
        dtype, shape, data = draft.tensors[name]
        draft.tensors[name] = (dtype, shape, data[:-8] + floats(value))

    return change


def resealed(digits: str) -> Change:
    """Write other digits into the place of the file's checksum."""
    return header(f'"mlmeta.sha256":"{ZEROS}"', f'"mlmeta.sha256":"{digits}"')


LIES = {
    "empty-file": Lie(bare, file(lambda content: b""), "file"),
    "seven-bytes": Lie(bare, file(lambda content: content[:7]), "file"),
    "prefix-alone": Lie(bare, file(lambda content: content[:8]), "header length"),
    **{
        f"length-{name}": Lie(bare, length(given), "header length")
        for name, given in {
            "0": 0,
            "7": 7,
            "2-to-31": 1 << 31,
            "2-to-32": 1 << 32,
            "2-to-63-less-1": (1 << 63) - 1,
            "2-to-63": 1 << 63,
            "2-to-64-less-1": (1 << 64) - 1,
        }.items()
    },
    "length-less-1": Lie(bare, length_off_by(-1), "header length"),
    "length-less-64": Lie(bare, length_off_by(-64), "header"),
    "length-more-64": Lie(bare, length_off_by(64), "header"),
    "cut-in-the-header": Lie(bare, file(lambda content: content[:200]), "header length"),
    "cut-at-the-data": Lie(small, file(lambda content: content[:-64]), "data"),
    "cut-by-one-byte": Lie(small, file(lambda content: content[:-1]), "data"),
    "trailing-byte": Lie(bare, file(lambda content: content + b"\0"), "data"),
    "byte-inserted": Lie(small, file(lambda content: content[:-9] + b"\0" + content[-9:]), "data"),
    "byte-repeated": Lie(small, file(lambda content: content[:101] + content[100:]), "data"),
    "tensors-swapped": Lie(small, file(lambda content: content[:-64] + content[-32:] + content[-64:-32]), "state_sha256"),
    "flip-in-the-document": Lie(bare, flipped(b'\\"n_features\\":'), "mlmeta.sha256"),
    "flip-in-the-provenance": Lie(bare, flipped(b'\\"n\\":'), "mlmeta.sha256"),
    "flip-in-the-data": Lie(small, file(lambda content: content[:-60] + b"\x01" + content[-59:]), "state_sha256"),
    "flip-in-the-sample": Lie(sampled, file(lambda content: content[:-8] + b"\0" + content[-7:]), "mlmeta.sha256"),
    "checksum-of-another-file": Lie(bare, resealed("0123456789abcdef" * 4), "mlmeta.sha256"),
    "checksum-in-capitals": Lie(bare, resealed("F" * 64), "mlmeta.sha256"),
    "checksum-too-short": Lie(bare, resealed("0"), "mlmeta.sha256"),
    "pickle": Lie(bare, file(lambda content: b"\x80\x05\x95\x10\0\0\0\0\0\0\0\x8c" + content[12:200]), "pickle"),
    "not-utf-8": Lie(bare, encoded(b"a/b.C", b"a/b\xff.C"), "utf-8"),
    "surrogate-in-utf-8": Lie(bare, encoded(b"a/b.C", b"a/b\xed\xa0\x80.C"), "utf-8"),
    "byte-order-mark": Lie(bare, around("\ufeff"), "header"),
    "space-in-front": Lie(bare, around(" "), "header"),
    "list-as-header": Lie(bare, around("[", "]"), "header"),
    "unterminated": Lie(bare, lambda draft: setattr(draft, "on_header", lambda text: text[:-1]), "header"),
    "white-space-in-the-header": Lie(small, header('"dtype":"F64"', '"dtype": "F64"'), "header"),
    "padding-of-tabs": Lie(bare, padded(b"\t".__mul__), "header"),
    "padding-too-long": Lie(bare, padded(lambda missing: b" " * (missing + 64)), "header"),
    "deep-and-closed-header": Lie(small, header('"shape":[2,2]', '"shape":' + "[" * 33 + "]" * 33), "header"),
    "duplicate-tensor": Lie(small, header('"spreads_":', '"centers_":'), "centers_"),
    "duplicate-key-of-an-entry": Lie(small, header('"dtype":"F64"', '"dtype":"F32","dtype":"F64"'), "duplicate"),
    "duplicate-metadata": Lie(bare, header('"mlmeta":"', '"mlmeta":"","mlmeta":"'), "duplicate"),
    "metadata-missing": Lie(bare, header('"__metadata__":', '"__metadatb__":'), "__metadata__"),
    "metadata-unknown-key": Lie(bare, header('"mlmeta.provenance":', '"mlmeta.a":"","mlmeta.provenance":'), "metadata"),
    "offset-minus-zero": Lie(small, header('"data_offsets":[0,32]', '"data_offsets":[-0,32]'), "header"),
    "offset-leading-zero": Lie(small, number("032"), "header"),
    "offset-real": Lie(small, number("32.0"), "header"),
    "offset-1e999": Lie(small, number("1e999"), "header"),
    "offset-nan": Lie(small, number("NaN"), "header"),
    "offset-beyond-2-to-53": Lie(small, number("9007199254740993"), "header"),
    "offset-true": Lie(small, number("true"), "centers_"),
    "offset-negative": Lie(small, entry(data_offsets=[-32, 0]), "centers_"),
    "offsets-reversed": Lie(small, entry(data_offsets=[32, 0]), "centers_"),
    "offsets-too-short": Lie(small, entry(data_offsets=[0, 24]), "centers_"),
    "offsets-past-the-end": Lie(small, entry("spreads_", data_offsets=[32, 96], shape=[4, 2]), "data"),
    "offsets-in-another-order": Lie(small, moved, "centers_"),
    "overlap": Lie(small, entry("spreads_", data_offsets=[0, 32]), "spreads_"),
    "hole": Lie(small, hole, "spreads_"),
    "dtype-unknown": Lie(small, entry(dtype="F16"), "dtype"),
    "dtype-lower-case": Lie(small, entry(dtype="f64"), "dtype"),
    "dtype-of-another-width": Lie(small, entry(dtype="F32"), "data_offsets"),
    "dtype-that-is-no-text": Lie(small, entry(dtype=8), "dtype"),
    "shape-overflows": Lie(small, entry(shape=[1 << 32, 1 << 32]), "shape"),
    "shape-overflows-behind-zero": Lie(small, entry(shape=[1 << 53, 1 << 53, 0], data_offsets=[0, 0]), "shape"),
    "shape-negative": Lie(small, entry(shape=[-2, -2]), "shape"),
    "shape-nested": Lie(small, entry(shape=[[2], 2]), "shape"),
    "shape-of-five": Lie(small, entry(shape=[2, 2, 1, 1, 1]), "shape"),
    "entry-unknown-key": Lie(small, entry(strides=[16, 8]), "centers_"),
    "entry-missing-key": Lie(small, header('"dtype":"F64",', ""), "centers_"),
    "name-leaves-the-folder": Lie(small, renamed("../x"), "../x"),
    "name-with-nul": Lie(small, renamed("spreads_\0"), "spreads_"),
    "name-not-ascii": Lie(small, renamed("spreäds_"), "spreäds_"),
    "name-of-129-characters": Lie(small, renamed("s" * 129), "tensor"),
    "surrogate-in-the-header": Lie(small, header('"spreads_"', '"spreads\\ud800"'), "header"),
    "nan": Lie(small, poisoned(math.nan), "centers_"),
    "infinity": Lie(small, poisoned(-math.inf), "centers_"),
    "nan-in-the-sample": Lie(sampled, poisoned(math.nan, "sample.X"), "sample.X"),
    "bool-of-two": Lie(small, lambda draft: draft.tensors.update(flags_=("BOOL", [2], b"\1\2")), "flags_"),
}
