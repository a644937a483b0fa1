with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
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
        'Its status was amber '
        || cast(assessed_periods.consecutive_ambers as varchar)
        || ' periods in a row up to ' || assessed_periods.period || '; '
        || {{ format_unsigned('parameters.consecutive', 0) }}
        || ' in a row is an exception.' as explanation,
        cast(null as varchar) as reference,
        parameters.alternative_id
    from assessed_periods
    inner join parameters
        on
            parameters.rag_profile_id in ('*', assessed_periods.rag_profile_id)
            and {{ is_in_force('parameters', 'assessed_periods.period_end_date') }}
    where
        assessed_periods.has_target
        and assessed_periods.consecutive_ambers >= parameters.consecutive
)

select * from final
