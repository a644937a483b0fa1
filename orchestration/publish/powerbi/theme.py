"""The report's theme: the colours, type and lines of the published pages.

Here: the theme as Power BI reads it. Not here: which status a figure has. Ink is what happened,
blue what was promised, grey what is normal; red, amber and green are judgement, and stand behind a
letter and a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "VitalSigns"
FONT = "Arial"
PAPER = "#FFFFFF"
INK = "#14212D"
SECONDARY = "#46535F"
MUTE = "#75828E"
RULE = "#B9C3CC"
HAIRLINE = "#E1E6EA"
PROMISE = "#1D57B0"
RED = "#A8131F"
AMBER = "#855500"
GREEN = "#0A6647"
# Lightness falls with severity, so that the order survives without colour.
TINTS: Mapping[str, str] = {
    "red": "#F8D3CF",
    "amber": "#FFEAB3",
    "green": "#F1F8F4",
    "none": "#E3E7EA",
}


def theme() -> dict[str, Any]:
    """The theme; every pair of text and ground has a contrast of 4.5 or more, of marks 3."""
    return {
        "name": NAME,
        "dataColors": [INK, PROMISE, MUTE, SECONDARY, AMBER, RED, GREEN, RULE],
        "background": PAPER,
        "foreground": INK,
        "tableAccent": INK,
        "good": GREEN,
        "neutral": AMBER,
        "bad": RED,
        "maximum": INK,
        "center": MUTE,
        "minimum": RULE,
        "hyperlink": PROMISE,
        "textClasses": {
            "callout": _text(24, INK),
            "title": _text(14, INK),
            "header": _text(11, INK),
            "label": _text(10, SECONDARY),
        },
        "visualStyles": {"*": {"*": _everywhere()}, "tableEx": {"*": _table()}},
    }


def _text(size: int, colour: str) -> dict[str, Any]:
    return {"fontSize": size, "fontFace": FONT, "color": colour}


def _everywhere() -> dict[str, Any]:
    return {
        "background": [{"show": False}],
        "border": [{"show": False}],
        "dropShadow": [{"show": False}],
        "title": [{"fontColor": _solid(INK), "fontFamily": FONT, "fontSize": 12, "bold": True}],
        "categoryAxis": [{"gridlineColor": _solid(HAIRLINE), "labelColor": _solid(SECONDARY)}],
        "valueAxis": [{"gridlineColor": _solid(HAIRLINE), "labelColor": _solid(SECONDARY)}],
    }


def _table() -> dict[str, Any]:
    return {
        "grid": [
            {
                "gridHorizontal": True,
                "gridHorizontalColor": _solid(HAIRLINE),
                "gridVertical": False,
                "outlineColor": _solid(INK),
                "rowPadding": 4,
            }
        ],
        "columnHeaders": [{"fontColor": _solid(INK), "backColor": _solid(PAPER), "bold": True}],
        "values": [
            {
                "fontColorPrimary": _solid(INK),
                "backColorPrimary": _solid(PAPER),
                "fontColorSecondary": _solid(INK),
                "backColorSecondary": _solid(PAPER),
            }
        ],
    }


def _solid(colour: str) -> dict[str, Any]:
    return {"solid": {"color": colour}}
