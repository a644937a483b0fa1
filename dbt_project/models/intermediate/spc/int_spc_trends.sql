with trend_runs as (
    select * from {{ ref('int_spc_trend_runs') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        trend_sides
    from {{ ref('stg_reference__spc_profiles') }}
),

-- A trend begins with the point before its first step.
neighbours as (
    select
        *,
        coalesce(lead(trend_step) over ahead, 0) as next_trend_step,
        coalesce(lead(trend_step, 2) over ahead, 0) as second_trend_step,
        lead(step) over ahead as next_step,
        lead(step_count) over ahead as next_step_count
    from trend_runs
    window ahead as (
        partition by
            measure_id, organisation_unit_id, spc_profile_id, is_ghost, trend_zone
        order by period_end_date
    )
),

-- What is not a rise is a fall here: two equal points between two trends are one too,
-- in the tool this follows.
directed as (
    select
        neighbours.*,
        profiles.trend_sides,
        case
            when
                neighbours.next_trend_step != 0 or neighbours.second_trend_step != 0
                then coalesce(neighbours.next_step, 0) = 1
            else neighbours.step = 1
        end as is_read_as_rise
    from neighbours
    inner join profiles
        on
            neighbours.spc_profile_id = profiles.spc_profile_id
            and neighbours.profile_version = profiles.profile_version
    where neighbours.trend_step != 0 or neighbours.next_trend_step != 0
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        cast(case
            when trend_step = 1 then step_count + 1
            when next_trend_step = 1 then next_step_count + 1
        end as integer) as rise_length,
        cast(case
            when trend_step = -1 then step_count + 1
            when next_trend_step = -1 then next_step_count + 1
        end as integer) as fall_length,
        case trend_sides
            when 'next_step' then is_read_as_rise
            else trend_step = 1 or next_trend_step = 1
        end as is_trend_up,
        case trend_sides
            when 'next_step' then not is_read_as_rise
            else trend_step = -1 or next_trend_step = -1
        end as is_trend_down
    from directed
)

select * from final
