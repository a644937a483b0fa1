"""Text that Metabase shows: Markdown that cannot be written by the catalogue, and our mark.

Here: escaping, names cut to length, the line by which a thing of ours is recognised. Not here: what
is said (content.py).
"""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64encode

# Metabase refuses longer names.
LONGEST_NAME = 254
ENTITY_ID_LENGTH = 21
# What means something in Markdown or HTML, becomes a link, or opens a parameter of a text card; at
# the beginning also what makes a list or a heading.
MARKUP = re.compile(r"[\\`*_{}\[\]<>|~#@&$^]|:(?=//)|(?<=www)\.|^[-+=]|^\d+[.)]", re.IGNORECASE)
TEXT_MARK = re.compile(r"\[vital-signs\]: # \"([^\"\n]+)\"$")
MARK = re.compile(r"Made by Vital Signs from `([^`\n]+)`; [^\n]*$")


def plain(text: str) -> str:
    """Text of the catalogue as Markdown that shows just this text, on one line."""
    line = " ".join(text.split())
    return MARKUP.sub(lambda found: f"{found.group()[:-1]}\\{found.group()[-1]}", line)


def short(name: str) -> str:
    """A name on one line, no longer than Metabase takes."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def marked(description: str, key: str) -> str:
    """A description whose last line says what it was made from: so it is found again."""
    line = f"Made by Vital Signs from `{key}`; without this line it is yours and left alone."
    return f"{description}\n\n{line}"


def key_of(description: str | None) -> str | None:
    """The key in the last line of a description; a thing made by hand has none."""
    found = MARK.search(description or "")
    return found.group(1) if found else None


def marked_text(text: str, key: str) -> str:
    """Text of a card with a last line that nobody sees: a definition that no link uses."""
    return f'{text}\n\n[vital-signs]: # "{key}"'


def text_key_of(text: str | None) -> str | None:
    """The key in the last line of a card's text; a text written by hand has none."""
    found = TEXT_MARK.search(text or "")
    return found.group(1) if found else None


def entity_id(kind: str, key: str) -> str:
    """The same id in every export: 21 letters, the form of Metabase's own."""
    digest = hashlib.sha256(f"vital-signs/{kind}/{key}".encode()).digest()
    return urlsafe_b64encode(digest).decode("ascii")[:ENTITY_ID_LENGTH]


def uuid_of(kind: str, key: str) -> str:
    """The same UUID in every export."""
    digits = hashlib.sha256(f"vital-signs/{kind}/{key}".encode()).hexdigest()
    parts = (digits[:8], digits[8:12], f"8{digits[13:16]}", f"8{digits[17:20]}", digits[20:32])
    return "-".join(parts)
