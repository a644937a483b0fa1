"""Measures that no metric asks for: what the report's tables show, and what targets are made of.

Here: their expressions. Not here: the measures of metrics (measures.py) and the pages (pages.py).
They speak of the last period in view; a status is told by its letter and word.
"""

from __future__ import annotations

from orchestration.publish.powerbi.dax import JUDGED, PERIODS, PROMISED, STATUSES
from orchestration.publish.powerbi.formats import DATE, WHOLE, YES_NO_UNIT
from orchestration.publish.powerbi.model import Measure, Model, Table, in_dax
from orchestration.publish.powerbi.names import dax_table, indented
from orchestration.publish.powerbi.theme import TINTS

SHOWN_FOLDER = "As shown"
HELP_FOLDER = "Helpers"
LAST_DAY = "Last day with a value"
VALUE = "Value of the last period"
VALUE_SHOWN = "Value as shown"
PROMISE_SHOWN = "Promised as shown"
STATUS_SHOWN = "Status as shown"
SENTENCE_SHOWN = "Sentence"
STATUS_TINT = "Status tint"


def helpers(model: Model) -> tuple[Measure, ...]:
    """All of them, in the order in which a list of fields has them."""
    statuses = model.of_mart(STATUSES)
    return (
        _helper(
            LAST_DAY,
            _last_day(statuses),
            "The last day of a period with a value; where there is none, of any period.",
            DATE,
        ),
        _helper(
            PERIODS,
            f"DISTINCTCOUNT({in_dax(statuses, 'period_end_date')})",
            "How many periods of the span were judged.",
            WHOLE,
        ),
        _helper(
            VALUE,
            _on_last_day(statuses, f"SUM({in_dax(statuses, 'value')})"),
            "The value of the last period with one; for one measure and one unit.",
            "",
        ),
        _helper(
            PROMISED,
            _on_last_day(statuses, f"SUM({in_dax(statuses, 'expected_value')})"),
            "What was to be reached by the last period with a value.",
            "",
        ),
        _helper(
            JUDGED,
            _judged(model, statuses),
            "The status of the last period with a value: 1 green, 0 amber, -1 red.",
            WHOLE,
        ),
        *_shown(model, statuses),
    )


def _shown(model: Model, statuses: Table) -> tuple[Measure, ...]:
    letter = _looked_up(model, "letter")
    word = _looked_up(model, "name")
    tints = ", ".join(f'"{status}", "{colour}"' for status, colour in TINTS.items())
    code = f"SELECTEDVALUE({in_dax(statuses, 'rag_status')})"
    return (
        _as_shown(
            VALUE_SHOWN,
            _figure(model, statuses, "value"),
            "The value of the last period, with its unit; for one measure and one unit.",
        ),
        _as_shown(
            PROMISE_SHOWN,
            _figure(model, statuses, "expected_value"),
            "What was to be reached by the last period, with its unit; for one measure and unit.",
        ),
        _as_shown(
            STATUS_SHOWN,
            _with_code(_on_last_day(statuses, code), f'{letter} & " " & {word}'),
            "The letter and the word of the status: never a colour alone.",
        ),
        _as_shown(
            SENTENCE_SHOWN,
            _on_last_day(statuses, f"SELECTEDVALUE({in_dax(statuses, 'explanation')})"),
            "Why the last period has its status, in a sentence.",
        ),
        _helper(
            STATUS_TINT,
            f"SWITCH(\n{indented(_on_last_day(statuses, code))},\n    {tints}\n)",
            "The tint behind a status; the letter and the word say it as well.",
            "",
        ),
    )


def _last_day(statuses: Table) -> str:
    day, value = in_dax(statuses, "period_end_date"), in_dax(statuses, "value")
    return (
        f"COALESCE(\n    CALCULATE(MAX({day}), KEEPFILTERS(NOT ISBLANK({value}))),\n"
        f"    MAX({day})\n)"
    )


def _on_last_day(statuses: Table, counted: str) -> str:
    day = in_dax(statuses, "period_end_date")
    # One row is one measure of one unit: figures of several are neither added up nor told as one.
    alone = f"IF(COUNTROWS({dax_table(statuses.name)}) = 1, {counted})"
    return (
        f"VAR LastDay = [{LAST_DAY}]\nRETURN\n    CALCULATE({alone}, KEEPFILTERS({day} = LastDay))"
    )


def _judged(model: Model, statuses: Table) -> str:
    code = _on_last_day(statuses, f"SELECTEDVALUE({in_dax(statuses, 'rag_status')})")
    severity = _looked_up(model, "severity")
    return (
        f"VAR Code =\n{indented(code)}\nVAR Severity = {severity}\nRETURN\n"
        "    IF(Severity > 0, 2 - Severity)"
    )


def _with_code(code: str, told: str) -> str:
    return f"VAR Code =\n{indented(code)}\nRETURN\n    IF(NOT ISBLANK(Code), {told})"


def _looked_up(model: Model, source: str) -> str:
    known = model.of_mart("dim_rag_statuses")
    return f"LOOKUPVALUE({in_dax(known, source)}, {in_dax(known, 'rag_status')}, Code)"


def _figure(model: Model, statuses: Table, source: str) -> str:
    listed = model.of_mart("dim_measures")
    unit, prefix, suffix, decimals = (
        f"SELECTEDVALUE({in_dax(listed, column)})"
        for column in ("unit", "unit_prefix", "unit_suffix", "display_decimals")
    )
    figure = _on_last_day(statuses, f"SELECTEDVALUE({in_dax(statuses, source)})")
    return (
        f"VAR Figure =\n{indented(figure)}\n"
        f"VAR Decimals = {decimals}\n"
        'VAR Places = IF(Decimals > 0, "." & REPT("0", Decimals), "")\n'
        f'VAR Told = {prefix} & FORMAT(Figure, "#,0" & Places) & {suffix}\n'
        f'VAR Answer = IF({unit} = "{YES_NO_UNIT}", IF(Figure > 0, "Yes", "No"), Told)\n'
        "RETURN\n    IF(NOT ISBLANK(Figure), Answer)"
    )


def _helper(name: str, told: str, description: str, shown: str) -> Measure:
    return Measure(name, told, description, shown, HELP_FOLDER, is_hidden=True)


def _as_shown(name: str, told: str, description: str) -> Measure:
    return Measure(name, told, description, "", SHOWN_FOLDER)
