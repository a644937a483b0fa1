with rag_inputs as (
    select * from {{ ref('int_rag_inputs') }}
),

rag_rules as (
    select * from {{ ref('int_rag_rules_dated') }}
),

rules_compared as (
    select
        alternative_id,
        rule_id as rag_profile_id,
        old_version
    from {{ ref('int_rules_compared') }}
    where rule_kind = 'rag_profile'
),

-- The one place where a number meets a threshold and becomes a colour.
judged as (
    select
        rag_inputs.*,
        rag_rules.rag_status,
        rag_rules.basis,
        rag_rules.lower_bound,
        rag_rules.upper_bound,
        rag_rules.is_lower_inclusive,
        rag_rules.is_upper_inclusive,
        case rag_rules.basis
            when 'attainment' then rag_inputs.attainment
            when 'variance_pct' then rag_inputs.variance_pct
            when 'value' then rag_inputs.value
            when 'days_left' then rag_inputs.days_left
            when 'tier' then rag_inputs.tier
        end as basis_value
    from rag_inputs
    left join rules_compared
        on
            rag_inputs.alternative_id = rules_compared.alternative_id
            and rag_inputs.rag_profile_id = rules_compared.rag_profile_id
    inner join rag_rules
        on
            rag_inputs.rag_profile_id = rag_rules.rag_profile_id
            and coalesce(rag_inputs.applies_to, '') = coalesce(rag_rules.applies_to, '')
            -- The version of the day judges; to tell what it changed, so does the one
            -- it replaced.
            and case
                when rules_compared.old_version is not null
                    then rules_compared.old_version = rag_rules.version
                else {{ is_in_force('rag_rules', 'rag_inputs.period_end_date') }}
            end
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        alternative_id,
        rag_profile_id,
        applies_to,
        rag_status,
        basis,
        basis_value,
        lower_bound,
        upper_bound,
        is_lower_inclusive,
        is_upper_inclusive
    from judged
    where {{ is_within_bounds('basis_value') }}
)

select * from final
