with statuses as (
    select * from {{ ref('int_statuses') }}
),

observations as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        disclosure_rule_id,
        suppression_reason,
        is_rounded
    from {{ ref('int_observations_protected') }}
),

final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        observations.disclosure_rule_id,
        statuses.numerator,
        statuses.denominator,
        statuses.value,
        statuses.value_status,
        observations.suppression_reason,
        coalesce(observations.is_rounded, false) as is_rounded,
        statuses.period_start_date,
        statuses.period_end_date,
        statuses.due_date,
        statuses.load_id
    from statuses
    left join observations using (measure_id, organisation_unit_id, period_id)
)

select * from final
