with deliveries as (
    select * from {{ ref('int_plan_deliveries') }}
),

measures as (
    select
        measure_id,
        plan_type
    from {{ ref('stg_reference__measures') }}
),

scorecards as (
    select
        scorecard_id,
        calendar
    from {{ ref('stg_reference__scorecards') }}
),

quarters as (
    select
        period_id,
        calendar,
        start_date,
        end_date
    from {{ ref('int_periods') }}
    where grain = 'quarter'
),

days as (
    select
        start_date as date_day,
        label
    from {{ ref('int_periods') }}
    where grain = 'day'
),

final as (
    select
        deliveries.measure_id,
        deliveries.scorecard_id,
        quarters.period_id as due_period_id,
        measures.plan_type,
        deliveries.delivery_status,
        deliveries.deliverable || ': ' || case deliveries.delivery_status
            when 'delivered' then 'delivered on ' || delivered_days.label
            when 'no_date' then 'no date was stated'
            when 'delivered_in_time'
                then
                    'delivered on ' || delivered_days.label || ', due on '
                    || due_days.label
            when 'delivered_late'
                then
                    'delivered on ' || delivered_days.label || ', '
                    || cast(deliveries.days_late as {{ dbt.type_string() }}) || case
                        when deliveries.days_late = 1 then ' day'
                        else ' days'
                    end || ' after it was due on ' || due_days.label
            when 'not_delivered'
                then 'was due on ' || due_days.label || ' and is not delivered'
            when 'not_reported'
                then 'was due on ' || due_days.label || '; nothing was reported since'
            when 'not_due' then 'due on ' || due_days.label
        end || '.' as explanation,
        cast(deliveries.days_late as integer) as days_late,
        deliveries.deadline_date,
        deliveries.delivered_on_date
    from deliveries
    inner join measures
        on deliveries.measure_id = measures.measure_id
    inner join scorecards
        on deliveries.scorecard_id = scorecards.scorecard_id
    left join quarters
        on
            scorecards.calendar = quarters.calendar
            and deliveries.deadline_date between quarters.start_date
            and quarters.end_date
    left join days as due_days
        on deliveries.deadline_date = due_days.date_day
    left join days as delivered_days
        on deliveries.delivered_on_date = delivered_days.date_day
)

select * from final
