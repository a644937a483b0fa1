with limits as (
    select
        measure_id,
        cast(value as {{ type_decimal() }}) as unprobed_limit_pct
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'unprobed_limit_pct'
),

services as (
    select * from {{ ref('int_measured_services') }}
),

days as (
    select * from {{ ref('int_service_days_counted') }}
),

measure_periods as (
    select
        measure_id,
        scorecard_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
),

measured as (
    select
        services.measure_id,
        services.organisation_unit_id,
        days.window_date,
        limits.unprobed_limit_pct,
        sum(days.window_seconds) as window_seconds,
        sum(days.unprobed_seconds) as unprobed_seconds
    from services
    inner join limits
        on services.measure_id = limits.measure_id
    inner join days
        on services.service_id = days.service_id
    group by
        services.measure_id, services.organisation_unit_id, days.window_date,
        limits.unprobed_limit_pct
),

counted as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        measure_periods.period_id,
        measured.unprobed_limit_pct,
        {{ divide('sum(measured.unprobed_seconds)', 'sum(measured.window_seconds)') }}
            as unprobed_pct
    from measure_periods
    inner join measured
        on
            measure_periods.measure_id = measured.measure_id
            and measured.window_date between measure_periods.period_start_date
            and measure_periods.period_end_date
            and (
                measure_periods.organisation_unit_id = measure_periods.scorecard_id
                or measure_periods.organisation_unit_id = measured.organisation_unit_id
            )
    group by
        measure_periods.measure_id, measure_periods.organisation_unit_id,
        measure_periods.period_id, measured.unprobed_limit_pct
),

final as (
    select
        'minutes_without_probe' as finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        'No probe was made in ' || {{ format_fraction('unprobed_pct') }}
        || ' of the time that counts, above the limit of '
        || {{ format_fraction('unprobed_limit_pct') }}
        || '; those minutes are left out of the figure.' as explanation
    from counted
    where unprobed_pct > unprobed_limit_pct
)

select * from final
