"""The rooms' errors in Dagster's form: what happened, then what to do.

Here: the translation. Not here: errors.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg


@contextmanager
def told_to_dagster() -> Iterator[None]:
    """Turn an error that says what and what to do into a failure that shows both."""
    try:
        yield
    except Exception as error:
        what, remedy = getattr(error, "what", None), getattr(error, "remedy", None)
        if what is None or remedy is None:
            raise
        raise dg.Failure(
            description=f"{what}\n{remedy}", metadata={"what to do": dg.MetadataValue.text(remedy)}
        ) from error
