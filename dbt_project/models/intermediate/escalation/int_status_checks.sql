with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

-- What everybody can see of the whole organisation, from its due date on. A period
-- without a colour is no check: it changes nothing.
checks as (
    select
        assessed_periods.measure_id,
        measures.scorecard_id,
        assessed_periods.period_id,
        assessed_periods.in_period,
        assessed_periods.figure,
        assessed_periods.rag_status,
        assessed_periods.period_end_date,
        assessed_periods.due_date as published_on_date,
        lag(assessed_periods.rag_status) over (
            partition by assessed_periods.measure_id
            order by assessed_periods.period_end_date
        ) as previous_status
    from assessed_periods
    inner join measures
        on
            assessed_periods.measure_id = measures.measure_id
            and assessed_periods.organisation_unit_id = measures.scorecard_id
    where assessed_periods.rag_status != 'none'
),

numbered as (
    select
        *,
        sum(case when rag_status = previous_status then 0 else 1 end) over (
            partition by measure_id
            order by period_end_date
            rows between unbounded preceding and current row
        ) as run_number
    from checks
),

positioned as (
    select
        *,
        row_number() over (
            partition by measure_id, run_number order by period_end_date
        ) as run_position
    from numbered
),

-- The check that begins a run ends the one before it.
ends as (
    select
        measure_id,
        run_number - 1 as run_number,
        published_on_date as run_ended_on_date,
        rag_status as run_ended_as_status,
        in_period as run_ended_in_period,
        figure as run_ended_figure
    from positioned
    where run_position = 1
),

final as (
    select
        positioned.measure_id,
        positioned.scorecard_id,
        positioned.period_id,
        positioned.in_period,
        positioned.figure,
        positioned.rag_status,
        positioned.run_number,
        positioned.run_position,
        positioned.period_end_date,
        positioned.published_on_date,
        ends.run_ended_on_date,
        ends.run_ended_as_status,
        ends.run_ended_in_period,
        ends.run_ended_figure
    from positioned
    left join ends
        on
            positioned.measure_id = ends.measure_id
            and positioned.run_number = ends.run_number
)

select * from final
