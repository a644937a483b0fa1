{{ config(meta={"dagster": {"ref": {"name": "fct_measure_spc"}}}) }}

-- Owed: every period of the spine of a measure with a chart, once for each profile.
with profiles as (
    select distinct spc_profile_id
    from {{ ref('dim_spc_profiles') }}
),

owed as (
    select
        spine.measure_id,
        spine.organisation_unit_id,
        spine.period_id,
        profiles.spc_profile_id
    from {{ ref('int_spine') }} as spine
    inner join {{ ref('int_spc_measures') }} as measures
        on spine.measure_id = measures.measure_id
    cross join profiles
),

there as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id
    from {{ ref('fct_measure_spc') }}
)

select
    coalesce(owed.measure_id, there.measure_id) as measure_id,
    coalesce(owed.period_id, there.period_id) as period_id,
    case when there.measure_id is null then 'is missing' else 'is not owed' end
        as problem
from owed
full outer join there
    on
        owed.measure_id = there.measure_id
        and owed.organisation_unit_id = there.organisation_unit_id
        and owed.period_id = there.period_id
        and owed.spc_profile_id = there.spc_profile_id
where owed.measure_id is null or there.measure_id is null
