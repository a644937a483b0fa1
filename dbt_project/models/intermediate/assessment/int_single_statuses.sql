with values_observed as (
    select * from {{ ref('int_values_observed') }}
),

judgements as (
    select * from {{ ref('int_judgements') }}
),

rag_reasons as (
    select * from {{ ref('int_rag_reasons') }}
),

-- The status of everything that is judged by itself: all but composites.
final as (
    select
        values_observed.measure_id,
        values_observed.organisation_unit_id,
        values_observed.period_id,
        judgements.alternative_id,
        values_observed.measure_kind,
        values_observed.numerator,
        values_observed.denominator,
        values_observed.value,
        values_observed.value_status,
        judgements.target_version_id,
        judgements.baseline_value,
        judgements.expected_value,
        judgements.target_value,
        judgements.target_lower_value,
        judgements.target_upper_value,
        judgements.deadline_date,
        judgements.variance,
        judgements.variance_pct,
        judgements.attainment_method,
        judgements.attainment,
        -- Where nothing judged, the rule is the one the measure would be judged by.
        coalesce(judgements.rag_profile_id, values_observed.rag_profile_id)
            as rag_profile_id,
        judgements.ruled_status,
        case
            when rag_reasons.rag_reason is null then judgements.ruled_status
            else 'none'
        end as rag_status,
        rag_reasons.rag_reason,
        judgements.is_met,
        coalesce(
            values_observed.period_end_date > judgements.deadline_date
            and values_observed.value is not null
            and not judgements.is_met,
            false
        ) as is_overdue,
        values_observed.is_complete,
        values_observed.period_start_date,
        values_observed.period_end_date,
        values_observed.due_date,
        values_observed.load_id
    from values_observed
    inner join judgements using (measure_id, organisation_unit_id, period_id)
    left join rag_reasons
        on
            judgements.measure_id = rag_reasons.measure_id
            and judgements.organisation_unit_id = rag_reasons.organisation_unit_id
            and judgements.period_id = rag_reasons.period_id
            and {{ is_same_alternative('judgements', 'rag_reasons') }}
)

select * from final
