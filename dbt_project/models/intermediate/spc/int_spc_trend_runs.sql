with facts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        spc_profile_id,
        profile_version,
        trend_zone,
        step,
        is_ghost
    from {{ ref('int_spc_facts') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        trend_length
    from {{ ref('stg_reference__spc_profiles') }}
),

stepped as (
    select
        *,
        lag(step) over (
            partition by
                measure_id, organisation_unit_id, spc_profile_id, is_ghost, trend_zone
            order by period_end_date
        ) as previous_step
    from facts
),

runs as (
    select
        *,
        sum(
            case when step != 0 and step = previous_step then 0 else 1 end
        ) over (
            partition by
                measure_id, organisation_unit_id, spc_profile_id, is_ghost, trend_zone
            order by period_end_date
            rows between unbounded preceding and current row
        ) as run_number
    from stepped
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
                trend_zone,
                run_number
        ) as step_count
    from runs
),

-- So many points have one step fewer between them.
final as (
    select
        measured.*,
        case
            when measured.step_count >= profiles.trend_length - 1 then measured.step
            else 0
        end as trend_step
    from measured
    inner join profiles
        on
            measured.spc_profile_id = profiles.spc_profile_id
            and measured.profile_version = profiles.profile_version
)

select * from final
