"""What every workbook we write has in common: the same content gives the same bytes.

Here: the time and the compression taken out of an archive, and text that stays text. Not here: what
a workbook says.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from openpyxl import Workbook

# The earliest moment a ZIP archive can name.
EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001  both formats keep times without a zone
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def empty_workbook() -> Workbook:
    """A workbook without sheets that says nothing of when it was made."""
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    book.properties.created = EPOCH
    return book


def put_text(cell: Any, text: str) -> None:
    """A text that begins with "=" stays a text, also when somebody edits the cell."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True


def bytes_of(book: Workbook, *, is_compressed: bool = False) -> bytes:
    """The workbook without the time it was made, and without compression that may differ.

    A large one may be compressed all the same: then one version of zlib gives the same bytes.
    """
    method = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
    buffer = io.BytesIO()
    book.save(buffer)
    result = io.BytesIO()
    stamp = EPOCH.isoformat().encode() + b"Z"
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(result, "w") as new:
        for name in sorted(old.namelist()):
            content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", old.read(name))
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            new.writestr(entry, content, compress_type=method)
    return result.getvalue()
