with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

parameters as (
    select
        exception_rule_id,
        rag_profile_id,
        alternative_id,
        valid_from_date,
        valid_to_date,
        value as adverse_variance_pct
    from {{ ref('int_exception_rules_dated') }}
    where
        exception_rule_id = 'off_target'
        and parameter = 'adverse_variance_pct'
),

rules_compared as (
    select
        alternative_id,
        valid_from_date,
        valid_to_date
    from {{ ref('int_rules_compared') }}
    where
        rule_kind = 'exception_rule'
        and rule_id = 'off_target'
),

-- Red is off target by every version, also by one without a number for the profile.
considered as (
    select
        *,
        cast(null as varchar) as alternative_id
    from assessed_periods
    union all
    select
        assessed_periods.*,
        rules_compared.alternative_id
    from assessed_periods
    inner join rules_compared
        on {{ is_in_force('rules_compared', 'assessed_periods.period_end_date') }}
),

final as (
    select
        considered.measure_id,
        considered.organisation_unit_id,
        considered.period_id,
        considered.period_end_date,
        'off_target' as exception_rule_id,
        considered.subject || ', off target: ' || considered.judgement
        || case
            when considered.rag_status = 'red' then '.'
            else
                '; worse by '
                || {{ format_fraction('parameters.adverse_variance_pct') }}
                || ' or more is off target.'
        end as explanation,
        cast(null as varchar) as reference,
        considered.alternative_id
    from considered
    left join parameters
        on
            {{ is_same_alternative('considered', 'parameters') }}
            and considered.rag_profile_id = parameters.rag_profile_id
            and {{ is_in_force('parameters', 'considered.period_end_date') }}
    where
        considered.rag_status = 'red'
        or (
            considered.rag_status != 'none'
            and considered.variance_pct >= parameters.adverse_variance_pct
        )
)

select * from final
