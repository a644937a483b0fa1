{{ config(meta={"dagster": {"ref": {"name": "int_return_observations"}}}) }}

-- Computed or returned, never both, and never twice: the spine would double its row.
with observations as (
    select
        measure_id,
        organisation_unit_id,
        period_id
    from {{ ref('int_measures_computed') }}
    union all
    select
        measure_id,
        organisation_unit_id,
        period_id
    from {{ ref('int_return_observations') }}
)

select
    measure_id,
    organisation_unit_id,
    period_id
from observations
group by measure_id, organisation_unit_id, period_id
having count(*) > 1
