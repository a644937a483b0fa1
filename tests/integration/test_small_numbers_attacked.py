"""The published layer under attack: files and pages of a real run, and nothing else.

Whoever reads a release knows the rule, every total, which numbers are the same people, and that no
month is below zero. Asked is how closely each protected number can be told from all that. The build
behind the release is opened only to see that the truth lies where the attacker says.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.pipeline import RunOptions, run
from orchestration.publish.release import Release, read_release
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import latest_build
from orchestration.transform.dbt import WAREHOUSE
from tests.conftest import AS_OF, PipelineRun
from tests.support.small_numbers import CLOSE, Key, Range, Shown, narrowed, read_shown, system_of

TABLE_OF_UNITS = ("dhcw_kr_3_4", "dhcw_kpi_ps03")
TEXTS = {
    "fct_commentary": ("commentary",),
    "fct_narratives": ("text",),
    "fct_actions": ("action",),
    "fct_decisions": ("description", "reason"),
    "fct_recovery_plans": ("plan", "reason"),
    "fct_sign_offs": ("reason",),
    "fct_restatements": ("reason",),
}
A_NUMBER = re.compile(r"\b(?!(?:19|20)\d\d\b)\d[\d.,]*|\b(?:one|two|three|nine|ten|twelve)\b", re.I)
# A word before the symbol, or anything right behind it: part of a sentence was left.
A_REST = re.compile(r"[^.!?;\s\"\u201d\u2019)\]][^\S\n]*\[c\]|\[c\]\S")
A_SPAN = re.compile(r"\b\w+ (?:days|weeks|months)\b")
Truth = dict[Key, Decimal]


@pytest.fixture(scope="module")
def shown(release: Release) -> list[Shown]:
    return read_shown(release.folder)


def true_numbers(settings: Settings) -> Truth:
    """The numbers before they were rounded, from the build behind a release."""
    build = latest_build(settings)
    assert build is not None
    with duckdb.connect(str(build / WAREHOUSE), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select measure_id, organisation_unit_id, period_id, part, exact_value"
            " from intermediate.int_protected_cells"
        ).fetchall()
    return {tuple(row[:4]): row[4] for row in rows}


@pytest.fixture(scope="module")
def truth(pipeline_run: PipelineRun) -> Truth:
    return true_numbers(pipeline_run.settings)


def tables_with_a_rest(cells: Sequence[Shown], truth: Truth) -> set[tuple[str, str, str]]:
    """Tables whose units are not all there is; the attacker is told which."""
    left: dict[tuple[str, str, str], Decimal] = {}
    has_units = set()
    for cell in cells:
        table = (cell.measure_id, cell.period, cell.part)
        sign = 1 if cell.is_total else -1
        left[table] = left.get(table, Decimal(0)) + sign * truth[cell.key]
        has_units |= set() if cell.is_total else {table}
    return {table for table in has_units if abs(left[table]) > Decimal("0.001")}


def attacked(cells: Sequence[Shown], truth: Truth) -> list[tuple[Key, Range, Range]]:
    return narrowed(*system_of([cells], with_rest=tables_with_a_rest(cells, truth)))


def as_if_shown(cells: Sequence[Shown], truth: Truth) -> list[Shown]:
    """The same numbers rounded, with nothing withheld."""
    return [replace(cell, shown=cell.rule.shown(truth[cell.key])) for cell in cells]


# What can be worked out ----------------------------------------------------------------------


def test_no_published_number_can_be_told_more_closely_than_it_is_shown(
    shown: list[Shown], truth: Truth
) -> None:
    assert {cell.measure_id for cell in shown} >= {*TABLE_OF_UNITS, "progress_restrictive_practice"}
    assert sum(cell.shown is not None for cell in shown) > 1000
    assert attacked(shown, truth) == []


def test_the_truth_lies_where_the_attacker_looks_for_it(shown: list[Shown], truth: Truth) -> None:
    """Else the attack above would have proved nothing; what is withheld stays open as well."""
    system, _ = system_of([shown], with_rest=tables_with_a_rest(shown, truth))
    asked = {cell.key: cell for cell in shown if cell.measure_id in TABLE_OF_UNITS}
    for key, (low, high) in system.solved(asked).items():
        cell, number = asked[key], float(truth[key])
        assert low - CLOSE <= number <= high + CLOSE, key
        alone = cell.rule.published(cell.rule.shown(truth[key]), cell.kind)
        assert high - low >= alone[1] - alone[0] - CLOSE, key
    for cell in shown:
        low, high = cell.published
        assert low <= float(truth[cell.key]) <= high, cell.key
        assert cell.shown in (None, cell.rule.shown(truth[cell.key])), cell.key


def test_without_secondary_suppression_the_attack_succeeds(
    shown: list[Shown], truth: Truth
) -> None:
    """Rounding alone: boards of one analyst each beside a total of 1 to 7."""
    analysts = [cell for cell in shown if cell.measure_id == "dhcw_kr_3_4"]
    assert any(cell.shown is None for cell in analysts)
    found = attacked(as_if_shown(analysts, truth), truth)
    assert any(high - low <= 2 for _, _, (low, high) in found)


def test_an_exact_total_would_give_its_units_away(shown: list[Shown], truth: Truth) -> None:
    """One number that slipped through is enough for the attack to find others."""
    slipped = [
        replace(cell, rule=replace(cell.rule, threshold=0, base=1), shown=int(truth[cell.key]))
        if cell.is_total and cell.measure_id == "dhcw_kr_4_2" and cell.shown is not None
        else cell
        for cell in shown
        if cell.measure_id == "dhcw_kr_4_2"
    ]
    assert attacked(slipped, truth)


# A later release -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def later(
    pipeline_run: PipelineRun, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """The same home a month on: new records, late ones, another release."""
    home = tmp_path_factory.mktemp("later") / "home"
    shutil.copytree(pipeline_run.settings.home, home, symlinks=True)
    settings = Settings(root=PROJECT_ROOT, home=home.resolve())
    run(settings, replace(pipeline_run.options, as_of=date(2026, 2, 28)), lambda _: None)
    yield settings
    shutil.rmtree(home)


@pytest.mark.long
def test_two_releases_of_a_run_tell_no_more_than_each_of_them(
    shown: list[Shown], truth: Truth, later: Settings
) -> None:
    """Windows go on over the months, and every earlier period is published once more."""
    again = read_shown(read_release(later).folder)
    assert {cell.key for cell in shown} < {cell.key for cell in again}
    rests = tables_with_a_rest(again, true_numbers(later)) | tables_with_a_rest(shown, truth)
    assert narrowed(*system_of([shown, again], with_rest=rests)) == []


def test_nothing_tells_which_unit_of_a_table_a_late_record_changed(release: Release) -> None:
    files = release.folder
    found = duckdb.sql(f"""
        select measure_id, period_id from '{files}/fct_measure_values.parquet'
        where disclosure_rule_id is not null
        group by all having count(distinct load_id) > 1
    """).fetchall()
    assert found == []


# Other ways out ------------------------------------------------------------------------------


def protected_measures(release: Release) -> set[str]:
    query = f"select distinct measure_id from '{release.folder}/dim_disclosure_rules.parquet'"
    return {row[0] for row in duckdb.sql(query).fetchall()}


def test_every_file_of_the_release_has_the_same_rounded_numbers(release: Release) -> None:
    """Wherever a mart has numerator, denominator or value beside a measure, unit and period."""
    keys = "measure_id, organisation_unit_id, period_id"
    values = f"'{release.folder}/fct_measure_values.parquet'"
    compared = 0
    for file in sorted(release.folder.glob("*.parquet")):
        columns = {row[0] for row in duckdb.sql(f"describe select * from '{file}'").fetchall()}
        for number in {"numerator", "denominator", "value"} & columns:
            if not set(keys.split(", ")) <= columns:
                continue
            other = duckdb.sql(f"""
                select {keys} from '{file}' as f inner join {values} as v using ({keys})
                where v.disclosure_rule_id is not null and f.{number} is distinct from v.{number}
            """).fetchall()
            assert other == [], (file.name, number)
            compared += 1
    assert compared > 5


def test_value_and_movement_are_worked_out_from_the_rounded_parts(release: Release) -> None:
    [(compared, different)] = duckdb.sql(f"""
        select count(*), count(*) filter (
            where abs(value * denominator - numerator * scale) > 0.00001 * denominator
        )
        from '{release.folder}/fct_measure_values.parquet'
        inner join '{release.folder}/dim_measures.parquet' using (measure_id)
        where is_rounded and value is not null and numerator is not null
    """).fetchall()
    assert compared > 500
    assert different == 0


def test_downloads_and_cards_have_no_other_number(
    release: Release, site: Path, shown: list[Shown]
) -> None:
    told: dict[str, set[int]] = {}
    for cell in shown:
        told.setdefault(cell.measure_id, set()).add(cell.shown or 0)
    for measure in protected_measures(release) & told.keys():
        with (site / "data" / f"{measure}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        numbers = {row["numerator"] for row in rows} - {""}
        assert numbers <= {str(number) for number in told[measure]}, measure
        withheld = [row for row in rows if row["value_status"] == "suppressed"]
        assert all(not row["numerator"] and not row["value"] for row in withheld)
        card = (site / "cards" / f"{measure}.html").read_text(encoding="utf-8")
        cells = re.findall(r'data-label="Numerator">([\d,]+)', card)
        assert {int(text.replace(",", "")) for text in cells} <= told[measure], measure


def test_a_withheld_figure_reads_as_such_on_its_card(site: Path) -> None:
    page = (site / "cards" / "dhcw_kr_3_4.html").read_text(encoding="utf-8")
    assert 'data-label="Value">[c]' in page
    assert "0 stays 0, 1 to 7 is shown as 5, greater ones to the nearest 5" in page


def test_no_text_about_a_protected_measure_names_a_number_or_its_grammar(release: Release) -> None:
    found = []
    for mart, columns in TEXTS.items():
        for column in columns:
            rows = duckdb.sql(
                f"select measure_id, {column} from '{release.folder}/{mart}.parquet'"
                f" where measure_id in (select measure_id"
                f" from '{release.folder}/dim_disclosure_rules.parquet')"
            ).fetchall()
            found += [(mart, text) for _, text in rows if text]
    assert any("[c]" in text for _, text in found)
    bare = [(mart, A_SPAN.sub("", text).replace("/", " ")) for mart, text in found]
    assert [(mart, text) for mart, text in bare if A_NUMBER.search(text)] == []
    assert [(mart, text) for mart, text in found if A_REST.search(text)] == []


def test_loads_of_tables_about_people_are_told_in_rounded_numbers(
    release: Release, warehouse: duckdb.DuckDBPyConnection
) -> None:
    exact = {
        tuple(row[:3]): row[3]
        for row in warehouse.execute(
            "select source, table_name, load_id, row_count from intermediate.int_loads_reconciled"
        ).fetchall()
    }
    rounded = duckdb.sql(f"""
        select source, table_name, load_id, row_count, accepted_count, rejected_count,
            source_count_before
        from '{release.folder}/fct_extractions.parquet' where is_rounded
    """).fetchall()
    assert {row[:2] for row in rounded} >= {("hr", "leavers"), ("login_analytics", "clinicians")}
    for *load, rows, accepted, rejected, counted in rounded:
        assert rows == accepted + rejected, load
        assert accepted % 5 == rejected % 5 == 0, load
        assert counted is None, load
    assert any(exact[row[:3]] != row[3] for row in rounded)
    told = {(row[0], row[1], row[2]): row[3] for row in rounded}
    inputs = {(i.source, i.table, i.load_id): i.rows for i in release.manifest.inputs}
    assert {load: inputs[load] for load in told} == told


def test_a_rejected_record_about_a_person_tells_nothing_but_the_rule(release: Release) -> None:
    rows = duckdb.sql(f"""
        select record_id, file_name, row_number, rejected_value, record_count, reason
        from '{release.folder}/fct_rejected_records.parquet'
        where source in ('hr', 'learning', 'login_analytics') and table_name != 'posts'
    """).fetchall()
    assert rows
    assert {row[:5] for row in rows} == {(None, None, None, "[c]", None)}
    assert not [row[5] for row in rows if re.search(r"\d", row[5])]


# At full size --------------------------------------------------------------------------------


@pytest.mark.long
def test_the_everyday_sandbox_withstands_the_same_attack(tmp_path: Path) -> None:
    settings = Settings(root=PROJECT_ROOT, home=(tmp_path / "home").resolve())
    run(settings, RunOptions(as_of=AS_OF, scale=1), lambda _: None)
    cells, truth = read_shown(read_release(settings).folder), true_numbers(settings)
    assert attacked(cells, truth) == []
    assert attacked(as_if_shown(cells, truth), truth)
