with facts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        spc_profile_id,
        profile_version,
        run_zone,
        side,
        is_ghost
    from {{ ref('int_spc_facts') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        shift_length
    from {{ ref('stg_reference__spc_profiles') }}
),

sided as (
    select
        *,
        lag(side) over (
            partition by
                measure_id, organisation_unit_id, spc_profile_id, is_ghost, run_zone
            order by period_end_date
        ) as previous_side
    from facts
),

-- A point on the mean, a gap and a change of side each begin a new run: only what is on
-- a side can be followed by another.
runs as (
    select
        *,
        sum(
            case when side != 0 and side = previous_side then 0 else 1 end
        ) over (
            partition by
                measure_id, organisation_unit_id, spc_profile_id, is_ghost, run_zone
            order by period_end_date
            rows between unbounded preceding and current row
        ) as run_number
    from sided
),

measured as (
    select
        *,
        count(*) over (
            partition by
                measure_id,
                organisation_unit_id,
                spc_profile_id,
                is_ghost,
                run_zone,
                run_number
        ) as run_length
    from runs
),

final as (
    select
        measured.measure_id,
        measured.organisation_unit_id,
        measured.period_id,
        measured.spc_profile_id,
        measured.side as shift_side,
        cast(measured.run_length as integer) as shift_length
    from measured
    inner join profiles
        on
            measured.spc_profile_id = profiles.spc_profile_id
            and measured.profile_version = profiles.profile_version
    where measured.run_length >= profiles.shift_length
)

select * from final
