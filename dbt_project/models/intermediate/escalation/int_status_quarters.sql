with statuses as (
    select * from {{ ref('int_statuses') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
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
        label,
        start_date,
        end_date
    from {{ ref('int_periods') }}
    where grain = 'quarter' and end_date <= {{ as_of() }}
),

exceptions as (
    select distinct
        measure_id,
        organisation_unit_id,
        period_id
    from {{ ref('int_exceptions') }}
    where not is_waived
),

reasons as (
    select * from {{ ref('int_status_reasons') }}
),

-- A period that has neither a figure nor a colour is missing: it changes nothing, and
-- an exception about its absence is none about the work.
periods as (
    select
        statuses.measure_id,
        measures.scorecard_id,
        quarters.period_id as quarter_id,
        quarters.label as quarter,
        quarters.end_date as quarter_end_date,
        statuses.rag_status,
        statuses.is_complete,
        statuses.due_date,
        statuses.period_end_date,
        reasons.dated_figure,
        statuses.rag_status = 'none' and statuses.value is null as is_missing,
        exceptions.period_id is not null
        and (statuses.rag_status != 'none' or statuses.value is not null)
            as has_exception
    from statuses
    inner join reasons using (measure_id, organisation_unit_id, period_id)
    left join exceptions using (measure_id, organisation_unit_id, period_id)
    inner join measures
        on
            statuses.measure_id = measures.measure_id
            and statuses.organisation_unit_id = measures.scorecard_id
    inner join scorecards
        on measures.scorecard_id = scorecards.scorecard_id
    inner join quarters
        on
            scorecards.calendar = quarters.calendar
            and statuses.period_end_date between quarters.start_date
            and quarters.end_date
),

ranked as (
    select
        *,
        row_number() over (
            partition by measure_id, quarter_id
            order by
                case when rag_status = 'none' then 1 else 0 end,
                period_end_date desc
        ) as recency,
        row_number() over (
            partition by measure_id, quarter_id, has_exception
            order by period_end_date desc
        ) as exception_recency
    from periods
),

-- A quarter is published when the last of its periods has come due; it has the colour
-- it ended with, and an exception if any of its periods has one: each with its figure.
final as (
    select
        measure_id,
        scorecard_id,
        quarter_id,
        quarter,
        max(case when recency = 1 then rag_status end) as rag_status,
        max(case when recency = 1 then dated_figure end) as dated_figure,
        max(case when has_exception and exception_recency = 1 then dated_figure end)
            as exception_figure,
        max(case when has_exception then 1 else 0 end) = 1 as has_exception,
        quarter_end_date,
        max(due_date) as published_on_date
    from ranked
    group by measure_id, scorecard_id, quarter_id, quarter, quarter_end_date
    having
        min(case when is_complete then 1 else 0 end) = 1
        and min(case when is_missing then 1 else 0 end) = 0
)

select * from final
