"""What a release says about one number: its parts, rule, target, rejections and publications.

Here: reading the release's own tables. Not here: files of other places (records.py, lineage.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.audit.trail import Rejections, Row
from orchestration.publish.marts import SERVING

FIRST_REJECTIONS = 5

NUMBER = """
    select
        periods.*,
        measures.unit_prefix, measures.unit_suffix, measures.display_decimals,
        measures.definition, measures.numerator_description, measures.denominator_description,
        measures.exclusions, measures.source_system,
        "values".suppression_reason, "values".disclosure_rule_id, "values".sign_off_state,
        "values".load_id, statuses.rag_profile_id, statuses.rag_rule_version,
        disclosure.sentence as disclosure_sentence, disclosure.base as disclosure_base,
        disclosure.threshold as disclosure_threshold, disclosure.shown_as as disclosure_shown_as
    from obt_measure_periods as periods
    inner join dim_measures as measures using (measure_id)
    inner join fct_measure_values as "values"
        using (measure_id, organisation_unit_id, period_id)
    inner join fct_measure_statuses as statuses
        using (measure_id, organisation_unit_id, period_id)
    left join dim_disclosure_rules as disclosure
        on "values".disclosure_rule_id = disclosure.disclosure_rule_id
    where periods.measure_id = ? and periods.organisation_unit_id = ? and periods.period_id = ?
"""
RULE = """
    select
        profiles.name, rules.version, rules.rag_status, rules.basis, rules.applies_to,
        rules.lower_bound, rules.upper_bound, rules.is_lower_inclusive, rules.is_upper_inclusive
    from dim_rag_profiles as profiles
    left join dim_rag_rules as rules
        on profiles.rag_profile_id = rules.rag_profile_id and rules.version = ?
    where profiles.rag_profile_id = ?
    order by rules.applies_to, rules.lower_bound nulls first, rules.rag_status
"""
RULE_VERSION = """
    select
        changes.version, changes.change_type, changes.reason, changes.decision_reference,
        authors.title as author_title, approvers.title as approver_title, changes.recorded_at,
        changes.valid_from_date, changes.source_file, changes.source_row
    from fct_rule_changes as changes
    left join dim_posts as authors on changes.author_post_id = authors.post_id
    left join dim_posts as approvers on changes.approver_post_id = approvers.post_id
    where changes.rule_kind = 'rag_profile' and changes.version = ? and changes.rule_id = ?
"""
# The version that judges a period is the one in force on its last day.
TARGET = """
    select
        targets.target_version_id, targets.target_value, targets.target_lower_value,
        targets.target_upper_value, targets.target_text, targets.baseline_value,
        targets.deadline_date, targets.trajectory_shape, targets.attainment_method,
        authors.title as author_title, approvers.title as approver_title, targets.recorded_at,
        targets.effective_from_date, targets.reason, targets.decision_reference,
        changes.change_type, changes.source_file, changes.source_row
    from dim_targets as targets
    left join fct_target_changes as changes using (target_version_id)
    left join dim_posts as authors on targets.author_post_id = authors.post_id
    left join dim_posts as approvers on targets.approver_post_id = approvers.post_id
    where
        targets.measure_id = ? and targets.organisation_unit_id = ?
        and targets.superseded_at is null and targets.effective_from_date <= ?
        and (targets.effective_to_date is null or targets.effective_to_date >= ?)
"""
PARTS = """
    select measures.measure_id, measures.name, periods.rag_status, periods.value
    from dim_measures as measures
    left join obt_measure_periods as periods
        on measures.measure_id = periods.measure_id
        and periods.organisation_unit_id = ? and periods.period_id = ?
    where measures.parent_measure_id = ? and measures.is_part
    order by measures.sort_order
"""
PUBLICATIONS = """
    select
        publications.publication_id, forums.name as forum_name, publications.published_on_date,
        publications.audience_level, publications.release_id, shown.value, shown.rag_status,
        shown.is_withheld, shown.withheld_reason
    from fct_published_measures as shown
    inner join fct_publications as publications using (publication_id)
    left join dim_forums as forums using (forum_id)
    where shown.measure_id = ? and shown.organisation_unit_id = ? and shown.period_id = ?
    order by publications.published_on_date, publications.publication_id
