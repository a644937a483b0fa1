"""All keys of a REST API's table, page by page.

Here: reading them, and counting. Not here: what a sweep of keys may say (`connectors/key_sweeps`).
Keys come in rising order, so that a record that is made or deleted meanwhile cannot push another
past the reader.
"""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa

from orchestration.extract.connectors.key_sweeps import refuse
from orchestration.extract.connectors.rest.asking import Asking
from orchestration.extract.connectors.rest.pages import CursorLostError, Page
from orchestration.extract.loads import text_table


def read_keys(asking: Asking) -> tuple[pa.Table, int]:
    """The keys, and how many pages they came in; a lost cursor begins the list again."""
    losses = 0
    while True:
        try:
            return _read_once(asking)
        except CursorLostError:
            losses += 1
        if losses >= asking.source.patience.attempts:
            refuse(
                asking.table,
                f"its cursor was lost {losses} times.",
                "try a larger page_size, or ask its owners how long a cursor is kept.",
            )


def _read_once(asking: Asking) -> tuple[pa.Table, int]:
    pages: list[pa.Table] = []
    cursor, passed, last, before = "", {""}, "", 0
    while True:
        page = asking.keys(cursor)
        before = before if pages else page.total
        _expect_onward(asking, page, last, passed)
        pages.append(text_table((asking.table.key,), [(key,) for key in page.entries]))
        last = page.entries[-1] if page.entries else last
        if not page.next_cursor:
            break
        cursor = page.next_cursor
        passed.add(cursor)
    keys = pa.concat_tables(pages)
    after = asking.keys(limit=1).total
    # Records may come and go while the keys are read; half a list is something else.
    if not min(before, after) <= keys.num_rows <= max(before, after):
        refuse(
            asking.table,
            f"counts disagree: it counted {before} keys before and {after} after, and"
            f" {keys.num_rows} came.",
            "run again; if it stays, check which rows the reading account may not see.",
        )
    return keys, len(pages)


def _expect_onward(asking: Asking, page: Page, last: str, passed: set[str]) -> None:
    """The page's keys rise above all before, and its cursor leads on."""
    if any(low >= high for low, high in pairwise([last, *page.entries])):
        refuse(
            asking.table,
            "they do not come in strictly rising order, or a page came twice.",
            "run again; the API has to list each key once, in order.",
        )
    if page.next_cursor and (page.next_cursor in passed or not page.entries):
        refuse(
            asking.table,
            "their cursors lead round in a circle, or on from an empty page.",
            "run again; if it stays, report it to the API's owners.",
        )
