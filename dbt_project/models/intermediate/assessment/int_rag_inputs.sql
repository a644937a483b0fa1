with attainments as (
    select * from {{ ref('int_attainments') }}
),

tiers_reached as (
    select * from {{ ref('int_tiers_reached') }}
),

milestone_states as (
    select * from {{ ref('int_milestone_states') }}
),

measures as (
    select
        measure_id,
        rag_profile_id
    from {{ ref('stg_reference__measures') }}
),

-- Everything a rule may look at, one column a basis.
final as (
    select
        attainments.measure_id,
        attainments.organisation_unit_id,
        attainments.period_id,
        attainments.period_end_date,
        attainments.alternative_id,
        attainments.rag_profile_id,
        cast(null as varchar) as applies_to,
        attainments.attainment,
        attainments.variance_pct,
        attainments.judged_value as value,
        cast(null as {{ type_decimal() }}) as days_left,
        cast(tiers_reached.tier_rank as {{ type_decimal() }}) as tier
    from attainments
    left join tiers_reached
        on
            attainments.measure_id = tiers_reached.measure_id
            and attainments.organisation_unit_id = tiers_reached.organisation_unit_id
            and attainments.period_id = tiers_reached.period_id
            and {{ is_same_alternative('attainments', 'tiers_reached') }}
    union all
    select
        milestone_states.measure_id,
        milestone_states.organisation_unit_id,
        milestone_states.period_id,
        milestone_states.period_end_date,
        milestone_states.alternative_id,
        measures.rag_profile_id,
        milestone_states.milestone_state as applies_to,
        cast(null as {{ type_decimal() }}) as attainment,
        cast(null as {{ type_decimal() }}) as variance_pct,
        cast(null as {{ type_decimal() }}) as value,
        cast(milestone_states.days_left as {{ type_decimal() }}) as days_left,
        cast(null as {{ type_decimal() }}) as tier
    from milestone_states
    inner join measures
        on milestone_states.measure_id = measures.measure_id
)

select * from final