"""
# A doubt without a unit or a period is about every number of the measure.
DOUBTS = """
    select
        finding_type, finding_name, organisation_unit_id, period_id, severity, explanation, remedy
    from fct_data_quality_findings
    where
        measure_id = ?
        and (organisation_unit_id is null or organisation_unit_id = ?)
        and (period_id is null or period_id = ?)
    order by period_id nulls last, organisation_unit_id nulls last, finding_type, explanation
"""
RESTATEMENTS = """
    select
        publication_id, explanation, reason, published_value, current_value,
        published_rag_status, current_rag_status, is_material, known_since_at
    from fct_restatements
    where measure_id = ? and organisation_unit_id = ? and period_id = ?
    order by published_on_date, publication_id
"""


@dataclass(frozen=True)
class Facts:
    """The tables of one release, open for reading."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a query, by column."""
        cursor = self.connection.execute(query, list(values))
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def number(self, key: tuple[str, str, str]) -> Row:
        return self.rows(NUMBER, *key)[0]

    def rule(self, number: Row) -> tuple[tuple[Row, ...], Row | None]:
        """The bounds of the rule that gave the colour, and who made this version of it."""
        asked = number["rag_rule_version"], number["rag_profile_id"]
        versions = self.rows(RULE_VERSION, *asked)
        return tuple(self.rows(RULE, *asked)), versions[0] if versions else None

    def target(self, number: Row) -> Row | None:
        day = number["period_end_date"]
        unit = number["organisation_unit_id"]
        found = self.rows(TARGET, number["measure_id"], unit, day, day)
        return found[0] if found else None

    def parts(self, number: Row) -> tuple[Row, ...]:
        """The parts of a composite, which has no records of its own."""
        if number["measure_kind"] != "composite":
            return ()
        unit, period = number["organisation_unit_id"], number["period_id"]
        return tuple(self.rows(PARTS, unit, period, number["measure_id"]))

    def tables(self, measure_id: str) -> dict[str, bool]:
        """What it is counted from, as `source.table`, and whether its rows must not be shown."""
        rows = self.rows(
            "select source || '.' || table_name as name, is_counted_only "
            "from bridge_measure_tables where measure_id = ? order by name",
            measure_id,
        )
        return {row["name"]: row["is_counted_only"] for row in rows}

    def publications(self, key: tuple[str, str, str]) -> tuple[Row, ...]:
        return tuple(self.rows(PUBLICATIONS, *key))

    def doubts(self, key: tuple[str, str, str]) -> tuple[Row, ...]:
        """What the data says against it."""
        return tuple(self.rows(DOUBTS, *key))

    def restatements(self, key: tuple[str, str, str]) -> tuple[Row, ...]:
        return tuple(self.rows(RESTATEMENTS, *key))

    def rejections(self, tables: tuple[str, ...], load_id: str | None) -> Rejections:
        """What was refused of these tables, in the loads up to the number's own."""
        near = (
            "from fct_rejected_records where list_contains(?, source || '.' || table_name) "
            "and (? is null or load_id <= ?)"
        )
        asked = (list(tables), load_id, load_id)
        reasons = self.rows(
            "select rejection_rule_id as rule, cast(sum(record_count) as bigint) as records "
            f"{near} group by rejection_rule_id order by records desc, rule",
            *asked,
        )
        first = self.rows(
            "select source, table_name, record_id, file_name, row_number, column_name, reason, "
            f"load_id {near} order by load_id desc, source, table_name, record_id, file_name, "
            f"row_number limit {FIRST_REJECTIONS}",
            *asked,
        )
        return Rejections(
            tuple((row["rule"], row["records"]) for row in reasons),
            tuple(first),
            f"Of {', '.join(tables)}, in every load up to {load_id or 'the release'}. A refused "
            "record has no day one could trust, so all of them are told, not those of a period.",
        )


@contextmanager
def open_facts(release: Path) -> Iterator[Facts]:
    """A release's tables, in a session that speaks UTC."""
    with duckdb.connect(str(release / SERVING), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        yield Facts(connection)
