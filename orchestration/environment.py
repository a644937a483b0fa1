"""Environment variables that stand for the length of a block.

Here: the one way this package sets variables of its own process. Not here: which ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def exported(variables: Mapping[str, str]) -> Iterator[None]:
    """Set the variables, and put back afterwards what stood there before."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
