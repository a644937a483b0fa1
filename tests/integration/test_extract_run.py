"""All sources of a run together: what each leaves behind, and what one failure does to the rest."""

from __future__ import annotations

import pytest

from orchestration.extract.errors import ExtractionError
from orchestration.extract.run import extract_all
from orchestration.extract.sources import Patience, ServiceNowSource, Sources
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.stub_rows import ROWS, all_tables
from tests.support.stub_table_api import SECRET, USER, StubTableApi, serving


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUB_USER", USER)
    monkeypatch.setenv("STUB_SECRET", SECRET)


def sources(address: str) -> Sources:
    return Sources(
        {
            "servicenow": ServiceNowSource(
                base_url=address,
                client_id_variable="STUB_USER",
                client_secret_variable="STUB_SECRET",
                patience=Patience(attempts=2, first_wait_seconds=0.001),
            )
        }
    )


def test_a_run_loads_every_source_and_says_so(settings: Settings) -> None:
    said: list[str] = []
    with serving(StubTableApi(all_tables())) as stub:
        summary = extract_all(settings, sources(stub.address), progress=said.append)
    counts = {(line.source, line.table_name): line.row_count for line in summary}
    assert counts["servicenow", "incident"] == ROWS
    assert counts["calendar", "bank_holidays"] > 100
    assert counts["returns", "files"] == 0
    assert {line.load_id for line in summary} == {
        "calendar-00000001",
        "returns-00000001",
        "servicenow-00000001",
    }
    landed_rows = sum(line.row_count for line in summary if line.source == "servicenow")
    assert f"servicenow: {landed_rows:,} rows landed" in said


def test_a_source_that_is_down_does_not_keep_the_others_out(settings: Settings) -> None:
    with pytest.raises(ExtractionError, match=r"servicenow: .*ConnectError") as caught:
        extract_all(settings, sources("http://127.0.0.1:1"), progress=lambda _: None)
    assert caught.value.source == "servicenow"
    assert landed(settings.raw, "calendar", "bank_holidays")
    assert landed(settings.raw, "returns", "_ledger")
    assert not landed(settings.raw, "servicenow", "_ledger")


def test_two_failures_are_both_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ExtractionError("returns", "it broke.", "mend it.")

    monkeypatch.setattr("orchestration.extract.run.load_returns", fail)
    with pytest.raises(ExtractionError, match="returns and servicenow") as caught:
        extract_all(settings, sources("http://127.0.0.1:1"), progress=lambda _: None)
    assert "mend it." in caught.value.remedy


def test_without_an_instance_its_tables_are_empty_and_unrecorded(settings: Settings) -> None:
    extract_all(settings, Sources(), progress=lambda _: None)
    extract_all(settings, Sources(), progress=lambda _: None)
    files = list(settings.raw.glob("servicenow/loads/*/*/*.parquet"))
    assert len(files) == 8
    assert landed(settings.raw, "servicenow", "_ledger") == []
    with serving(StubTableApi(all_tables())) as stub:
        extract_all(settings, sources(stub.address), progress=lambda _: None)
    assert len(landed(settings.raw, "servicenow", "incident")) == ROWS


def test_the_calendar_is_loaded_once_while_it_stays_the_same(settings: Settings) -> None:
    for _ in range(2):
        extract_all(settings, Sources(), progress=lambda _: None)
    days = {row["holiday_date"]: row for row in landed(settings.raw, "calendar", "bank_holidays")}
    ledger = landed(settings.raw, "calendar", "_ledger")
    assert [int(row["row_count"]) for row in ledger] == [len(days), 0]
    assert days["2023-05-08"]["name"] == "Coronation of Charles III"
    assert days["2026-12-28"]["region"] == "england-and-wales"
    assert {day[:4] for day in days} == {str(year) for year in range(2014, 2031)}
    assert "2024-01-02" not in days  # Scotland's
    assert "2024-03-18" not in days  # Northern Ireland's
