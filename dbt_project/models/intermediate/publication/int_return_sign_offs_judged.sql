with sign_offs as (
    select * from {{ ref('int_return_sign_offs_checked') }}
),

-- In the order of the days they were signed on; of one day, as they were received. What
-- is at fault by itself is no step.
numbered as (
    select
        *,
        row_number() over (
            partition by measure_id, period_id, rejection_rule_id is null
            order by signed_on_date, received_at, load_id, file_name, row_number
        ) as step_number
    from sign_offs
),

-- When each step was last taken before this one; 0: never.
sequenced as (
    select
        *,
        coalesce(
            max(case when state = 'submitted' then step_number end) over earlier, 0
        ) as last_submitted,
        coalesce(
            max(case when state = 'returned' then step_number end) over earlier, 0
        ) as last_returned,
        coalesce(
            max(case when state = 'verified' then step_number end) over earlier, 0
        ) as last_verified,
        coalesce(
            max(case when state = 'approved' then step_number end) over earlier, 0
        ) as last_approved
    from numbered
    window earlier as (
        partition by measure_id, period_id, rejection_rule_id is null
        order by step_number
        rows between unbounded preceding and 1 preceding
    )
),

-- Nothing is verified that is not submitted, or approved that is not verified; what was
-- returned, or approved, is submitted again before anything else.
ordered as (
    select
        *,
        case
            when state in ('draft', 'submitted') then true
            else
                last_submitted > greatest(last_returned, last_approved)
                and (state != 'approved' or last_verified > last_submitted)
        end as is_in_order
    from sequenced
),

final as (
    select
        measure_id,
        period_id,
        period_end_date,
        state,
        state_name,
        post_id,
        reason_text,
        step_number,
        signed_on_date,
        formula_column_name,
        case
            when rejection_rule_id is null and not is_in_order
                then 'sign_off_out_of_order'
            else rejection_rule_id
        end as rejection_rule_id,
        case
            when rejection_rule_id is null and not is_in_order then state_text
            else rejected_value
        end as rejected_value,
        case
            when rejection_rule_id is null and not is_in_order then signed_on_text
            else rejection_detail
        end as rejection_detail,
        file_name,
        row_number,
        received_at,
        load_id
    from ordered
)

select * from final
