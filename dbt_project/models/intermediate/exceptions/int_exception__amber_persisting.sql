with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

first_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        the_period,
        value
    from {{ ref('int_status_reasons') }}
),

parameters as (
    select
        rag_profile_id,
        alternative_id,
        valid_from_date,
        valid_to_date,
        value as consecutive
    from {{ ref('int_exception_rules_dated') }}
    where
        exception_rule_id = 'amber_persisting'
        and parameter = 'consecutive'
),

final as (
    select
        assessed_periods.measure_id,
        assessed_periods.organisation_unit_id,
        assessed_periods.period_id,
        assessed_periods.period_end_date,
        'amber_persisting' as exception_rule_id,
        assessed_periods.subject || ', amber '
        || {{ counted('assessed_periods.consecutive_ambers', 'time') }}
        || ' in a row since ' || first_periods.the_period
        || coalesce(' (' || first_periods.value || ')', '')
        || ': ' || assessed_periods.judgement || '; '
        || {{ counted('parameters.consecutive', 'time') }}
        || ' in a row is an exception.' as explanation,
        cast(null as varchar) as reference,
        parameters.alternative_id
    from assessed_periods
    inner join parameters
        on
            parameters.rag_profile_id in ('*', assessed_periods.rag_profile_id)
            and {{ is_in_force('parameters', 'assessed_periods.period_end_date') }}
    inner join first_periods
        on
            assessed_periods.measure_id = first_periods.measure_id
            and assessed_periods.organisation_unit_id
            = first_periods.organisation_unit_id
            and assessed_periods.amber_from_period_id = first_periods.period_id
    where
        assessed_periods.has_target
        and assessed_periods.consecutive_ambers >= parameters.consecutive
)

select * from final
