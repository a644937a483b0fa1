{%- set counts = {
    'in_time_count': 'delivered in time',
    'late_count': 'delivered late',
    'not_delivered_count': 'not delivered',
    'not_reported_count': 'not reported',
    'not_due_count': 'still to come',
} -%}

with deliveries as (
    select * from {{ ref('fct_plan_deliveries') }}
    where due_period_id is not null
),

periods as (
    select
        period_id,
        label,
        end_date
    from {{ ref('dim_periods') }}
),

counted as (
    select
        scorecard_id,
        due_period_id as period_id,
        count(*) as due_count,
        count(case when delivery_status = 'delivered_in_time' then 1 end)
            as in_time_count,
        count(case when delivery_status = 'delivered_late' then 1 end) as late_count,
        count(case when delivery_status = 'not_delivered' then 1 end)
            as not_delivered_count,
        count(case when delivery_status = 'not_reported' then 1 end)
            as not_reported_count,
        count(case when delivery_status = 'not_due' then 1 end) as not_due_count
    from deliveries
    group by scorecard_id, due_period_id
),

final as (
    select
        counted.scorecard_id,
        counted.period_id,
        periods.label as period_label,
        cast(counted.due_count as varchar) || ' due in '
        || periods.label
        {%- for column, words in counts.items() %}
        || case
            when counted.{{ column }} = 0 then ''
            else
                ', ' || cast(counted.{{ column }} as varchar)
                || ' {{ words }}'
        end
        {%- endfor %} || '.' as explanation,
        cast(counted.due_count as integer) as due_count,
        cast(counted.in_time_count as integer) as in_time_count,
        cast(counted.late_count as integer) as late_count,
        cast(counted.not_delivered_count as integer) as not_delivered_count,
        cast(counted.not_reported_count as integer) as not_reported_count,
        cast(counted.not_due_count as integer) as not_due_count,
        periods.end_date as period_end_date
    from counted
    inner join periods
        on counted.period_id = periods.period_id
)

select * from final
