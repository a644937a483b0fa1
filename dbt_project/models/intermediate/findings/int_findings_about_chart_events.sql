with measures as (
    select measure_id
    from {{ ref('int_spc_measures') }}
),

events as (
    select * from {{ ref('int_spc_events_in_force') }}
),

measure_windows as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        due_date
    from {{ ref('int_measure_windows') }}
),

periods as (
    select
        period_id,
        preposition || article || label as in_period
    from {{ ref('int_periods') }}
),

periods_with_a_point as (
    select distinct
        measure_id,
        organisation_unit_id,
        period_id
    from {{ ref('int_spc_points') }}
    where value is not null
),

joined as (
    select
        events.*,
        coalesce(periods.in_period, 'in ' || events.period_id) as in_period,
        measure_windows.due_date,
        measures.measure_id is not null as has_chart,
        periods_with_a_point.period_id is not null as has_point
    from events
    left join measures
        on events.measure_id = measures.measure_id
    left join measure_windows
        on
            events.measure_id = measure_windows.measure_id
            and events.organisation_unit_id = measure_windows.organisation_unit_id
            and events.period_id = measure_windows.period_id
    left join periods_with_a_point
        on
            events.measure_id = periods_with_a_point.measure_id
            and events.organisation_unit_id = periods_with_a_point.organisation_unit_id
            and events.period_id = periods_with_a_point.period_id
    left join periods
        on events.period_id = periods.period_id
),

without_chart as (
    select
        'chart_event_without_chart' as finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        'An entry of the kind ' || event_type || ' was made for the control chart, and '
        || 'the measure has none: its small numbers are protected, or it is not a '
        || 'series of figures. Nothing changes.' as explanation
    from joined
    where not has_chart
),

-- A period that is not due yet may still bring its point.
without_point as (
    select
        'chart_event_without_point' as finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        'The control chart was to be '
        || case event_type
            when 'rebase' then 'rebased ' || in_period
            else 'drawn without its point ' || in_period
        end
        || case
            when due_date is null then ', a period the measure is not reported for.'
            else '; there is no figure for it, so nothing changes.'
        end as explanation
    from joined
    where
        has_chart
        and event_type in ('rebase', 'ghost')
        and not has_point
        and (due_date is null or {{ as_of() }} >= due_date)
),

final as (
    select * from without_chart
    union all
    select * from without_point
)

select * from final
