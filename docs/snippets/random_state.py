import numpy as np


def generator(
    random_state: int | np.random.RandomState | None,
) -> np.random.RandomState:
    """Return the generator that a seed means."""
    if isinstance(random_state, np.random.RandomState):
        return random_state
    return np.random.RandomState(random_state)
