"""What a lie is: a file made from an honest one, the word of its refusal, and who refuses it."""

from collections.abc import Callable
from dataclasses import dataclass

from forge import Draft

__all__ = ["Lie", "replaced"]


@dataclass(frozen=True)
class Lie:
    """One file.

    Attributes
    ----------
    base : callable
        Makes the honest file.
    change : callable
        Makes it lie.
    word : str
        What every refusal says, in upper or lower case: the field at fault.
    layer : str
        `"format"`: no reader of the format takes it. `"kind"`: the format is kept, the rules of the algorithm's state
        are not. `"spec"`: the state is kept too, and only who knows all of the algorithm's spec can tell, which is Python.
    """

    base: Callable[[], Draft]
    change: Callable[[Draft], None]
    word: str
    layer: str = "format"

    def write(self) -> bytes:
        """Return the bytes of the file."""
        draft = self.base()
        self.change(draft)
        return draft.write()


def replaced(old: str, new: str) -> Callable[[str], str]:
    """Return the function that replaces the first `old` of a text, which must be there."""

    def replace(text: str) -> str:
        assert old in text, f"{old!r} is not in {text!r}"
        return text.replace(old, new, 1)

    return replace
