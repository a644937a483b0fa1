with measure_windows as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_windows') }}
),

measures as (
    select
        measure_id,
        objective_id,
        measure_type,
        calendar,
        frequency
    from {{ ref('stg_reference__measures') }}
),

objectives as (
    select
        objective_id,
        timeline_end_date
    from {{ ref('stg_reference__objectives') }}
),

targets as (
    select * from {{ ref('int_target_versions') }}
    where superseded_at is null
),

periods as (
    select * from {{ ref('int_periods') }}
),

window_ends as (
    select
        measure_id,
        organisation_unit_id,
        max(period_end_date) as last_reported_date
    from measure_windows
    group by measure_id, organisation_unit_id
),

-- A promise reaches to its deadline, that of a key result to the end of its objective.
promises as (
    select
        targets.measure_id,
        targets.organisation_unit_id,
        targets.effective_to_date,
        measures.calendar,
        measures.frequency,
        greatest(
            targets.deadline_date,
            case
                when measures.measure_type = 'key_result'
                    then objectives.timeline_end_date
            end
        ) as promised_date
    from targets
    inner join measures
        on targets.measure_id = measures.measure_id
    left join objectives
        on measures.objective_id = objectives.objective_id
),

-- No further than it holds.
reaches as (
    select
        measure_id,
        organisation_unit_id,
        calendar,
        frequency,
        max(case
            when effective_to_date < promised_date then effective_to_date
            else promised_date
        end) as last_promised_date
    from promises
    group by measure_id, organisation_unit_id, calendar, frequency
),

-- What is promised is planned for, also where nobody will report on it any more.
final as (
    select * from measure_windows
    union all
    select
        reaches.measure_id,
        reaches.organisation_unit_id,
        periods.period_id,
        periods.start_date as period_start_date,
        periods.end_date as period_end_date
    from reaches
    inner join window_ends using (measure_id, organisation_unit_id)
    inner join periods
        on
            reaches.frequency = periods.grain
            and (
                reaches.calendar = periods.calendar
                or reaches.frequency in ('day', 'week', 'month')
            )
            and window_ends.last_reported_date < periods.end_date
            and reaches.last_promised_date >= periods.end_date
)

select * from final
