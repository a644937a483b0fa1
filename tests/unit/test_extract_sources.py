"""The description of the sources: read strictly, refused with the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.extract.sources import (
    PrometheusSource,
    ServiceNowSource,
    Sources,
    SourcesError,
    load_sources,
)
from orchestration.settings import PROJECT_ROOT

FULL = """
servicenow:
  base_url: https://example.service-now.com
  auth: oauth_password
  credentials:
    username: SN_USER
    password: SN_PASSWORD
    client_id: SN_CLIENT
    client_secret: SN_SECRET
  page_size: 2000
  overlap_seconds: 900
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_full_description_is_read(tmp_path: Path) -> None:
    source = load_sources(written(tmp_path, FULL)).systems["servicenow"]
    assert source == ServiceNowSource(
        base_url="https://example.service-now.com",
        auth="oauth_password",
        username_variable="SN_USER",
        password_variable="SN_PASSWORD",
        client_id_variable="SN_CLIENT",
        client_secret_variable="SN_SECRET",
        page_size=2000,
        overlap_seconds=900,
    )


def test_the_example_in_the_docs_is_one(tmp_path: Path) -> None:
    guide = (PROJECT_ROOT / "docs/sources/servicenow.md").read_text(encoding="utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    source = load_sources(written(tmp_path, example)).systems["servicenow"]
    assert isinstance(source, ServiceNowSource)
    assert source.client_secret_variable == "SERVICENOW_CLIENT_SECRET"


@pytest.mark.parametrize("text", ["{}", "servicenow:"])
def test_sources_may_leave_the_instance_out(tmp_path: Path, text: str) -> None:
    assert load_sources(written(tmp_path, text)) == Sources()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("servicenow:", "servicenau:"), "unknown keys ['servicenau']"),
        (("page_size", "pagesize"), "servicenow has unknown keys ['pagesize']"),
        (("client_id:", "client:"), "servicenow.credentials has unknown keys ['client']"),
        (("https://", "http://"), "no https address"),
        (("https://example", "https://me:pw@example"), "carries a user or password"),
        (("https://example", "https://me:pw[1]@example"), "base_url is no address"),
        (("now.com", "now.com:me:pw"), "base_url is no address"),
        (("  base_url: https://example.service-now.com\n", ""), "base_url is missing"),
        (("oauth_password", "kerberos"), "auth 'kerberos' is unknown"),
        (("page_size: 2000", "page_size: 20000"), "page_size is 20000"),
        (("page_size: 2000", "page_size: many"), "page_size is no whole number"),
        (("overlap_seconds: 900", "overlap_seconds: 0"), "overlap_seconds is 0"),
        (("SN_SECRET", "s3cr3t!"), "client_secret does not name an environment variable"),
        (("    client_id: SN_CLIENT\n", ""), "client_id does not name"),
        (("  auth:", " auth:"), "line 4 is not valid YAML"),
        ((FULL, "- 1"), "holds no settings"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    with pytest.raises(SourcesError) as caught:
        load_sources(written(tmp_path, FULL.replace(*change)))
    assert words in str(caught.value)
    assert "What to do:" in str(caught.value)
    assert "s3cr3t!" not in str(caught.value)
    assert "me:pw" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"nowhere\.yml cannot be read: No such file"):
        load_sources(tmp_path / "nowhere.yml")


def test_plain_http_is_for_this_machine_only() -> None:
    names = {"username_variable": "A", "password_variable": "B", "auth": "basic"}
    assert ServiceNowSource(base_url="http://127.0.0.1:8080", **names)  # type: ignore[arg-type]
    with pytest.raises(SourcesError):
        ServiceNowSource(base_url="http://127.0.0.1.example.org", **names)  # type: ignore[arg-type]


MONITORING = """
monitoring:
  base_url: https://prometheus.example.wales
  first_date: "2024-04-01"
  credentials: {token: PROM_TOKEN}
"""


def test_the_monitoring_example_in_the_docs_is_one(tmp_path: Path) -> None:
    guide = (PROJECT_ROOT / "docs/sources/monitoring.md").read_text(encoding="utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    source = load_sources(written(tmp_path, example)).systems["monitoring"]
    assert isinstance(source, PrometheusSource)
    assert source.token_variable == "PROMETHEUS_TOKEN"
    assert source.selector == 'probe_success{job="tier1-probes"}'


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("selector: rate(probe_success[5m])", "is no series selector"),
        ("selector: probe_success offset 5m", "is no series selector"),
        ("service_label: service-id", "is no label's name"),
        ("step_seconds: 0", "step_seconds is 0"),
        ("step_seconds: 45.5", "is no whole number"),
        ("step_seconds: 7", "does not divide the hour"),
        ("points_per_query: 11001", "at most 11000 points a query"),
        ("overlap_seconds: 59", "without an overlap"),
        ("settle_seconds: -1", "settle_seconds is -1"),
        ("first_date: 2024-04-01", "is no text"),
        ("first_date: '2024'", "is no day"),
        ("auth: digest", "is unknown"),
        ("auth: basic", "credentials.username does not name"),
        ("base_url: http://prometheus.example.wales", "is no https address"),
        ("metric: x", "unknown keys ['metric']"),
    ],
)
def test_monitoring_refuses(line: str, complaint: str, tmp_path: Path) -> None:
    key = line.partition(":")[0]
    kept = [row for row in MONITORING.splitlines() if not row.strip().startswith(f"{key}:")]
    with pytest.raises(SourcesError) as caught:
        load_sources(written(tmp_path, "\n".join([*kept, f"  {line}", ""])))
    assert complaint in str(caught.value)
