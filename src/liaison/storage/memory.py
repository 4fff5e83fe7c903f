"""Reading much into memory that is to stay there."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """While it lasts, Python does not look for garbage: among what stays, that takes two thirds of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def settle() -> None:
    """What is in memory now is to stay: Python looks through it once, and not whenever it looks for garbage again.

    Among a register of 50,000 partnerships that would stop every answer for half a second, at a moment of its own.
    """
    gc.unfreeze()  # what was to stay before may have gone
    gc.collect()
    gc.freeze()
