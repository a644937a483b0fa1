with promises as (
    select
        measure_id,
        deadline_date,
        effective_from_date
    from {{ ref('int_smart_promises') }}
),

measures as (
    select
        measure_id,
        objective_id
    from {{ ref('stg_reference__measures') }}
),

objectives as (
    select
        objective_id,
        timeline_start_date,
        timeline_end_date
    from {{ ref('stg_reference__objectives') }}
),

months as (
    select
        month_number,
        month_name
    from {{ ref('stg_reference__calendar_months') }}
    where calendar = 'calendar'
),

-- A plan whose year is not stated begins when its target takes effect and has no end.
planned as (
    select
        promises.measure_id,
        promises.deadline_date,
        coalesce(objectives.timeline_start_date, promises.effective_from_date)
            as plan_start_date,
        objectives.timeline_end_date as plan_end_date
    from promises
    inner join measures
        on promises.measure_id = measures.measure_id
    left join objectives
        on measures.objective_id = objectives.objective_id
),

final as (
    select
        planned.*,
        {{ long_date('planned.deadline_date', 'deadline_months.month_name') }}
            as deadline_in_words,
        {{ long_date('planned.plan_start_date', 'start_months.month_name') }}
            as plan_start_in_words,
        {{ long_date('planned.plan_end_date', 'end_months.month_name') }}
            as plan_end_in_words
    from planned
    left join months as deadline_months
        on extract(month from planned.deadline_date) = deadline_months.month_number
    left join months as start_months
        on extract(month from planned.plan_start_date) = start_months.month_number
    left join months as end_months
        on extract(month from planned.plan_end_date) = end_months.month_number
)

select * from final
