with measures as (
    select
        measure_id,
        scorecard_id,
        calendar,
        frequency,
        reporting_lag_days
    from {{ ref('stg_reference__measures') }}
),

reporting_windows as (
    select * from {{ ref('stg_reference__reporting_windows') }}
),

measure_units as (
    select * from {{ ref('stg_reference__measure_units') }}
),

periods as (
    select
        period_id,
        grain,
        calendar,
        start_date,
        end_date
    from {{ ref('int_periods') }}
),

-- The whole organisation is the unit whose id is the scorecard's.
units as (
    select
        measure_id,
        scorecard_id as organisation_unit_id
    from measures
    union all
    select
        measure_id,
        organisation_unit_id
    from measure_units
),

final as (
    select
        measures.measure_id,
        measures.scorecard_id,
        units.organisation_unit_id,
        periods.period_id,
        measures.frequency,
        periods.start_date as period_start_date,
        periods.end_date as period_end_date,
        {{ add_days('periods.end_date', 'measures.reporting_lag_days') }} as due_date
    from measures
    inner join units
        on measures.measure_id = units.measure_id
    inner join reporting_windows
        on
            measures.scorecard_id = reporting_windows.scorecard_id
            and measures.frequency = reporting_windows.frequency
    -- Days, weeks and months are the same in every calendar.
    inner join periods
        on
            measures.frequency = periods.grain
            and (
                measures.calendar = periods.calendar
                or measures.frequency in ('day', 'week', 'month')
            )
            and periods.end_date between reporting_windows.first_date
            and reporting_windows.last_date
)

select * from final
