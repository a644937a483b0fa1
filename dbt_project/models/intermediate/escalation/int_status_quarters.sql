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
    select * from {{ ref('stg_reference__scorecards') }}
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
    select
        raised.measure_id,
        raised.organisation_unit_id,
        raised.period_id,
        rules.name as criterion
    from {{ ref('int_exceptions') }} as raised
    inner join {{ ref('stg_reference__exception_rules') }} as rules
        on raised.exception_rule_id = rules.exception_rule_id
    where not raised.is_waived
),

reasons as (
    select * from {{ ref('int_status_reasons') }}
),

-- A period that has neither a figure nor a colour is missing: it changes nothing, and
-- an exception about its absence is none about the work. Each exception has a row.
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
        reasons.dated_figure,
        statuses.rag_status = 'none' and statuses.value is null as is_missing,
        exceptions.criterion,
        dense_rank() over (
            partition by statuses.measure_id, quarters.period_id
            order by
                case when statuses.rag_status = 'none' then 1 else 0 end,
                statuses.period_end_date desc
        ) as recency,
        dense_rank() over (
            partition by statuses.measure_id, quarters.period_id
            order by
                case when exceptions.criterion is null then 1 else 0 end,
                case
                    when statuses.rag_status = 'none' and statuses.value is null then 1
                    else 0
                end,
                statuses.period_end_date desc
        ) as exception_recency
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
        max(case
            when exception_recency = 1 and criterion is not null and not is_missing
                then dated_figure
        end) as exception_figure,
        {{ dbt.listagg(
            "distinct case when not is_missing then criterion end", "', '",
            "order by case when not is_missing then criterion end"
        ) }} as criteria,
        quarter_end_date,
        max(due_date) as published_on_date
    from periods
    group by measure_id, scorecard_id, quarter_id, quarter, quarter_end_date
    having
        min(case when is_complete then 1 else 0 end) = 1
        and min(case when is_missing then 1 else 0 end) = 0
)

select * from final
