"""The measures of the model: one for each metric, and a few that the report's tables show.

Here: their names, folders, formats and notes. Not here: the calculation of a metric (dax.py) and
the report (pages.py).
"""

from __future__ import annotations

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Metric, Refusal
from orchestration.publish.powerbi.dax import (
    JUDGED,
    PERIODS,
    PROMISED,
    STATUSES,
    InexpressibleError,
    expression,
    kpi,
)
from orchestration.publish.powerbi.formats import WHOLE, YES_NO_UNIT, format_of
from orchestration.publish.powerbi.model import Column, Measure, Model, Table
from orchestration.publish.powerbi.names import dax_column, one_line
from orchestration.publish.powerbi.theme import TINTS

TABLE = "Metrics"
PLACEHOLDER = "Placeholder"
METRIC_NOTE = "VitalSigns_Metric"
PASSPORT_NOTE = "VitalSigns_Passport"
SHOWN_FOLDER = "As shown"
HELP_FOLDER = "Helpers"
LAST_DAY = "Last day with a value"
VALUE = "Value of the last period"
VALUE_SHOWN = "Value as shown"
PROMISE_SHOWN = "Promised as shown"
STATUS_SHOWN = "Status as shown"
SENTENCE_SHOWN = "Sentence"
STATUS_TINT = "Status tint"


def measures(
    model: Model, found: MetricList
) -> tuple[tuple[Measure, ...], dict[str, str], tuple[Refusal, ...]]:
    """All measures, what each metric is called among them, and the metrics that are refused."""
    helpers = _helpers(model)
    taken = {measure.name.casefold() for measure in helpers}
    taken |= {column.name.casefold() for table in model.tables for column in table.columns}
    made: list[Measure] = []
    names: dict[str, str] = {}
    refused: list[Refusal] = []
    for metric in found.metrics:
        name = _name(metric, taken)
        try:
            made.append(_measure(model, metric, name))
        except InexpressibleError as error:
            refused.append(Refusal(metric.name, str(error)))
            continue
        taken.add(name.casefold())
        names[metric.name] = name
    return (*made, *helpers), names, tuple(refused)


def _name(metric: Metric, taken: set[str]) -> str:
    """The label, with the metric's own name behind it where the label is taken."""
    name = one_line(metric.label) or metric.name
    return f"{name} ({metric.name})" if name.casefold() in taken else name


def _measure(model: Model, metric: Metric, name: str) -> Measure:
    notes = [(METRIC_NOTE, metric.name)]
    if metric.measure_id is not None:
        notes.append((PASSPORT_NOTE, f"passports/{metric.measure_id}.html"))
    return Measure(
        name=name,
        expression=expression(model, metric),
        description=one_line(metric.description),
        format=format_of(metric),
        # A backslash opens a folder within one, a semicolon a second folder.
        folder="\\".join(
            one_line(part).replace("\\", "/").replace(";", ",") for part in metric.folder
        ),
        kpi=kpi(model, metric),
        annotations=tuple(notes),
    )


def _helpers(model: Model) -> tuple[Measure, ...]:
    statuses = model.of_mart(STATUSES)
    return (
        _helper(
            LAST_DAY,
            _last_day(statuses),
            "The last day of a period with a value; where there is none, of any period.",
            "dd mmm yyyy",
        ),
        _helper(
            PERIODS,
            f"DISTINCTCOUNT({_of(statuses, 'period_end_date')})",
            "How many periods of the span were judged.",
            WHOLE,
        ),
        _helper(
            VALUE,
            _on_last_day(statuses, f"SUM({_of(statuses, 'value')})"),
            "The value of the last period with one; for one measure and one unit.",
            "",
        ),
        _helper(
            PROMISED,
            _on_last_day(statuses, f"SUM({_of(statuses, 'expected_value')})"),
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
    code = f"SELECTEDVALUE({_of(statuses, 'rag_status')})"
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
            _on_last_day(statuses, f"SELECTEDVALUE({_of(statuses, 'explanation')})"),
            "Why the last period has its status, in a sentence.",
        ),
        _helper(
            STATUS_TINT,
            f"SWITCH(\n{_in(_on_last_day(statuses, code))},\n    {tints}\n)",
            "The tint behind a status; the letter and the word say it as well.",
            "",
        ),
    )


def _last_day(statuses: Table) -> str:
    day, value = _of(statuses, "period_end_date"), _of(statuses, "value")
    return (
        f"COALESCE(\n    CALCULATE(MAX({day}), KEEPFILTERS(NOT ISBLANK({value}))),\n"
        f"    MAX({day})\n)"
    )


def _on_last_day(statuses: Table, counted: str) -> str:
    day = _of(statuses, "period_end_date")
    return (
        f"VAR LastDay = [{LAST_DAY}]\nRETURN\n"
        f"    CALCULATE({counted}, KEEPFILTERS({day} = LastDay))"
    )


def _judged(model: Model, statuses: Table) -> str:
    code = _on_last_day(statuses, f"SELECTEDVALUE({_of(statuses, 'rag_status')})")
    severity = _looked_up(model, "severity")
    return (
        f"VAR Code =\n{_in(code)}\nVAR Severity = {severity}\nRETURN\n"
        "    IF(Severity > 0, 2 - Severity)"
    )


def _with_code(code: str, told: str) -> str:
    return f"VAR Code =\n{_in(code)}\nRETURN\n    IF(NOT ISBLANK(Code), {told})"


def _looked_up(model: Model, source: str) -> str:
    known = model.of_mart("dim_rag_statuses")
    return f"LOOKUPVALUE({_of(known, source)}, {_of(known, 'rag_status')}, Code)"


def _figure(model: Model, statuses: Table, source: str) -> str:
    listed = model.of_mart("dim_measures")
    unit, prefix, suffix, decimals = (
        f"SELECTEDVALUE({_of(listed, column)})"
        for column in ("unit", "unit_prefix", "unit_suffix", "display_decimals")
    )
    figure = _on_last_day(statuses, f"SELECTEDVALUE({_of(statuses, source)})")
    return (
        f"VAR Figure =\n{_in(figure)}\n"
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


def metrics_table(made: tuple[Measure, ...]) -> Table:
    """The table that holds all measures, and no rows."""
    return Table(
        name=TABLE,
        mart=TABLE,
        description="Every metric of the catalogue, by folder. It holds no rows.",
        columns=(Column(PLACEHOLDER, PLACEHOLDER, "string", "Holds nothing.", is_hidden=True),),
        partition=f"#table(type table [{PLACEHOLDER} = text], {{}})",
        measures=made,
    )


def _of(table: Table, source: str) -> str:
    return dax_column(table.name, table.said(source))


def _in(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))
