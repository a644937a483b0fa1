"""A running stub Table API, and the source that points at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from orchestration.extract.sources import Patience, ServiceNowSource
from tests.support.stub_rows import PAGE, all_tables
from tests.support.stub_table_api import SECRET, USER, StubTableApi, serving


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubTableApi]:
    """The running stub; its credentials stand in the environment."""
    monkeypatch.setenv("STUB_USER", USER)
    monkeypatch.setenv("STUB_SECRET", SECRET)
    with serving(StubTableApi(all_tables())) as api:
        yield api


@pytest.fixture
def source(stub: StubTableApi) -> ServiceNowSource:
    """The stub as a source: small pages, little patience."""
    return ServiceNowSource(
        base_url=stub.address,
        auth="basic",
        username_variable="STUB_USER",
        password_variable="STUB_SECRET",
        page_size=PAGE,
        overlap_seconds=60,
        patience=Patience(attempts=3, first_wait_seconds=0.001, longest_wait_seconds=2.0),
    )
