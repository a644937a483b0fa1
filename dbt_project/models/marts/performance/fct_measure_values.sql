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
        is_rounded,
        return_status = 'off_plan' as is_off_plan,
        delivered_on_date
    from {{ ref('int_observations_protected') }}
),

sign_offs as (
    select
        measure_id,
        period_id,
        sign_off_state
    from {{ ref('int_sign_offs') }}
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
        sign_offs.sign_off_state,
        observations.suppression_reason,
        coalesce(observations.is_rounded, false) as is_rounded,
        coalesce(observations.is_off_plan, false) as is_off_plan,
        statuses.period_start_date,
        statuses.period_end_date,
        statuses.due_date,
        observations.delivered_on_date,
        statuses.load_id
    from statuses
    left join observations using (measure_id, organisation_unit_id, period_id)
    left join sign_offs
        on
            statuses.measure_id = sign_offs.measure_id
            and statuses.period_id = sign_offs.period_id
)

select * from final
