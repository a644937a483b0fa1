{{ config(meta={"dagster": {"ref": {"name": "rule_versions"}}}) }}

-- A rule that begins later than the first day any page shows would leave the periods
-- before it without a row, and nobody would notice.

with first_versions as (
    select
        rule_kind,
        rule_id,
        min(valid_from_date) as valid_from_date
    from {{ ref('rule_versions') }}
    group by rule_kind, rule_id
),

first_days as (
    select min(first_date) as first_date
    from {{ ref('reporting_windows') }}
)

select
    first_versions.rule_kind,
    first_versions.rule_id,
    first_versions.valid_from_date,
    first_days.first_date as first_date_shown
from first_versions
cross join first_days
where first_versions.valid_from_date > first_days.first_date
