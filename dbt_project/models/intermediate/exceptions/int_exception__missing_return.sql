with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

clauses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        the_period,
        case when deliverable is null then target_in_words end as target_in_words,
        due_day
    from {{ ref('int_status_clauses') }}
),

source_systems as (
    select
        source_system,
        name
    from {{ ref('stg_reference__source_systems') }}
    where is_connected
),

-- A source that is not connected owes nothing yet: that is a data-quality finding.
-- Nor does a milestone before its deadline: its silence is no bad news until then.
final as (
    select
        assessed_periods.measure_id,
        assessed_periods.organisation_unit_id,
        assessed_periods.period_id,
        assessed_periods.period_end_date,
        'missing_return' as exception_rule_id,
        assessed_periods.subject || ', missing return: the figure for '
        || clauses.the_period
        || coalesce(', with a target of ' || clauses.target_in_words || ',', '')
        || ' was due on ' || clauses.due_day || ' (source: ' || source_systems.name
        || ') and has not arrived.' as explanation,
        cast(null as varchar) as reference
    from assessed_periods
    inner join source_systems
        on assessed_periods.source_system = source_systems.source_system
    inner join clauses using (measure_id, organisation_unit_id, period_id)
    where assessed_periods.rag_reason = 'awaiting_data'
)

select * from final
