{{ config(meta={"dagster": {"ref": {"name": "fct_measure_spc"}}}) }}

-- Limits lie as far above the mean as below it (each is rounded by itself); what makes
-- them is a point; a series with a point has one latest; one profile is followed.
with points as (
    select * from {{ ref('fct_measure_spc') }}
),

series as (
    select
        measure_id,
        spc_profile_id,
        sum(case when is_latest then 1 else 0 end) as latest_count,
        count(case when not is_ghost then value end) as point_count
    from points
    group by measure_id, organisation_unit_id, spc_profile_id
)

select
    measure_id,
    spc_profile_id,
    'has limits that lie apart unevenly' as problem
from points
where abs(upper_limit + lower_limit - 2 * mean) > 0.000000002
union all
select
    measure_id,
    spc_profile_id,
    'uses a period without a point' as problem
from points
where is_used_for_limits and (value is null or is_ghost)
union all
select
    measure_id,
    spc_profile_id,
    'has not one latest point' as problem
from series
where latest_count != case when point_count > 0 then 1 else 0 end
union all
select
    null as measure_id,
    max(spc_profile_id) as spc_profile_id,
    'is not the one profile that is followed' as problem
from {{ ref('dim_spc_profiles') }}
where is_default and valid_to_date is null
having count(*) != 1
