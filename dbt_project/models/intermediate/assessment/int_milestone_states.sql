with values_observed as (
    select * from {{ ref('int_values_observed') }}
    where measure_kind in ('milestone', 'binary')
),

trajectories as (
    select * from {{ ref('int_trajectories') }}
),

-- Silence takes nothing away: what was in place when last heard of is still held.
observed as (
    select
        *,
        lag(value ignore nulls) over (
            partition by measure_id, organisation_unit_id order by period_end_date
        ) as previous_value
    from values_observed
),

stated as (
    select
        *,
        case
            when value = 1 and previous_value = 1 then 'held'
            when value = 1 then 'delivered'
            when return_status = 'off_plan' then 'off_plan'
            when value is not null then 'not_delivered'
            else 'unreported'
        end as milestone_state
    from observed
),

-- Counted from the day of delivery once delivered, from the period's end until then.
dated as (
    select
        *,
        case
            when milestone_state = 'delivered'
                then coalesce(delivered_on_date, period_end_date)
            else period_end_date
        end as counted_from_date
    from stated
),

final as (
    select
        dated.measure_id,
        dated.organisation_unit_id,
        dated.period_id,
        dated.period_end_date,
        trajectories.alternative_id,
        dated.milestone_state,
        trajectories.deadline_date,
        {{ days_between('dated.counted_from_date', 'trajectories.deadline_date') }}
            as days_left,
        case when dated.value is not null then dated.value = 1 end as is_met,
        dated.delivered_on_date
    from dated
    left join trajectories
        on
            dated.measure_id = trajectories.measure_id
            and dated.organisation_unit_id = trajectories.organisation_unit_id
            and dated.period_id = trajectories.period_id
)

select * from final
