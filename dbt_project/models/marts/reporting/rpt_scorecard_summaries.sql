with scorecards as (
    select scorecard_id from {{ ref('dim_scorecards') }}
),

-- Parts and companions show their own colour and count for nothing.
counted_measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('dim_measures') }}
    where parent_measure_id is null
),

statuses as (
    select
        measure_id,
        organisation_unit_id,
        rag_status,
        value_status,
        target_value,
        exception_count,
        period_end_date
    from {{ ref('rpt_latest_statuses') }}
),

findings as (
    select
        scorecard_id,
        cast(count(*) as integer) as finding_count
    from {{ ref('fct_data_quality_findings') }}
    group by scorecard_id
),

latest_values as (
    select
        scorecard_id,
        max(period_end_date) as latest_period_end_date
    from {{ ref('rpt_measure_periods') }}
    where is_complete and value is not null
    group by scorecard_id
),

counts as (
    select
        counted_measures.scorecard_id,
        count(*) as measure_count,
        count(case when statuses.rag_status = 'red' then 1 end) as red_count,
        count(case when statuses.rag_status = 'amber' then 1 end) as amber_count,
        count(case when statuses.rag_status = 'green' then 1 end) as green_count,
        count(
            case when coalesce(statuses.rag_status, 'none') = 'none' then 1 end
        ) as none_count,
        count(case when statuses.exception_count > 0 then 1 end) as exception_count
    from counted_measures
    left join statuses
        on
            counted_measures.measure_id = statuses.measure_id
            and counted_measures.scorecard_id = statuses.organisation_unit_id
    group by counted_measures.scorecard_id
),

final as (
    select
        scorecards.scorecard_id,
        cast(coalesce(counts.measure_count, 0) as integer) as measure_count,
        cast(coalesce(counts.red_count, 0) as integer) as red_count,
        cast(coalesce(counts.amber_count, 0) as integer) as amber_count,
        cast(coalesce(counts.green_count, 0) as integer) as green_count,
        cast(coalesce(counts.none_count, 0) as integer) as none_count,
        cast(coalesce(counts.exception_count, 0) as integer) as exception_count,
        cast(coalesce(findings.finding_count, 0) as integer) as finding_count,
        latest_values.latest_period_end_date
    from scorecards
    left join counts on scorecards.scorecard_id = counts.scorecard_id
    left join findings on scorecards.scorecard_id = findings.scorecard_id
    left join latest_values
        on scorecards.scorecard_id = latest_values.scorecard_id
)

select * from final
