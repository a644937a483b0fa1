"""How cells look: the colours of the pages, fonts, borders and number formats.

Here: looks, each made once. Not here: what a cell says.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from orchestration.publish.site.formatting import Unit, trimmed

FACE = "Arial"
INK, INK_2, RULE, RULE_2 = "FF14212D", "FF46535F", "FFB9C3CC", "FFE1E6EA"
PROMISE, HEAD, NONE_EXPECTED = "FF1D57B0", "FFE1E6EA", "FFE3E7EA"
LETTERS: Mapping[str, str] = {"red": "R", "amber": "A", "green": "G", "none": "\N{EN DASH}"}


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _box(side: Side) -> Border:
    return Border(left=side, right=side, top=side, bottom=side)


def font(size: float = 10, *, bold: bool = False, colour: str = INK) -> Font:
    """The one face of the pages."""
    return Font(name=FACE, size=size, bold=bold, color=colour)


TITLE, HEADING, BODY = font(16, bold=True), font(12, bold=True), font()
BOLD, SMALL, COLUMN_HEAD = font(bold=True), font(8, colour=INK_2), font(9, colour=INK_2)
PROMISED = font(colour=PROMISE)
LINK = font(colour=PROMISE)
# A letter says the status; the solid square, the edge and the ring stand for the marks of a page.
MARK_FILLS = {"red": _fill("FFA8131F"), "amber": _fill("FFFFC845")}
MARK_FONTS = {
    "red": font(9, bold=True, colour="FFFFFFFF"),
    "amber": font(9, bold=True, colour="FF2B1B00"),
    "green": font(9, bold=True, colour="FF0A6647"),
    "none": font(9, colour=INK_2),
}
MARK_BORDERS = {
    "amber": _box(Side(style="thin", color="FF855500")),
    "green": _box(Side(style="thin", color="FF0A6647")),
}
TINTS = {
    "red": _fill("FFF8D3CF"),
    "amber": _fill("FFFFEAB3"),
    "green": _fill("FFF1F8F4"),
    "not_expected": _fill(NONE_EXPECTED),
}
HEAD_FILL = _fill(HEAD)
TO_COME = _box(Side(style="dashed", color="FF75828E"))
LATEST_SIDE = Side(style="medium", color=INK)
TOP_RULE = Border(top=Side(style="medium", color=INK))
BOXED = Border(left=Side(style="thick", color=INK))
HAIRLINE = Border(top=Side(style="thin", color=RULE))
HEAD_RULE = Border(bottom=Side(style="thin", color=INK))
LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
PART = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=2)
RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center", vertical="top")
ONE_LINE = Alignment(horizontal="left", vertical="top")
DAY = "d mmm yyyy"
SHARE = "0.0%"


def number_format(
    unit: Unit, value: Decimal, *, after: str = "", before: str = "", decimals: int | None = None
) -> str:
    """How a figure is shown: prefix, decimals and suffix around a number that stays a number.

    What has no decimals of its own shows those it holds.
    """
    places = unit.decimals if decimals is None else decimals
    if places is None:
        exponent = trimmed(value).as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
    digits = "#,##0" + ("." + "0" * places if places else "")
    # A minus stands before the pound sign, so a prefix asks for a form of its own for less than 0.
    shown = f"{quoted(before + unit.prefix)}{digits}{quoted(unit.suffix + after)}"
    return f"{shown};-{shown}" if unit.prefix or before else shown


def quoted(words: str) -> str:
    """Words inside a number format: nothing in them is a sign of the format."""
    return f'"{words.replace(chr(34), chr(39))}"' if words else ""
