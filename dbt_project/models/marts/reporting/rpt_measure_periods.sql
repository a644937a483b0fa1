with measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('dim_measures') }}
),

periods as (
    select
        period_id,
        grain,
        label,
        short_label
    from {{ ref('dim_periods') }}
),

measure_values as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        numerator,
        denominator,
        value_status,
        is_rounded,
        load_id
    from {{ ref('fct_measure_values') }}
),

statuses as (
    select * from {{ ref('fct_measure_statuses') }}
),

-- The printed value stands; what its own parts give differs in the last printed digit.
contradictions as (
    select distinct
        measure_id,
        organisation_unit_id,
        period_id
    from {{ ref('fct_data_quality_findings') }}
    where finding_type like 'printed_value_%'
),

final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        measures.scorecard_id,
        periods.grain,
        periods.label as period_label,
        periods.short_label as period_short_label,
        measure_values.value_status,
        statuses.rag_status,
        statuses.rag_reason,
        statuses.explanation,
        statuses.movement,
        statuses.forecast_reason,
        statuses.expected_met_reason,
        statuses.tier_reached,
        statuses.attainment_method,
        statuses.rag_profile_id,
        measure_values.numerator,
        measure_values.denominator,
        statuses.value,
        statuses.expected_value,
        statuses.target_value,
        statuses.variance,
        statuses.variance_pct,
        statuses.attainment,
        statuses.forecast_at_deadline,
        statuses.forecast_lower_at_deadline,
        statuses.forecast_upper_at_deadline,
        statuses.forecast_point_count,
        statuses.consecutive_deteriorations,
        statuses.consecutive_ambers,
        cast(
            row_number() over (
                partition by
                    statuses.measure_id,
                    statuses.organisation_unit_id,
                    statuses.is_complete
                order by statuses.period_end_date desc
            ) as integer
        ) as completeness_rank,
        statuses.is_complete,
        contradictions.period_id is not null as has_contradicting_parts,
        measure_values.is_rounded,
        statuses.is_met,
        statuses.is_overdue,
        statuses.is_hollow_green,
        statuses.period_start_date,
        statuses.period_end_date,
        statuses.due_date,
        statuses.deadline_date,
        statuses.expected_met_date,
        measure_values.load_id
    from statuses
    inner join measures using (measure_id)
    inner join periods using (period_id)
    inner join measure_values using (measure_id, organisation_unit_id, period_id)
    left join contradictions using (measure_id, organisation_unit_id, period_id)
)

select * from final
