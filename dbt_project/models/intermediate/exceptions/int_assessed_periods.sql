with statuses as (
    select * from {{ ref('int_statuses') }}
),

amber_runs as (
    select * from {{ ref('int_amber_runs') }}
),

deterioration_runs as (
    select * from {{ ref('int_deterioration_runs') }}
),

measures as (
    select
        measure_id,
        source_system
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

texts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        the_period as period,
        in_period
    from {{ ref('int_status_texts') }}
),

reasons as (
    select * from {{ ref('int_status_reasons') }}
),

-- What a criterion may look at: complete periods of measures that stand for themselves.
final as (
    select
        statuses.*,
        measures.source_system,
        amber_runs.consecutive_ambers,
        amber_runs.run_from_period_id as amber_from_period_id,
        deterioration_runs.run_from_period_id as worse_from_period_id,
        texts.period,
        texts.in_period,
        reasons.subject,
        reasons.figure,
        reasons.dated_figure,
        reasons.promise,
        reasons.judgement
    from statuses
    inner join measures using (measure_id)
    inner join amber_runs using (measure_id, organisation_unit_id, period_id)
    inner join texts using (measure_id, organisation_unit_id, period_id)
    inner join reasons using (measure_id, organisation_unit_id, period_id)
    left join deterioration_runs using (measure_id, organisation_unit_id, period_id)
    where statuses.is_complete
)

select * from final
