with statuses as (
    select * from {{ ref('int_statuses') }}
),

amber_runs as (
    select * from {{ ref('int_amber_runs') }}
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

-- What a criterion may look at: complete periods of measures that stand for themselves.
final as (
    select
        statuses.*,
        measures.source_system,
        amber_runs.consecutive_ambers,
        texts.period,
        texts.in_period
    from statuses
    inner join measures using (measure_id)
    inner join amber_runs using (measure_id, organisation_unit_id, period_id)
    inner join texts using (measure_id, organisation_unit_id, period_id)
    where statuses.is_complete
)

select * from final
