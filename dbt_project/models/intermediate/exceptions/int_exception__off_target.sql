with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

parameters as (
    select
        exception_rule_id,
        rag_profile_id,
        valid_from_date,
        valid_to_date,
        value as adverse_variance_pct
    from {{ ref('int_exception_rules_dated') }}
    where
        exception_rule_id = 'off_target'
        and parameter = 'adverse_variance_pct'
),

final as (
    select
        assessed_periods.measure_id,
        assessed_periods.organisation_unit_id,
        assessed_periods.period_id,
        assessed_periods.period_end_date,
        'off_target' as exception_rule_id,
        assessed_periods.subject || ', off target: ' || assessed_periods.judgement
        || case
            when assessed_periods.rag_status = 'red' then '.'
            else
                '; worse by '
                || {{ format_fraction('parameters.adverse_variance_pct') }}
                || ' or more is off target.'
        end as explanation,
        cast(null as varchar) as reference
    from assessed_periods
    left join parameters
        on
            assessed_periods.rag_profile_id = parameters.rag_profile_id
            and {{ is_in_force('parameters', 'assessed_periods.period_end_date') }}
    where
        assessed_periods.rag_status = 'red'
        or (
            assessed_periods.rag_status != 'none'
            and assessed_periods.variance_pct >= parameters.adverse_variance_pct
        )
)

select * from final
