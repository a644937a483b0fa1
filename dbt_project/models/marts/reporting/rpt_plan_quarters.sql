-- Parts and companions show their own colour and count for nothing.
with measures as (
    select
        dim_measures.measure_id,
        dim_measures.scorecard_id,
        dim_measures.plan_type,
        dim_scorecards.calendar
    from {{ ref('dim_measures') }} as dim_measures
    inner join {{ ref('dim_scorecards') }} as dim_scorecards
        on dim_measures.scorecard_id = dim_scorecards.scorecard_id
    where
        dim_measures.parent_measure_id is null
        and dim_measures.plan_type is not null
),

measure_periods as (
    select
        measure_id,
        organisation_unit_id,
        rag_status,
        is_complete,
        period_start_date,
        period_end_date
    from {{ ref('rpt_measure_periods') }}
),

quarters as (
    select
        period_id,
        calendar,
        label,
        start_date,
        end_date
    from {{ ref('dim_periods') }}
    where grain = 'quarter'
),

windows as (
    select
        measures.scorecard_id,
        min(measure_periods.period_end_date) as first_date,
        max(measure_periods.period_end_date) as last_date
    from measures
    inner join measure_periods
        on
            measures.measure_id = measure_periods.measure_id
            and measures.scorecard_id = measure_periods.organisation_unit_id
    group by measures.scorecard_id
),

-- Each measure as it stood at the end of each quarter, by what is known now.
standing as (
    select
        measures.scorecard_id,
        measures.plan_type,
        measures.measure_id,
        quarters.period_id,
        quarters.label as period_label,
        quarters.end_date as period_end_date,
        coalesce(measure_periods.rag_status, 'none') as rag_status,
        row_number() over (
            partition by measures.measure_id, quarters.period_id
            order by measure_periods.period_end_date desc
        ) as recency
    from measures
    inner join windows
        on measures.scorecard_id = windows.scorecard_id
    inner join quarters
        on
            measures.calendar = quarters.calendar
            and quarters.end_date between windows.first_date and windows.last_date
    left join measure_periods
        on
            measures.measure_id = measure_periods.measure_id
            and measures.scorecard_id = measure_periods.organisation_unit_id
            and quarters.end_date >= measure_periods.period_end_date
            and measure_periods.is_complete
),

final as (
    select
        scorecard_id,
        plan_type,
        period_id,
        period_label,
        cast(count(*) as integer) as measure_count,
        cast(count(case when rag_status = 'red' then 1 end) as integer) as red_count,
        cast(count(case when rag_status = 'amber' then 1 end) as integer)
            as amber_count,
        cast(count(case when rag_status = 'green' then 1 end) as integer)
            as green_count,
        cast(count(case when rag_status = 'none' then 1 end) as integer) as none_count,
        period_end_date
    from standing
    where recency = 1
    group by scorecard_id, plan_type, period_id, period_label, period_end_date
)

select * from final
