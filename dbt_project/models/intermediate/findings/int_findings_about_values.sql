with about_printed_values as (
    select * from {{ ref('int_findings_about_printed_values') }}
),

computed as (
    select * from {{ ref('int_measures_computed') }}
),

returned as (
    select * from {{ ref('int_return_observations') }}
),

about_bookings as (
    select * from {{ ref('int_findings_about_bookings') }}
),

implementations as (
    select
        measure_id,
        scorecard_id
    from {{ ref('int_catalogue_implementations') }}
    where implementation_status in ('computed', 'returned')
),

about_probes as (
    select * from {{ ref('int_findings_about_probes') }}
),

about_texts as (
    select * from {{ ref('int_findings_about_texts') }}
),

about_parts as (
    select * from {{ ref('int_findings_about_parts') }}
),

about_chart_events as (
    select * from {{ ref('int_findings_about_chart_events') }}
),

about_baselines as (
    select * from {{ ref('int_findings_about_baselines') }}
),

measure_units as (
    select distinct
        measure_id,
        organisation_unit_id
    from {{ ref('int_measure_periods') }}
),

heard_units as (
    select
        measure_id,
        organisation_unit_id
    from computed
    union
    select
        measure_id,
        organisation_unit_id
    from returned
),

final as (
    select
        finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        explanation
    from about_printed_values
    union all
    select
        'no_denominator' as finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        'Nothing was counted in the period, so there is no value.' as explanation
    from computed
    where denominator = 0
    union all
    select
        finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        explanation
    from about_probes
    union all
    select
        'unit_without_data' as finding_type,
        measure_units.measure_id,
        measure_units.organisation_unit_id,
        cast(null as {{ dbt.type_string() }}) as period_id,
        'The unit owes figures for this measure and has given none.' as explanation
    from measure_units
    inner join implementations
        on measure_units.measure_id = implementations.measure_id
    left join heard_units
        on
            measure_units.measure_id = heard_units.measure_id
            and measure_units.organisation_unit_id = heard_units.organisation_unit_id
    where heard_units.measure_id is null
    union all
    select * from about_bookings
    union all
    select * from about_texts
    union all
    select * from about_parts
    union all
    select * from about_chart_events
    union all
    select * from about_baselines
)

select * from final
