with statuses as (
    select * from {{ ref('int_statuses') }}
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
        statuses.numerator,
        statuses.denominator,
        statuses.value,
        statuses.value_status,
        sign_offs.sign_off_state,
        statuses.period_start_date,
        statuses.period_end_date,
        statuses.due_date,
        statuses.load_id
    from statuses
    left join sign_offs
        on
            statuses.measure_id = sign_offs.measure_id
            and statuses.period_id = sign_offs.period_id
)

select * from final
