"""The forms in which the vendor's API is known to fail.

Here: their names. Not here: which is due (serving/faults.py), how each is answered (table_api.py).
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """The forms of failure."""

    TOO_MANY_REQUESTS = "429 with Retry-After: the queue is full"
    ERROR_AT_END = "200, the rows break off and an error object follows: the time quota ran out"
    CUT_BODY = "200, and the connection ends in the middle of the body"
    ACCEPTED = "202 without rows: the session has too many requests waiting"
    SERVER_ERROR = "500"
    SIGNED_OUT = "401: the token was withdrawn"
    SHORT_PAGE = "200, half of the rows left out without a word"
