with statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        value_status,
        period_end_date
    from {{ ref('int_statuses') }}
    where is_complete
),

-- Without anybody who may approve a measure's figures, none of them is held back.
approvers as (
    select distinct measure_id
    from {{ ref('int_sign_off_posts') }}
    where state = 'approved'
),

sign_offs as (
    select * from {{ ref('int_sign_offs') }}
),

-- Where there is no figure, there is nothing to approve, and the row says why.
final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        statuses.period_end_date,
        approvers.measure_id is not null
        and statuses.value_status in ('reported', 'provisional')
        and coalesce(sign_offs.sign_off_state, 'draft') != 'approved' as is_withheld,
        sign_offs.sign_off_state,
        sign_offs.post_id as signed_by_post_id,
        sign_offs.reason as sign_off_reason,
        sign_offs.signed_on_date
    from statuses
    left join approvers
        on statuses.measure_id = approvers.measure_id
    left join sign_offs
        on
            statuses.measure_id = sign_offs.measure_id
            and statuses.period_id = sign_offs.period_id
)

select * from final
