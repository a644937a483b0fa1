"""Data packages: what they say of themselves, and that what breaks it is seen, line by line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.files import sha256_of
from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.released import read_metrics, write_metrics
from orchestration.publish.datapackage import read_origins, read_tables, write_descriptor
from orchestration.publish.manifest import Manifest, ReleasedFile
from orchestration.publish.open_data.check import check_package
from orchestration.publish.open_data.export import CsvExport, CsvExportError, csv_value, export_csv
from orchestration.publish.release import Release
from orchestration.publish.tables import Column, Reference, Table
from orchestration.settings import PROJECT_ROOT, Settings

RELEASE = "20260131T060000000"
HOSTILE = "=cmd|' /C calc'!A0"
Edit = Callable[[Path], None]


def column(name: str, data_type: str, *, required: bool = False, allowed: Any = ()) -> Column:
    return Column(name, data_type, f"What {name} is.", required, tuple(allowed))


POOLS = Table(
    "dim_pools",
    "Pools. Grain: one row per pool.",
    "performance-data",
    (column("pool_id", "VARCHAR", required=True), column("name", "VARCHAR")),
    ("pool_id",),
    (),
)
VISITS = Table(
    "fct_visits",
    "Visits. Grain: one row per pool and day.",
    "performance-data",
    (
        column("pool_id", "VARCHAR", required=True),
        column("day_date", "DATE", required=True),
        column("visit_count", "BIGINT"),
        column("share_pct", "DECIMAL(38,9)"),
        column("status", "VARCHAR", allowed=("open", "shut")),
        column("is_late", "BOOLEAN"),
        column("seen_at", "TIMESTAMP"),
    ),
    ("pool_id", "day_date"),
    (Reference("pool_id", "dim_pools", "pool_id"),),
)
ROWS = {
    "dim_pools": "select * from (values ('north', 'North, \"big\"'), ('south', "
    "'=cmd|'' /C calc''!A0'), ('east', null)) as t(pool_id, name)",
    "fct_visits": "select pool_id, day_date::date as day_date, visit_count::bigint as visit_count, "
    "share_pct::decimal(38, 9) as share_pct, status, is_late, seen_at::timestamp as seen_at "
    "from (values ('north', '2026-01-01', 7, '0.75', 'open', true, '2026-01-02 09:15:00'), "
    "('north', '2026-01-02', null, null, null, null, null), "
    "('south', '2026-01-01', -3, '-1200', 'shut', false, '2026-01-02 09:15:00.5')) "
    "as t(pool_id, day_date, visit_count, share_pct, status, is_late, seen_at)",
}


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home with one small release in it."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path.resolve())
    folder = settings.releases / RELEASE
    folder.mkdir(parents=True)
    files: list[ReleasedFile] = []
    with duckdb.connect() as session:
        for table, sql in ROWS.items():
            file = folder / f"{table}.parquet"
            session.execute(f"copy ({sql}) to '{file}'")
            files.append(ReleasedFile(file.name, 3, sha256_of(file)))
    files.append(
        write_descriptor(
            folder,
            (POOLS, VISITS),
            files,
            release_id=RELEASE,
            created_at="2026-01-31T06:00:00.000+00:00",
        )
    )
    files.append(write_metrics(folder, MetricList((), ())))
    made = Manifest(
        RELEASE, "2026-01-31T06:00:00.000+00:00", "2026-01-31", None, "0" * 40, False, "", {},
        "0" * 64, {}, (), tuple(files),
    )  # fmt: skip
    made.write(folder)
    settings.current_release.symlink_to(RELEASE)
    return settings


def lines_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def test_csv_says_each_type_in_one_way_and_text_cannot_start_a_formula(home: Settings) -> None:
    made = export_csv(home)
    assert lines_of(made.folder / "fct_visits.csv")[1:] == [
        ["north", "2026-01-01", "7", "0.75", "open", "true", "2026-01-02T09:15:00Z"],
        ["north", "2026-01-02", "", "", "", "", ""],
        ["south", "2026-01-01", "-3", "-1200", "shut", "false", "2026-01-02T09:15:00.500000Z"],
    ]
    assert lines_of(made.folder / "dim_pools.csv")[1:] == [
        ["east", ""],
        ["north", 'North, "big"'],
        ["south", f"'{HOSTILE}"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_each_start_of_a_formula_gets_an_apostrophe(start: str) -> None:
    assert csv_value(f"{start}1") == f"'{start}1"


def test_both_packages_are_valid(home: Settings) -> None:
    assert check_package(home.current_release) == []
    assert check_package(export_csv(home).folder) == []


def replaced(name: str, old: str, new: str) -> Edit:
    """An edit of one file, its stated size and hash brought along: only the content is wrong."""

    def edit(folder: Path) -> None:
        file = folder / name
        content = file.read_bytes().decode()
        assert old in content
        file.write_bytes(content.replace(old, new, 1).encode())
        descriptor = folder / "datapackage.json"
        told = json.loads(descriptor.read_text("utf-8"))
        for entry in told.get("resources", ()):
            if entry["path"] == name:
                entry["bytes"] = file.stat().st_size
                entry["hash"] = f"sha256:{sha256_of(file)}"
        if name != descriptor.name:
            descriptor.write_text(json.dumps(told), "utf-8")

    return edit


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (replaced("fct_visits.csv", ",7,", ",seven,"), "fct_visits.csv: Type error"),
        (replaced("fct_visits.csv", "2026-01-02,,", ",,"), "required"),
        (replaced("fct_visits.csv", ",open,", ",ajar,"), "enum"),
        (replaced("fct_visits.csv", "2026-01-02,,", "2026-01-01,,"), "primary key"),
        # The last row of all: every row is looked at.
        (replaced("fct_visits.csv", "\r\nsouth", "\r\nwest"), "foreign key"),
        (replaced("fct_visits.csv", "pool_id,day_date", "pool_id,day"), "day_date"),
        (replaced("dim_pools.csv", "east,", "east,,"), "dim_pools.csv"),
        (replaced("datapackage.json", '"type": "date"', '"type": "dait"'), "datapackage.json"),
        (replaced("datapackage.json", '"resources"', '"sources"'), "datapackage.json"),
        (lambda f: (f / "dim_pools.csv").unlink(), "dim_pools.csv: the file is missing"),
        (lambda f: (f / "dim_pools.csv").write_text("pool_id,name\r\n"), "bytes, not"),
    ],
)
def test_what_is_not_as_described_is_refused(home: Settings, edit: Edit, expected: str) -> None:
    folder = export_csv(home).folder
    edit(folder)
    found = check_package(folder)
    assert any(expected in line for line in found), found


def test_a_changed_byte_of_a_parquet_file_is_seen(home: Settings) -> None:
    file = home.current_release / "dim_pools.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    assert check_package(home.current_release) == [
        "dim_pools.parquet: its hash is not the one that is stated"
    ]


def test_some_tables_are_a_package_without_references_to_the_others(home: Settings) -> None:
    made = export_csv(home, names=("fct_visits",))
    assert made.files == ("fct_visits.csv",)
    told = json.loads((made.folder / "datapackage.json").read_text("utf-8"))
    assert told["resources"][0]["schema"]["foreignKeys"] == []
    assert check_package(made.folder) == []


def test_a_table_that_is_not_there_is_named_and_nothing_is_written(home: Settings) -> None:
    with pytest.raises(CsvExportError, match="fct_gone") as caught:
        export_csv(home, names=("fct_gone",))
    assert "dim_pools, fct_visits" in caught.value.remedy
    assert not home.exports.exists()


def test_a_folder_of_something_else_is_left_alone(home: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me")
    with pytest.raises(CsvExportError):
        export_csv(home, output=folder)
    assert (folder / "letter.txt").read_text() == "keep me"


def test_an_earlier_export_is_replaced(home: Settings) -> None:
    first = export_csv(home)
    export_csv(home, names=("dim_pools",))
    assert sorted(file.name for file in first.folder.iterdir()) == [
        "datapackage.json",
        "dim_pools.csv",
    ]


def test_the_command_says_what_is_not_valid(home: Settings, monkeypatch: Any) -> None:
    monkeypatch.setenv("VITALS_HOME", str(home.home))
    done = CliRunner().invoke(app, ["export", "csv", "--table", "dim_pools", "--check"])
    assert (done.exit_code, "valid by frictionless" in done.output) == (0, True)


@pytest.fixture(scope="module")
def exported(release: Release, tmp_path_factory: pytest.TempPathFactory) -> CsvExport:
    """Every table of the shared run."""
    home = release.folder.parent.parent
    folder = tmp_path_factory.mktemp("open") / "csv"
    return export_csv(Settings(root=PROJECT_ROOT, home=home), release.release_id, (), folder)


def test_every_table_of_the_run_is_there_and_valid(release: Release, exported: CsvExport) -> None:
    """Types, required values and lists of values of the first rows; sizes and hashes of all."""
    assert len(exported.files) == len(release.manifest.marts)
    assert check_package(release.folder) == []
    assert check_package(exported.folder, rows=25) == []


@pytest.mark.long
def test_every_row_of_the_run_is_valid(exported: CsvExport) -> None:
    assert check_package(exported.folder) == []


def test_csv_holds_what_parquet_holds(release: Release, exported: CsvExport) -> None:
    """Read back by DuckDB with the types the release names; an apostrophe before a start of a
    formula is all that differs."""
    wrong = []
    with duckdb.connect() as session:
        session.execute("set timezone = 'UTC'")
        for table in read_tables(release.folder):
            types = {column.name: column.data_type for column in table.columns}
            names = ", ".join(
                f"regexp_replace({n}, '^''([=+@\\t\\r-])', '\\1') as {n}"
                if kind == "VARCHAR"
                else n
                for n, kind in types.items()
            )
            back = (
                f"select {names} from read_csv('{exported.folder}/{table.name}.csv', "
                f"header = true, columns = {types}, nullstr = '', "
                "quote = '\"', escape = '\"', new_line = '\\r\\n', parallel = false)"
            )
            rows = f"select * from read_parquet('{release.folder}/{table.name}.parquet')"
            cleaned = ", ".join(
                f"nullif(replace({n}, chr(13), ''), '') as {n}" if kind == "VARCHAR" else n
                for n, kind in types.items()
            )
            lost = f"select count(*) from (select {cleaned} from ({rows}) except all {back})"
            counts = session.execute(
                f"select ({lost}), (select count(*) from ({back})), (select count(*) from ({rows}))"
            ).fetchone()
            assert counts is not None
            if counts[0] or counts[1] != counts[2]:
                wrong.append((table.name, counts))
    assert wrong == []


def test_every_metric_can_be_worked_out_from_all_tables(
    release: Release, exported: CsvExport
) -> None:
    assert exported.generation.unaccounted(read_metrics(release.folder)) == ()
    assert exported.generation.refused == ()


def test_a_release_says_where_its_figures_come_from_and_on_what_terms(release: Release) -> None:
    """What is invented is the project's; what a paper prints is not ours to license."""
    told = json.loads((release.folder / "datapackage.json").read_text("utf-8"))
    by_id = {origin.scorecard_id: origin for origin in read_origins(release.folder)}
    assert by_id["norfolk"].licence_id is None
    assert {by_id[name].licence_id for name in by_id if name != "norfolk"} == {"Apache-2.0"}
    assert all(origin.rights_statement for origin in by_id.values())
    assert {entry["name"] for entry in told["licenses"]} == {"Apache-2.0", "notspecified"}
    documents = {origin.source_document for origin in by_id.values()}
    assert {entry["title"] for entry in told["sources"]} == documents
    assert [entry["title"] for entry in told["contributors"]] == ["performance-data"]


def test_columns_name_their_unit_where_one_word_says_it(release: Release) -> None:
    units = {
        (table.name, column.name): column.unit
        for table in read_tables(release.folder)
        for column in table.columns
    }
    assert units["obt_measure_periods", "attainment"] == "fraction"
    assert units["obt_measure_periods", "variance_pct"] == "fraction"
    assert units["obt_measure_periods", "value"] == "dim_measures.unit"
    assert units["fct_escalations", "days_overdue"] == "days"
    assert units["obt_measure_periods", "measure_id"] == ""
    # Parameters of a rule belong to no measure.
    assert units["dim_forecast_parameters", "value"] == ""


def test_the_day_of_a_package_is_that_of_its_release(release: Release) -> None:
    told = json.loads((release.folder / "datapackage.json").read_text("utf-8"))
    assert date.fromisoformat(told["created"][:10]) == date.fromisoformat(
        release.manifest.created_at[:10]
    )
