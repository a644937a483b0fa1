with measure_periods as (
    select * from {{ ref('rpt_measure_periods') }}
    where is_complete
),

exceptions as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        cast(count(*) as integer) as exception_count
    from {{ ref('fct_measure_exceptions') }}
    where not is_waived
    group by measure_id, organisation_unit_id, period_id
),

previous as (
    select
        measure_id,
        organisation_unit_id,
        period_label,
        value,
        rag_status
    from measure_periods
    where completeness_rank = 2
),

final as (
    select
        latest.measure_id,
        latest.organisation_unit_id,
        latest.scorecard_id,
        latest.period_id,
        latest.period_label,
        latest.value_status,
        latest.rag_status,
        latest.rag_reason,
        latest.explanation,
        latest.movement,
        latest.forecast_reason,
        latest.expected_met_reason,
        latest.tier_reached,
        latest.attainment_method,
        latest.rag_profile_id,
        previous.period_label as previous_period_label,
        previous.rag_status as previous_rag_status,
        latest.numerator,
        latest.denominator,
        latest.value,
        previous.value as previous_value,
        latest.expected_value,
        latest.target_value,
        latest.variance,
        latest.variance_pct,
        latest.attainment,
        latest.forecast_at_deadline,
        latest.forecast_lower_at_deadline,
        latest.forecast_upper_at_deadline,
        latest.forecast_point_count,
        latest.consecutive_deteriorations,
        coalesce(exceptions.exception_count, 0) as exception_count,
        latest.is_met,
        latest.is_overdue,
        latest.is_hollow_green,
        latest.period_end_date,
        latest.deadline_date,
        latest.expected_met_date
    from measure_periods as latest
    left join previous
        on
            latest.measure_id = previous.measure_id
            and latest.organisation_unit_id = previous.organisation_unit_id
    left join exceptions
        on
            latest.measure_id = exceptions.measure_id
            and latest.organisation_unit_id = exceptions.organisation_unit_id
            and latest.period_id = exceptions.period_id
    where latest.completeness_rank = 1
)

select * from final
