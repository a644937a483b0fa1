"""Templates: one environment, everything escaped, nothing undefined.

Here: the environment, its filters and the addresses of pages. Not here: what pages say.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from orchestration.publish.site import formatting
from orchestration.publish.site.reading import SiteError

SAFE_NAME = re.compile(r"[a-z0-9_]+")
STATUS_WORDS = {"red": "Red", "amber": "Amber", "green": "Green", "none": "No status"}
# Which way the arrow of an icon of variation points.
ARROWS = {"high": "up", "low": "down"}
LETTERS = {"red": "R", "amber": "A", "green": "G", "none": ""}


def file_stem(identifier: str) -> str:
    """An id that becomes a file's name: plain letters only, so it can lead nowhere else."""
    if not SAFE_NAME.fullmatch(identifier):
        raise SiteError(
            f"'{identifier}' cannot name a page.",
            "Use lower-case letters, digits and underscores.",
        )
    return identifier


def environment(templates: Path) -> Environment:
    """The templates' surroundings: everything is escaped, a missing value is an error."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        long_date=formatting.long_date,
        short_date=formatting.short_date,
        share=formatting.share,
        count_word=formatting.count_word,
        plural=lambda count, one, many=None: formatting.plural(count, one, many),
        words=lambda text: str(text or "").replace("_", " "),
        sentence=lambda text: str(text)[:1].upper() + str(text)[1:],
        stem=file_stem,
        stem_dash=lambda text: file_stem(text.replace("-", "_")).replace("_", "-"),
    )
    made.globals.update(STATUS_WORDS=STATUS_WORDS, LETTERS=LETTERS, ARROWS=ARROWS)
    return made


def css_string(text: str) -> str:
    """A CSS string literal; everything but plain characters is escaped by code point."""
    safe = re.sub(r"[^A-Za-z0-9 .:,_-]", lambda found: f"\\{ord(found.group()):x} ", text)
    return f'"{safe}"'


def margin_css(release: dict[str, Any]) -> str:
    """What stands in the margin of every printed page; the only stylesheet that is written."""
    line = f"Vital Signs · release {release['release_id']} · data as at {release['as_of']}"
    return f"@page {{ @bottom-left {{ content: {css_string(line)}; }} }}\n"
